"""Words the house writes otherwise: names, spellings, plain words for jargon."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.check import Hit, Scan
from gouvernail.kernel.rules.checks.terms import Terms, literal
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.shapes import FLAG, TEXT, Keys
from gouvernail.kernel.rules.spelling import respelled
from gouvernail.kernel.text import fold

KIND: Final = "substitution"
SAYS: Final = frozenset({"quote", "better"})

KEYS: Final[Keys] = {
    "swap": {"type": "object", "additionalProperties": TEXT, "minProperties": 1},
    "exact": FLAG,
    "lookalikes": FLAG,
}
REQUIRED: Final = ("swap",)


@dataclass(frozen=True, slots=True, eq=False)
class Substitution:
    """Terms to replace, each with what to write; `better` is keyed by the folded term.

    A term that stands inside what should be written is already right: where `e-mail` gives way to
    `adresse e-mail`, `adresse e-mail` is let be. Where only case or accents differ (`SNCF Réseau`),
    every other way of writing it is a place to rewrite.
    """

    terms: Terms
    better: Mapping[str, str]
    kind: str = KIND

    def leaves(self) -> tuple[Terms, ...]:
        """Return the terms."""
        return (self.terms,)

    def anchors(self) -> tuple[Terms, ...]:
        """Return the terms: none, no hit."""
        return (self.terms,)

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the places to rewrite, with what to write there."""
        text = scan.text.post.text
        hits = []
        for hit in self.terms.hits(scan):
            better = self.better_for(hit.values["quote"])
            if hit.span is None or better is None:
                continue
            around = text[max(0, hit.span.start - len(better)) : hit.span.end + len(better)]
            if not self._is_right(hit.values["quote"], better, around):
                hits.append(hit._replace(values={**hit.values, "better": better}))
        return hits

    def better_for(self, quote: str) -> str | None:
        """Return what to write instead of a place found, look-alike letters read as they look."""
        plain = quote.lstrip("#@")
        return self.better.get(fold(plain).text) or self.better.get(
            fold(respelled(plain) or "").text
        )

    def _is_right(self, quote: str, better: str, around: str) -> bool:
        if fold(quote).text == fold(better).text:
            return unicodedata.normalize("NFC", quote) == unicodedata.normalize("NFC", better)
        right = fold(better).text
        return fold(quote).text in right and right in fold(around).text


def read(fields: Fields) -> Substitution:
    """Read `swap` (a term, what to write instead), `exact` and `lookalikes`."""
    exact = fields.flag("exact")
    lookalikes = fields.flag("lookalikes", default=not exact)
    better: dict[str, str] = {}
    literals: dict[str, str] = {}
    swap = fields.child("swap", required=True)
    for term in swap.written() if swap is not None else ():
        assert swap is not None  # noqa: S101 -- none is written otherwise
        better[fold(term).text] = swap.text(term, required=True)
        node = swap.get(term)
        literals.update(literal(swap, node, term) if node is not None else {})
    if swap is not None and not swap.written():
        fields.fault(swap.node, "nothing_to_find", choices="swap")
    slot = fields.reading.next_slot()
    terms = Terms(slot=slot, literals=literals, exact=exact, lookalikes=lookalikes)
    return Substitution(terms=terms, better=better)
