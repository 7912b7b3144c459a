"""From the text of a query to its tree.

query  = or
or     = and  { "OR" and }
and    = not  { ["AND"] not }          words side by side are all wanted
not    = ("NOT" | "-") not | near
near   = item { "NEAR/n" item }
item   = "(" or ")" | term | phrase | field
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.queries.lexing import Sign, SignKind, signs
from gouvernail.kernel.queries.nodes import (
    MAX_DEPTH,
    MAX_DISTANCE,
    MAX_NEAR,
    MAX_TERMS,
    Field,
    FieldName,
    Near,
    Node,
    Not,
    all_of,
    any_of,
    is_positional,
    is_positive,
    leaves,
)
from gouvernail.kernel.queries.problems import QueryError
from gouvernail.kernel.queries.terms import read_term

_BINARY: Final = (SignKind.AND, SignKind.OR, SignKind.NEAR)
_STARTS: Final = (SignKind.TERM, SignKind.PHRASE, SignKind.OPEN, SignKind.NOT)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read: its tree, and its text as it was written."""

    root: Node
    text: str

    @property
    def languages(self) -> frozenset[str]:
        """The codes that `lang:` names anywhere in it."""
        return frozenset(
            leaf.value
            for leaf in leaves(self.root)
            if isinstance(leaf, Field) and leaf.name is FieldName.LANG
        )


def parse(text: str) -> Query:
    """Read a query. O(length).

    Raises:
        QueryError: where it cannot be read, and what was expected there.
    """
    found = signs(text)
    if not found:
        raise QueryError("empty", 0, len(text))
    return Query(_Reader(text, found).read(), text)


class _Reader:
    """Reads signs from left to right; each method stands for one line of the grammar."""

    def __init__(self, text: str, found: list[Sign]) -> None:
        self._text, self._signs = text, found
        self._at = self._depth = self._terms = 0

    def read(self) -> Node:
        node = self._or()
        if (sign := self._next()) is not None:
            raise QueryError("parenthesis_closed", sign.start, sign.end)
        if not is_positive(node):
            raise QueryError("only_negative", self._signs[0].start, self._signs[-1].end)
        return node

    def _next(self) -> Sign | None:
        return self._signs[self._at] if self._at < len(self._signs) else None

    def _take(self, *kinds: SignKind) -> Sign | None:
        sign = self._next()
        if sign is None or sign.kind not in kinds:
            return None
        self._at += 1
        return sign

    def _or(self) -> Node:
        first = self._at
        parts = [self._and()]
        while self._take(SignKind.OR):
            parts.append(self._and())
        if len(parts) > 1 and not all(is_positive(part) for part in parts):
            start, end = self._signs[first].start, self._signs[self._at - 1].end
            raise QueryError("only_negative", start, end)
        return any_of(tuple(parts))

    def _and(self) -> Node:
        parts = [self._not()]
        while True:
            following = self._next()
            if not self._take(SignKind.AND) and (
                following is None or following.kind not in _STARTS
            ):
                return all_of(tuple(parts))
            parts.append(self._not())

    def _not(self) -> Node:
        return self._nested(self._denied) if self._take(SignKind.NOT) else self._near()

    def _denied(self) -> Node:
        part = self._not()
        return part.part if isinstance(part, Not) else Not(part)

    def _near(self) -> Node:
        first, links = self._at, 0
        node = self._item()
        while sign := self._take(SignKind.NEAR):
            links += 1
            if links > MAX_NEAR:
                raise QueryError("too_deep", sign.start, sign.end)
            self._check_positional(node, self._signs[first : self._at - 1])
            second = self._at
            right = self._item()
            self._check_positional(right, self._signs[second : self._at])
            node = Near(node, right, _distance(sign))
        return node

    def _check_positional(self, node: Node, written: list[Sign]) -> None:
        if not is_positional(node):
            raise QueryError("near_operand", written[0].start, written[-1].end)

    def _item(self) -> Node:
        if sign := self._take(SignKind.TERM, SignKind.PHRASE):
            self._terms += 1
            if self._terms > MAX_TERMS:
                raise QueryError("too_many_terms", sign.start, sign.end)
            return read_term(sign)
        if opening := self._take(SignKind.OPEN):
            return self._nested(lambda: self._parenthesis(opening))
        raise self._missing()

    def _parenthesis(self, opening: Sign) -> Node:
        if closing := self._take(SignKind.CLOSE):
            raise QueryError("parentheses_empty", opening.start, closing.end)
        node = self._or()
        if self._take(SignKind.CLOSE) is None:
            raise QueryError("parenthesis_open", opening.start, opening.end)
        return node

    def _nested(self, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            sign = self._signs[self._at - 1]
            raise QueryError("too_deep", sign.start, sign.end)
        node = read()
        self._depth -= 1
        return node

    def _missing(self) -> QueryError:
        """Return the error of a place where a word should be and is not."""
        sign = self._next()
        before = self._signs[self._at - 1] if self._at else None
        if before is not None and before.kind in (*_BINARY, SignKind.NOT):
            operator = self._text[before.start : before.end]
            return QueryError("operand_after", before.start, before.end, operator=operator)
        if sign is not None and sign.kind in _BINARY:
            operator = self._text[sign.start : sign.end]
            return QueryError("operand_before", sign.start, sign.end, operator=operator)
        if sign is not None:
            return QueryError("parenthesis_closed", sign.start, sign.end)
        return QueryError("parenthesis_open", len(self._text) - 1, len(self._text))


def _distance(sign: Sign) -> int:
    if sign.text.isascii() and sign.text.isdigit() and 1 <= int(sign.text[:9]) <= MAX_DISTANCE:
        return int(sign.text)
    raise QueryError("near_distance", sign.start, sign.end)
