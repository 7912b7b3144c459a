"""Numbers, addresses and keys that should not be published, with their checksums verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import re2

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.checks.identifiers.contacts import CONTACTS
from gouvernail.kernel.rules.checks.identifiers.detectors import Found
from gouvernail.kernel.rules.checks.identifiers.numbers import NUMBERS
from gouvernail.kernel.rules.checks.identifiers.secrets import SECRETS
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.matching import readable
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import TEXTS, Keys, choice, each

KIND: Final = "identifiers"
SAYS: Final = frozenset({"kind"})
SHAPES: Final = (*SECRETS, *NUMBERS, *CONTACTS)
"""In order of precedence: what one shape has taken, the next ones leave."""

NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "card": {"fr": "numéro de carte de paiement", "en": "payment card number"},
    "iban": {"fr": "numéro de compte (IBAN)", "en": "bank account number (IBAN)"},
    "nir": {"fr": "numéro de sécurité sociale (NIR)", "en": "French social security number"},
    "siren": {"fr": "numéro SIREN", "en": "French company number (SIREN)"},
    "siret": {"fr": "numéro SIRET", "en": "French establishment number (SIRET)"},
    "nas": {"fr": "numéro d’assurance sociale (NAS)", "en": "social insurance number (SIN)"},
    "neq": {"fr": "numéro d’entreprise du Québec", "en": "Québec enterprise number"},
    "ramq": {"fr": "numéro d’assurance maladie (RAMQ)", "en": "Québec health number (RAMQ)"},
    "ssn": {"fr": "numéro de sécurité sociale des États-Unis", "en": "social security number"},
    "phone": {"fr": "numéro de téléphone", "en": "telephone number"},
    "email": {"fr": "adresse électronique", "en": "e-mail address"},
    "ip": {"fr": "adresse IP", "en": "IP address"},
    "secret": {"fr": "clé ou mot de passe", "en": "key or password"},
}
_MEMORY_BYTES: Final = 64_000_000

KEYS: Final[Keys] = {"kinds": each(choice(*NAMES)), "allow": TEXTS}
REQUIRED: Final = ("kinds",)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Identifiers of these kinds, but those the organisation publishes itself.

    `allow` holds values in lower case without spaces, and domains as `@example.org`.
    """

    kinds: frozenset[str]
    allow: frozenset[str]
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: identifiers have their own search."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may hold one."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the identifiers, in the order of the text. Values never quote them."""
        text = scan.text.post.text
        found = [each for each in scan.text.once(find_identifiers) if self._counts(text, each)]
        return [Hit(Span(each.start, each.end), _values(each)) for each in found[:SPANS_PER_CHECK]]

    def _counts(self, text: str, found: Found) -> bool:
        if found.kind not in self.kinds:
            return False
        value = "".join(text[found.start : found.end].lower().split())
        return value not in self.allow and value[value.find("@") :] not in self.allow


def _values(found: Found) -> Mapping[str, str]:
    return {f"kind@{lang}": name for lang, name in NAMES[found.kind].items()}


def find_identifiers(text: str) -> tuple[Found, ...]:
    """Return the identifiers in `text`, sorted, never overlapping. Linear in the text."""
    text = readable(text)
    found: list[Found] = []
    numbers = sorted(_seen().Match(text) or ())
    taken = bytearray(len(text)) if numbers else bytearray()
    for number in numbers:
        for one in SHAPES[number].find(text):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = b"\x01" * (one.end - one.start)
                found.append(one)
    return tuple(sorted(found))


@cache
def _seen() -> "re2.Set":
    """Return what tells, in one pass, which shapes are in a text."""
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.log_errors = False
    shapes = re2.Set.SearchSet(options)
    for shape in SHAPES:
        shapes.Add(shape.pattern if shape.sensitive else f"(?i:{shape.pattern})")
    shapes.Compile()
    return shapes


def read(fields: Fields) -> Identifiers:
    """Read `kinds` and `allow`."""
    kinds = []
    for node in fields.nodes("kinds", required=True):
        kind = fields.text_of(node, "kinds")
        if kind and kind not in NAMES:
            fields.fault(node, "expected_choice", value=kind, key="kinds", choices=", ".join(NAMES))
        kinds.append(kind)
    allow = frozenset("".join(each.lower().split()) for each in fields.texts("allow"))
    return Identifiers(kinds=frozenset(kinds), allow=allow)
