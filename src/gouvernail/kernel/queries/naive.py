"""Evaluate a query by walking its tree: slow, plain, and what every faster way must equal."""

from bisect import bisect_left
from collections.abc import Iterator

from gouvernail.kernel.queries.nodes import (
    And,
    Exact,
    Field,
    FieldName,
    Mark,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Words,
)
from gouvernail.kernel.queries.parsing import Query
from gouvernail.kernel.queries.prepared import Prepared, leads_to
from gouvernail.kernel.queries.terms import written

Place = tuple[int, int]
"""First and last word of a match, counted from 0."""


def holds(query: Query, post: Prepared) -> bool:
    """Return whether a post matches a query. O(terms x words of the post)."""
    return _holds(query.root, post)


def _holds(node: Node, post: Prepared) -> bool:
    match node:
        case Words() | Exact() | Near():
            return bool(places(node, post))
        case Field(name, value):
            return field_holds(name, value, post)
        case Not(part):
            return not _holds(part, post)
        case And(parts):
            return all(_holds(part, post) for part in parts)
        case Or(parts):
            return any(_holds(part, post) for part in parts)


def field_holds(name: FieldName, value: str, post: Prepared) -> bool:
    """Return whether a fact about the post is the one asked for."""
    match name:
        case FieldName.LANG:
            return post.document.lang == value
        case FieldName.FROM:
            return post.author == value
        case FieldName.NETWORK:
            return post.document.network == value
        case FieldName.HAS:
            return value in post.has
        case FieldName.URL:
            return any(leads_to(url, value) for url in post.urls)


def places(node: Node, post: Prepared) -> list[Place]:
    """Return where a positional node stands in the words of a post, in order of first word."""
    match node:
        case Words(patterns, mark):
            found = _runs(patterns, post)
            return found if mark is Mark.NONE else _marked(found, mark, post)
        case Exact(patterns, spelled):
            return [place for place in _runs(patterns, post) if _spells(place, spelled, post)]
        case Or(parts):
            return sorted({place for part in parts for place in places(part, post)})
        case Near(left, right, distance):
            return sorted(set(_near(places(left, post), places(right, post), distance)))
    return []


def _runs(patterns: tuple[Pattern, ...], post: Prepared) -> list[Place]:
    last = len(patterns) - 1
    return [
        (at, at + last)
        for at in range(len(post.row) - last)
        if all(_is(pattern, post.row[at + step]) for step, pattern in enumerate(patterns))
    ]


def _is(pattern: Pattern, word: str) -> bool:
    return word.startswith(pattern.text) if pattern.prefix else word == pattern.text


def _marked(found: list[Place], mark: Mark, post: Prepared) -> list[Place]:
    return [place for place in found if post.marks.get(place[0]) is mark]


def _spells(place: Place, spelled: tuple[str, ...], post: Prepared) -> bool:
    for step, wanted in enumerate(spelled):
        token = post.tokens[place[0] + step]
        span = post.folded.span(token.start, token.end)
        if written(post.document.text, span) != wanted:
            return False
    return True


def _near(left: list[Place], right: list[Place], distance: int) -> Iterator[Place]:
    """Yield the stretches from one to the other; those that overlap are not near but the same."""
    yield from _following(left, right, distance)
    yield from _following(right, left, distance)


def _following(left: list[Place], right: list[Place], distance: int) -> Iterator[Place]:
    for first, last in left:
        at = bisect_left(right, (last + 1, 0))
        while at < len(right) and right[at][0] - last <= distance:
            yield first, right[at][1]
            at += 1
