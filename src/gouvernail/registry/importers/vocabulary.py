"""The words people write for a status, a kind and a language, in both languages."""

import re
from collections.abc import Mapping
from typing import Final

from gouvernail.kernel.text import fold

_STATUSES: Final = {
    "official": "official officiel officielle actif active actifs ouvert open ok en ligne",
    "to_confirm": "a confirmer to confirm a verifier unknown inconnu to check a valider",
    "dormant": "dormant inactif inactive en sommeil abandonne",
    "duplicate": "doublon duplicate",
    "suspended": "suspendu suspendue suspended en pause",
    "closed": "ferme fermee closed clos cloture supprime archive archived deleted",
}
STATUSES: Final[Mapping[str, str]] = {
    "en ligne": "official",
    "a confirmer": "to_confirm",
    "to confirm": "to_confirm",
    "a verifier": "to_confirm",
    "to check": "to_confirm",
    "a valider": "to_confirm",
    "en sommeil": "dormant",
    "en pause": "suspended",
    **{word: status for status, words in _STATUSES.items() for word in words.split()},
}
KINDS: Final[Mapping[str, str]] = {
    "organisation": "organisation",
    "organization": "organisation",
    "institutionnel": "organisation",
    "officiel": "organisation",
    "named": "named",
    "nominatif": "named",
    "personal": "personal",
    "personnel": "personal",
}
LANGUAGES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("fr", "francais", "french", "fra", "fre"), "fr"),
    **dict.fromkeys(("en", "anglais", "english", "eng"), "en"),
    **dict.fromkeys(("es", "espagnol", "spanish", "espanol", "castellano"), "es"),
    **dict.fromkeys(("de", "allemand", "german", "deutsch"), "de"),
    **dict.fromkeys(("it", "italien", "italian", "italiano"), "it"),
    **dict.fromkeys(("pt", "portugais", "portuguese"), "pt"),
    **dict.fromkeys(("nl", "neerlandais", "dutch", "nederlands"), "nl"),
}
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "status": STATUSES,
    "kind": KINDS,
    "language": LANGUAGES,
}


def choice_of(role: str, value: str) -> str | None:
    """Return what a cell chooses for `role`, or None when its word is not known."""
    known = CHOICES[role]
    word = re.sub(r"[^a-z0-9]+", " ", fold(value).text).strip()
    choice = known.get(word) or (known.get(word.split()[0]) if word else None)
    if choice is None and (word in set(known.values()) or (role, len(word)) == ("language", 2)):
        return word
    return choice
