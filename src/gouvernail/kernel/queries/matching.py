"""Match a stream of posts against thousands of queries, in small batches.

A post costs what it calls up, not what there is: ten thousand queries cost little more than a
thousand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.queries.anchors import PREFIX_SIZE, Anchor, Frequencies, need
from gouvernail.kernel.queries.compiling import Test, compiled, plain_word
from gouvernail.kernel.queries.nodes import MIN_PREFIX, Node, Or
from gouvernail.kernel.queries.parsing import Query
from gouvernail.kernel.queries.prepared import Prepared

COSTLY_SHARE: Final = 0.05
"""A query evaluated on more than this share of posts is worth telling its author."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a query costs: the words it is found by, and the share of posts it is evaluated on.

    `anchors` is empty when every post is evaluated.
    """

    anchors: tuple[str, ...]
    share: float

    @property
    def is_high(self) -> bool:
        """Whether its author should be told."""
        return self.share > COSTLY_SHARE


def cost(query: Query, frequencies: Frequencies) -> Cost:
    """Return what a query costs among posts such as those counted so far."""
    found = need(query.root, frequencies)
    return Cost(tuple(sorted(_shown(anchor) for anchor in found.anchors)), found.share)


def _shown(anchor: Anchor) -> str:
    return {"prefix": f"{anchor.text}*", "word": anchor.text}.get(
        anchor.kind, f"{anchor.kind}:{anchor.text}"
    )


class Matcher:
    """A set of queries, compiled; immutable. Built in about 50 microseconds a query.

    The alternatives of a query (`a OR b`) are listed one by one, each under its own anchors: a
    post evaluates the one it calls up, and a plain word needs no evaluation at all.
    """

    def __init__(self, queries: Mapping[str, Query], frequencies: Frequencies) -> None:
        """Compile queries by key; `frequencies` only makes it faster."""
        self.keys: tuple[str, ...] = tuple(queries)
        self._tests: list[Test] = []
        self._query_of: list[int] = []
        self._sure: dict[str, list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_prefix: dict[str, list[int]] = {}
        self._by_author: dict[str, list[int]] = {}
        self._by_host: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, query in enumerate(queries.values()):
            root = query.root
            for part in root.parts if isinstance(root, Or) else (root,):
                self._list(number, part, frequencies)
        self._words = frozenset(self._sure) | frozenset(self._by_word)
        sizes = {len(prefix) for prefix in self._by_prefix}
        self._prefix_sizes = tuple(
            size for size in range(MIN_PREFIX, PREFIX_SIZE + 1) if size in sizes
        )

    def _list(self, number: int, part: Node, frequencies: Frequencies) -> None:
        if (word := plain_word(part)) is not None:
            self._sure.setdefault(word, []).append(number)
            return
        place = len(self._tests)
        self._tests.append(compiled(part))
        self._query_of.append(number)
        anchors = need(part, frequencies).anchors
        tables = {
            "word": self._by_word,
            "prefix": self._by_prefix,
            "from": self._by_author,
            "url": self._by_host,
        }
        for anchor in anchors:
            tables[anchor.kind].setdefault(anchor.text, []).append(place)
        if not anchors:
            self._always.append(place)

    def match(self, posts: Sequence[Prepared]) -> list[tuple[str, ...]]:
        """Return the keys of the queries each post matches, in the order they were given."""
        return [tuple(self.keys[number] for number in self.numbers(post)) for post in posts]

    def numbers(self, post: Prepared) -> list[int]:
        """Return the queries that a post matches, by their place in `keys`, in order."""
        found: set[int] = set()
        called: set[int] = set(self._always)
        for word in post.words & self._words:
            if word in self._sure:
                found.update(self._sure[word])
            if word in self._by_word:
                called.update(self._by_word[word])
        for size in self._prefix_sizes:
            beginnings = {word[:size] for word in post.words}
            for beginning in beginnings & self._by_prefix.keys():
                called.update(self._by_prefix[beginning])
        if self._by_author and post.document.author:
            called.update(self._by_author.get(post.author, ()))
        if self._by_host and post.document.urls:
            called.update(self._linked(post))
        tests, query_of = self._tests, self._query_of
        found.update([query_of[place] for place in called if tests[place](post)])
        return sorted(found)

    def _linked(self, post: Prepared) -> Iterable[int]:
        for url in post.urls:
            host = url.partition("/")[0]
            while host:
                yield from self._by_host.get(host, ())
                host = host.partition(".")[2]
