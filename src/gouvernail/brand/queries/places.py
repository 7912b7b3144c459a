"""The places to fill of a template: `{{date: Day of the visit}}`, `{{text?: A closing word}}`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gouvernail.kernel.text.lengths import DEFAULT_LIMITS, Count, count

KINDS: Final[dict[str, Promise]] = {
    "text": gettext_lazy("a few words"),
    "date": gettext_lazy("a date"),
    "place": gettext_lazy("a place"),
    "figure": gettext_lazy("a figure"),
    "link": pgettext_lazy("place to fill", "a link"),
    "person": gettext_lazy("a person"),
}
# As writers of French write them.
ALIASES: Final = {
    "texte": "text",
    "lieu": "place",
    "chiffre": "figure",
    "lien": "link",
    "personne": "person",
}
# A place ends on its line: an opening left alone must not swallow the rest of the text.
PLACE: Final = re.compile(r"\{\{[^\S\n]*(?:([^\W\d_]{1,12})(\?)?[^\S\n]*:)?([^{}\n]{1,80})\}\}")
SAMPLE_LINK: Final = "https://example.com/page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to fill: `kind` is a key of `KINDS`; `text` is how it stands in the template."""

    kind: str
    name: str
    optional: bool
    text: str

    @property
    def kind_label(self) -> str:
        """Return what is expected there, in the reader's language."""
        return str(KINDS[self.kind])


def places_in(text: str) -> list[Place]:
    """Return the places of a text in their order, each once. No query."""
    found: dict[str, Place] = {}
    for match in PLACE.finditer(text):
        word = (match[1] or "text").lower()
        kind = ALIASES.get(word, word)
        if kind in KINDS and (name := match[3].strip()):
            found[match[0]] = Place(kind=kind, name=name, optional=bool(match[2]), text=match[0])
    return list(found.values())


def faults_in(text: str) -> str:
    """Return why a text is no template, empty when it is one: braces that make no place."""
    rest = text
    for place in places_in(text):
        rest = rest.replace(place.text, "")
    if "{{" in rest or "}}" in rest:
        return _(
            "Write a place as {{date: Day of the visit}}, with one of these kinds: %(kinds)s."
        ) % {"kinds": ", ".join(KINDS)}
    return ""


def untouched(texts: Iterable[str]) -> list[str]:
    """Return the names of the places that still stand in some texts, each once. No query."""
    names = [place.name for text in texts for place in places_in(text)]
    return list(dict.fromkeys(names))


def fixed_count(network: str, text: str) -> Count | None:
    """Return the length of what is fixed in a template as a network counts it, links included.

    None for a network that publishes no limit, and for every network at once. No query.
    """
    if network not in DEFAULT_LIMITS:
        return None
    for place in places_in(text):
        text = text.replace(place.text, SAMPLE_LINK if place.kind == "link" else "")
    return count(network, text)
