"""What a match cannot do without: the few keys by which a query is found at all.

Each query is listed under its anchors; a post evaluates only the queries that its own words,
author and links call up. Among all the words that would do, the rarest are taken, by what was
really seen of late.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from gouvernail.kernel.queries.nodes import (
    And,
    Exact,
    Field,
    FieldName,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Words,
)
from gouvernail.kernel.queries.prepared import Prepared

PREFIX_SIZE: Final = 5
"""Prefixes are listed by this many of their first characters, or fewer where they are shorter."""
_UNSEEN: Final = 0.5  # of one post: a word never seen is rarer than one seen once


class Anchor(NamedTuple):
    """One key: a `word`, the beginning of one (`prefix`), a `from` or a `url`, and its text."""

    kind: str
    text: str


class Frequencies:
    """In how many posts each word was seen; what makes a word rare or common.

    `posts` and `counts` are all there is to keep; see `observe`.
    """

    def __init__(self, posts: int = 0, counts: Mapping[str, int] | None = None) -> None:
        self.posts = posts
        self.counts: Counter[str] = Counter(counts or {})

    def observe(self, posts: Iterable[Prepared]) -> None:
        """Count the words of more posts."""
        for post in posts:
            self.posts += 1
            self.counts.update(post.words)
        self.__dict__.pop("_sorted", None)

    def fade(self, *, keep: int) -> None:
        """Halve every count and keep the `keep` most common words: what was seen last weighs more.

        Call it now and then, for instance every 100,000 posts.
        """
        self.posts //= 2
        halved = {word: count // 2 for word, count in self.counts.most_common(keep)}
        self.counts = Counter({word: count for word, count in halved.items() if count})
        self.__dict__.pop("_sorted", None)

    def share(self, pattern: Pattern) -> float:
        """Return the share of posts, 0 to 1, that hold a word or a word that begins so."""
        count = self._begins(pattern.text) if pattern.prefix else self.counts[pattern.text]
        return min(1.0, max(count, _UNSEEN) / max(self.posts, 1))

    def _begins(self, prefix: str) -> int:
        at, count = bisect_left(self._sorted, prefix), 0
        while at < len(self._sorted) and self._sorted[at].startswith(prefix):
            count += self.counts[self._sorted[at]]
            at += 1
        return count

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.counts)


class Need(NamedTuple):
    """Keys of which a match holds at least one, and the share of posts that hold one."""

    share: float
    brevity: int  # of two that look as rare, the longer word is
    anchors: frozenset[Anchor]


_ALWAYS: Final = Need(1.0, 0, frozenset())


def need(node: Node, frequencies: Frequencies) -> Need:  # noqa: PLR0911 -- one answer for each kind of node
    """Return the rarest keys a match must hold; no anchor when any post might match."""
    match node:
        case Words(patterns) | Exact(patterns):
            return min(_word(pattern, frequencies) for pattern in patterns)
        case Field(FieldName.FROM | FieldName.URL as name, value):
            kept = value if name is FieldName.FROM else value.partition("/")[0]
            share = _UNSEEN / max(frequencies.posts, 1)
            return Need(share, -len(kept), frozenset({Anchor(name, kept)}))
        case Near(left, right):
            return min(need(left, frequencies), need(right, frequencies), key=_rank)
        case And(parts):
            return min((need(part, frequencies) for part in parts), key=_rank)
        case Or(parts):
            return _either([need(part, frequencies) for part in parts])
        case Not() | Field():
            return _ALWAYS


def _word(pattern: Pattern, frequencies: Frequencies) -> Need:
    kind, kept = (
        ("prefix", pattern.text[:PREFIX_SIZE]) if pattern.prefix else ("word", pattern.text)
    )
    share = frequencies.share(Pattern(kept, prefix=pattern.prefix))
    return Need(share, -len(pattern.text), frozenset({Anchor(kind, kept)}))


def _either(needs: list[Need]) -> Need:
    if not all(each.anchors for each in needs):
        return _ALWAYS
    return Need(
        min(1.0, sum(each.share for each in needs)),
        max(each.brevity for each in needs),
        frozenset().union(*(each.anchors for each in needs)),
    )


def _rank(found: Need) -> tuple[bool, float, int]:
    return not found.anchors, found.share, found.brevity
