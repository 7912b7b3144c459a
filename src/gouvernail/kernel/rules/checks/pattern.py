"""Patterns in RE2 syntax, on the folded text or on the original; linear time always."""

import re
from dataclasses import dataclass
from typing import Final

import re2
from ruamel.yaml.nodes import Node

from gouvernail.kernel.rules.check import Hit, Scan
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.matching import compile_pattern, readable
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import FLAG, TEXTS, Keys, choice
from gouvernail.kernel.text import fold

KIND: Final = "pattern"
SAYS: Final = frozenset({"quote"})
PATTERN_LIMIT: Final = 1000
FOLDED: Final = "folded"
ORIGINAL: Final = "original"
_BACKTRACKING: Final = re.compile(r"invalid perl operator|invalid escape sequence: \\[1-9]")

KEYS: Final[Keys] = {"on": choice(FOLDED, ORIGINAL), "sensitive": FLAG, "any": TEXTS}
REQUIRED: Final = ("any",)


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One pattern. `on` says which text it reads; `expression` is what is compiled."""

    slot: int
    expression: str
    on: str
    sensitive: bool
    kind: str = KIND

    def leaves(self) -> tuple["Pattern", ...]:
        """Return itself."""
        return (self,)

    def anchors(self) -> tuple["Pattern", ...]:
        """Return itself: no candidate, no hit."""
        return (self,)

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the matches RE2 confirms, leftmost first, not overlapping."""
        if self.slot not in scan.patterns:
            return []
        prepared, found = scan.text, []
        text = prepared.folded.text if self.on == FOLDED else prepared.post.text
        pattern = compile_pattern(self.expression, sensitive=self.sensitive)
        for match in pattern.finditer(readable(text)):
            if match.start() == match.end():
                continue
            span = Span(*match.span())
            span = prepared.span(*span) if self.on == FOLDED else span
            found.append(Hit(span, {"quote": prepared.post.text[span.start : span.end]}))
            if len(found) == SPANS_PER_CHECK:
                break
        return found


def read(fields: Fields) -> Pattern:
    """Read `any` (one pattern or several, joined), `on` and `sensitive`."""
    on = fields.choice("on", (FOLDED, ORIGINAL), FOLDED)
    sensitive = fields.flag("sensitive") and on == ORIGINAL
    parts = []
    for node in fields.nodes("any", required=True):
        part = fields.text_of(node, "any", limit=PATTERN_LIMIT)
        part = folded_pattern(part) if on == FOLDED else part
        if part and _is_sound(fields, node, part):
            parts.append(f"(?:{part})" if len(fields.nodes("any")) > 1 else part)
    slot = fields.reading.next_slot()
    return Pattern(slot=slot, expression="|".join(parts), on=on, sensitive=sensitive)


def folded_pattern(pattern: str) -> str:
    """Return a pattern whose letters with accents, quotes and dashes are those of folded text."""
    return "".join(char if char.isascii() else _folded_char(char) for char in pattern)


def _folded_char(char: str) -> str:
    folded = fold(char).text
    return "".join(f"\\{each}" if each in "\"'-/ " else each for each in folded)


def _is_sound(fields: Fields, node: Node, pattern: str) -> bool:
    try:
        compiled = compile_pattern(pattern)
    except re2.error as error:
        detail = error.args[0] if error.args else ""
        detail = detail.decode("utf-8", "replace") if isinstance(detail, bytes) else str(detail)
        code = "not_linear" if _BACKTRACKING.match(detail) else "bad_pattern"
        fields.fault(node, code, detail=detail)
        return False
    if compiled.fullmatch("") is not None:
        fields.fault(node, "matches_nothing")
        return False
    return True
