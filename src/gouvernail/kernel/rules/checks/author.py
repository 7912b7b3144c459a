"""Who may write this: the licence they passed, the seat they hold, the charter they signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.post import Author
from gouvernail.kernel.rules.shapes import TEXTS, Keys, choice
from gouvernail.kernel.rules.wording import Worded, worded

KIND: Final = "author"
SAYS: Final = frozenset({"fault", "asked", "state"})
RAISES: Final = "raises"
PASSES: Final = "passes"

KEYS: Final[Keys] = {
    "licences": TEXTS,
    "seats": TEXTS,
    "signed": TEXTS,
    "unknown": choice(RAISES, PASSES),
}

FAULTS: Final[Mapping[str, Worded]] = MappingProxyType(
    {
        "unknown": ("auteur inconnu", "author unknown"),
        "licence": ("il faut une licence : {asked}", "a licence is needed: {asked}"),
        "seat": ("il faut une fonction : {asked}", "a seat is needed: {asked}"),
        "signed": (
            "signature de la charte : {state}",
            "signature of the charter: {state}",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorCheck:
    """The author must hold one of the licences, one of the seats, and have signed as asked.

    An author whom nobody named has none of them, and raises unless `unknown` lets it pass.
    """

    licences: tuple[str, ...]
    seats: tuple[str, ...]
    signed: tuple[str, ...]
    lenient: bool
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: an author is not text."""
        return ()

    def anchors(self) -> None:
        """Return None: every post has an author."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit for each thing the author lacks; no place in the text."""
        author = scan.text.context.author
        if author is None:
            return [] if self.lenient else [Hit(None, worded("fault", FAULTS["unknown"]))]
        return [
            Hit(None, {**values, **worded("fault", FAULTS[code], **values)})
            for code, values in self._lacks(author)
        ]

    def _lacks(self, author: Author) -> Iterator[tuple[str, dict[str, str]]]:
        if self.licences and set(self.licences).isdisjoint(author.licences):
            yield "licence", {"asked": ", ".join(self.licences)}
        if self.seats and set(self.seats).isdisjoint(author.seats):
            yield "seat", {"asked": ", ".join(self.seats)}
        known = bool(author.signed) or not self.lenient
        if self.signed and known and author.signed not in self.signed:
            yield "signed", {"state": author.signed or "?"}


def read(fields: Fields) -> AuthorCheck:
    """Read `licences`, `seats`, `signed` (each: one is enough) and `unknown`."""
    check = AuthorCheck(
        licences=fields.texts("licences"),
        seats=fields.texts("seats"),
        signed=fields.texts("signed"),
        lenient=fields.choice("unknown", (RAISES, PASSES), RAISES) == PASSES,
    )
    if not (check.licences or check.seats or check.signed):
        fields.fault(None, "nothing_to_find", choices="licences, seats, signed")
    return check
