"""Whole words and phrases, whatever their case, accents, width or look-alike letters."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.nodes import Node

from gouvernail.kernel.rules.check import Hit, Scan
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import FLAG, TEXTS, Keys
from gouvernail.kernel.text import fold, spaced

KIND: Final = "terms"
SAYS: Final = frozenset({"quote"})
WORD_LIMIT: Final = 12

KEYS: Final[Keys] = {"any": TEXTS, "lists": TEXTS, "exact": FLAG, "lookalikes": FLAG}


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Any of these terms, as whole words of the folded text.

    `literals` maps the spaced form of each term to the term as written. With `exact`, case and
    accents count: the place found must read as one of `written`, several of which may fold alike.
    """

    slot: int
    literals: Mapping[str, str]
    exact: bool
    lookalikes: bool
    written: frozenset[str] = frozenset()
    kind: str = KIND

    def leaves(self) -> tuple["Terms", ...]:
        """Return itself."""
        return (self,)

    def anchors(self) -> tuple["Terms", ...]:
        """Return itself: no term, no hit."""
        return (self,)

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the places, the longest term where several begin or overlap."""
        spans = _longest(
            {
                view.span_of_words(first, last, size)
                for view, first, last, size in scan.words.get(self.slot, ())
                if self.lookalikes or view is scan.text
            }
        )
        text = scan.text.post.text
        return [
            Hit(span, {"quote": text[span.start : span.end]})
            for span in spans[:SPANS_PER_CHECK]
            if not self.exact or self._reads_exactly(text[span.start : span.end])
        ]

    def _reads_exactly(self, quote: str) -> bool:
        written = self.written or self.literals.values()
        return unicodedata.normalize("NFC", quote) in written


def _longest(spans: set[Span]) -> list[Span]:
    """Return the spans that lie inside no other, in the order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def read(fields: Fields) -> Terms:
    """Read `any`, `lists`, `exact` and `lookalikes`."""
    exact = fields.flag("exact")
    lookalikes = fields.flag("lookalikes", default=not exact)
    literals: dict[str, str] = {}
    written: set[str] = set()
    for node in fields.nodes("any"):
        term = fields.text_of(node, "any")
        found = literal(fields, node, term) if term else {}
        literals.update(found)
        written.update(found.values())
    for node in fields.nodes("lists"):
        for term in listed(fields, node, fields.text_of(node, "lists")):
            found = literal(fields, node, term)
            literals.update(found)
            written.update(found.values())
    if not literals and not (fields.has("any") or fields.has("lists")):
        fields.fault(None, "nothing_to_find", choices="any, lists")
    slot = fields.reading.next_slot()
    return Terms(
        slot=slot,
        literals=literals,
        exact=exact,
        lookalikes=lookalikes,
        written=frozenset(written) if exact else frozenset(),
    )


def listed(fields: Fields, node: Node, name: str) -> tuple[str, ...]:
    """Return the entries of a named list; none, with a fault at `node`, if unknown."""
    known = fields.reading.lists
    if name and name not in known:
        fields.fault(node, "unknown_list", value=name, choices=", ".join(known) or "-")
    return known.get(name, ())


def entries(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the entries under a key: written there, or those of a list named `list:<name>`."""
    found: list[str] = []
    for node in fields.nodes(key):
        value = fields.text_of(node, key)
        if value.startswith("list:"):
            found += listed(fields, node, value.removeprefix("list:").strip())
        elif value:
            found.append(value)
    return tuple(found)


def literal(fields: Fields, node: Node, term: str) -> dict[str, str]:
    """Return a term under its spaced form; none, with a fault at `node`, if it cannot be found."""
    form = spaced(fold(term))
    size = form.count(" ") - 1
    if size < 1:
        fields.fault(node, "term_without_word", value=term)
    elif size > WORD_LIMIT:
        fields.fault(node, "term_too_long", value=term, size=size, limit=WORD_LIMIT)
    else:
        return {form: unicodedata.normalize("NFC", term)}
    return {}
