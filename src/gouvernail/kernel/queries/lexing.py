"""Cut the text of a query into signs: words, operators, parentheses, fields."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from gouvernail.kernel.queries.nodes import MAX_CHARACTERS
from gouvernail.kernel.queries.problems import QueryError


class SignKind(StrEnum):
    """What a piece of a query is."""

    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    OPEN = "("
    CLOSE = ")"
    TERM = "term"
    PHRASE = "phrase"


class Sign(NamedTuple):
    """One piece. `start` and `end` are half-open offsets in the query.

    `before` is what stands right against a phrase (`=`, `#`, `from:`); `text` is the word, what
    stands between the quotation marks, or the distance after `NEAR/`.
    """

    kind: SignKind
    start: int
    end: int
    text: str = ""
    before: str = ""


_CLOSING: Final = {'"': '"', "“": "”", "«": "»", "„": "”"}
_SPACE: Final = re.compile(r"\s+")
_RUN: Final = re.compile(r'[^\s()"“”«»„]+')
_OPERATORS: Final = {kind.value: kind for kind in (SignKind.AND, SignKind.OR, SignKind.NOT)}
_NEAR: Final = re.compile(r"NEAR(?:/(.*))?", re.DOTALL)


def signs(query: str) -> list[Sign]:
    """Return the signs of a query, in order.

    Raises:
        QueryError: it is too long, or a quotation mark is never closed.
    """
    if len(query) > MAX_CHARACTERS:
        raise QueryError(
            "too_long", MAX_CHARACTERS, len(query), size=len(query), limit=MAX_CHARACTERS
        )
    return list(_signs(query))


def _signs(query: str) -> Iterator[Sign]:
    at = 0
    while at < len(query):
        if found := _SPACE.match(query, at):
            at = found.end()
            continue
        if query[at] in "()":
            yield Sign(SignKind(query[at]), at, at + 1)
            at += 1
            continue
        for sign in _word_or_phrase(query, at):
            yield sign
            at = sign.end


def _word_or_phrase(query: str, at: int) -> Iterator[Sign]:
    """Yield what begins at `at`: a minus that denies and what it denies, or one sign."""
    if query[at] == "-" and at + 1 < len(query) and not query[at + 1].isspace():
        yield Sign(SignKind.NOT, at, at + 1, "-")
        return
    found = _RUN.match(query, at)
    before = found[0] if found else ""
    stop = at + len(before)
    opens = query[stop : stop + 1] in _CLOSING and query[stop : stop + 1] != ""
    if opens and (not before or before[-1] in "=#@:"):
        yield _phrase(query, at, stop, before)
    elif before:
        yield _run(before, at)
    else:  # a closing mark that closes nothing
        raise QueryError("quote_open", at, at + 1)


def _phrase(query: str, at: int, opening: int, before: str) -> Sign:
    closing = query.find(_CLOSING[query[opening]], opening + 1)
    if closing < 0:
        raise QueryError("quote_open", opening, opening + 1)
    return Sign(SignKind.PHRASE, at, closing + 1, query[opening + 1 : closing], before)


def _run(text: str, at: int) -> Sign:
    end = at + len(text)
    if text in _OPERATORS:
        return Sign(_OPERATORS[text], at, end, text)
    if near := _NEAR.fullmatch(text):
        return Sign(SignKind.NEAR, at, end, near[1] or "")
    return Sign(SignKind.TERM, at, end, text)
