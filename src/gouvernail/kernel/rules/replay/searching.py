"""Which posts of a segment a rule may raise: all its texts searched at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final

from gouvernail.kernel.rules.checks.pattern import FOLDED, ORIGINAL, Pattern
from gouvernail.kernel.rules.checks.terms import Terms
from gouvernail.kernel.rules.matching import (
    ENGINE,
    Scanner,
    WordTable,
    compile_pattern,
    encode,
)
from gouvernail.kernel.rules.pack import Rule
from gouvernail.kernel.rules.replay.delta import Delta
from gouvernail.kernel.rules.segments import Segment, post_at

Expression = tuple[str, bool]
Thing = tuple[str, str, bool]
"""What may be looked for: a spaced term or an expression, where, and whether case counts."""

TERM: Final = "term"
_ALONE: Final = re.compile(r"\\[AzZBCQ]|\(\?[a-zA-Z]*-")
"""What does not mean the same in the middle of a longer text: such a pattern is searched apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to look for: spaced terms, patterns by the text they read, or every post."""

    literals: frozenset[str] = frozenset()
    folded: frozenset[Expression] = frozenset()
    original: frozenset[Expression] = frozenset()
    every: bool = False

    @classmethod
    def by(cls, changes: Iterable[Delta]) -> "Wanted":
        """Return what finds every post on which one of these rules may have changed its answer."""
        found = _Gathered()
        for delta in changes:
            if delta.literals is not None:
                found.literals |= delta.literals
            else:
                for rule in (delta.before, delta.after):
                    found.take(rule)
        return cls(
            literals=frozenset(found.literals),
            folded=frozenset(found.folded),
            original=frozenset(found.original),
            every=found.every,
        )

    def __or__(self, other: "Wanted") -> "Wanted":
        return Wanted(
            literals=self.literals | other.literals,
            folded=self.folded | other.folded,
            original=self.original | other.original,
            every=self.every or other.every,
        )

    def __bool__(self) -> bool:
        return bool(self.every or self.literals or self.folded or self.original)

    @property
    def only_literals(self) -> bool:
        """Whether an index of words is enough."""
        return not (self.every or self.folded or self.original)


@dataclass(slots=True)
class _Gathered:
    literals: set[str] = field(default_factory=set)
    folded: set[Expression] = field(default_factory=set)
    original: set[Expression] = field(default_factory=set)
    every: bool = False

    def take(self, rule: Rule | None) -> None:
        """Note the leaves without which a rule raises nothing."""
        anchors = rule.check.anchors() if rule is not None else ()
        if anchors is None:
            self.every = True
        for leaf in anchors or ():
            if isinstance(leaf, Terms):
                self.literals |= leaf.literals.keys()
            elif isinstance(leaf, Pattern):
                chosen = self.folded if leaf.on == FOLDED else self.original
                chosen.add((leaf.expression, leaf.sensitive))
            else:
                self.every = True


def thing_of(leaf: Terms | Pattern, literal: str = "") -> Thing:
    """Return a pattern, or one term of several, as what is looked for."""
    if isinstance(leaf, Terms):
        return (TERM, literal, False)
    return (leaf.on, leaf.expression, leaf.sensitive)


class Search:
    """Finds, in a segment, the posts that may matter; never leaves one out.

    With Hyperscan, each of the joined texts is read once; without it, each post is read by itself.
    `things` number what is looked for.
    """

    def __init__(self, wanted: Wanted, *, engine: ModuleType | None = ENGINE) -> None:
        self.wanted = wanted
        literals = sorted(wanted.literals)
        folded, original = sorted(wanted.folded), sorted(wanted.original)
        things = (
            *((TERM, each, False) for each in literals),
            *((FOLDED, *each) for each in folded),
            *((ORIGINAL, *each) for each in original),
        )
        self.things: Mapping[Thing, int] = {each: number for number, each in enumerate(things)}
        self._words = WordTable(literals) if literals and engine is None else None
        self._terms = _terms(literals, engine) if literals and engine is not None else None
        self._folded = _Joined(folded, engine, first=len(literals))
        self._original = _Joined(original, engine, first=len(literals) + len(folded))

    def numbers(self, segment: Segment) -> Sequence[int]:
        """Return the numbers of the posts worth judging, in order."""
        return range(segment.count) if self.wanted.every else sorted(self.seen(segment))

    def seen(self, segment: Segment) -> dict[int, set[int]]:
        """Return, by post, the numbers of the things that are in it.

        A term is certain; a pattern is to be confirmed. Posts with nothing are left out.
        """
        found: dict[int, set[int]] = {}
        starts = segment.starts
        if self._terms is not None:
            for thing, end in self._terms.scan(segment.spaced):
                _note(found, post_at(starts.spaced, end), thing)
        if self._words is not None:
            for number, text in enumerate(_texts(segment.spaced, starts.spaced)):
                for hit in self._words.find(text):
                    _note(found, number, hit.literal)
        if self._folded:
            self._folded.note(segment.folded, starts.folded, found)
        if self._original:
            self._original.note(segment.original, starts.original, found)
        return found


def _note(found: dict[int, set[int]], post: int, thing: int) -> None:
    held = found.get(post)
    if held is None:
        found[post] = {thing}
    else:
        held.add(thing)


def _terms(literals: Sequence[str], engine: ModuleType) -> Scanner:
    scanner = Scanner(engine)
    scanner.compile([encode(each) for each in literals], [0] * len(literals), literal=True)
    return scanner


class _Joined:
    """Patterns searched in joined texts: in one pass where that is the same, else text by text."""

    def __init__(
        self, patterns: Sequence[Expression], engine: ModuleType | None, *, first: int
    ) -> None:
        numbered = list(enumerate(patterns, first))
        self._scanner: Scanner | None = None
        self._together: list[int] = []
        if engine is not None:
            joined = [each for each in numbered if not _ALONE.search(each[1][0])]
            self._scanner, self._together = _accepted(joined, engine)
        apart = set(self._together)
        self._apart = [
            (thing, compile_pattern(each, sensitive=how))
            for thing, (each, how) in numbered
            if thing not in apart
        ]

    def __bool__(self) -> bool:
        return bool(self._together or self._apart)

    def note(self, data: memoryview, starts: Sequence[int], found: dict[int, set[int]]) -> None:
        """Add to `found`, by post, the numbers of the patterns that may match it."""
        if self._scanner is not None:
            together = self._together
            for at, end in self._scanner.scan(data):
                _note(found, post_at(starts, end), together[at])
        for number, text in enumerate(_texts(data, starts)) if self._apart else ():
            for thing, pattern in self._apart:
                if pattern.search(text) is not None:
                    _note(found, number, thing)


def _accepted(
    numbered: Sequence[tuple[int, Expression]],
    engine: Any,  # noqa: ANN401 -- no types
) -> tuple[Scanner | None, list[int]]:
    """Return a search for the patterns that the engine takes, and their numbers in order."""
    kept = list(numbered)
    scanner = _try([each for _thing, each in kept], engine)
    if scanner is None:
        kept = [one for one in numbered if _try([one[1]], engine) is not None]
        scanner = _try([each for _thing, each in kept], engine)
    return scanner, [thing for thing, _each in kept] if scanner is not None else []


def _try(patterns: Sequence[Expression], engine: Any) -> Scanner | None:  # noqa: ANN401 -- no types
    if not patterns:
        return None
    try:
        return _compiled(patterns, engine)
    except engine.HyperscanError:
        return None


def _compiled(patterns: Sequence[Expression], engine: Any) -> Scanner:  # noqa: ANN401 -- no types
    """Return a search that tells every place where a match ends: one a post is not enough.

    `^` and `$` stand at every line, so that they also stand where posts begin and end.
    """
    common = engine.HS_FLAG_UTF8 | engine.HS_FLAG_MULTILINE
    flags = [
        common | (0 if sensitive else engine.HS_FLAG_CASELESS) for _each, sensitive in patterns
    ]
    scanner = Scanner(engine)
    scanner.compile([encode(each) for each, _sensitive in patterns], flags, literal=False)
    return scanner


def _texts(data: memoryview, starts: Sequence[int]) -> Iterable[str]:
    """Return the joined texts one by one, without the newline that ends each."""
    for number in range(len(starts) - 1):
        yield bytes(data[starts[number] : starts[number + 1] - 1]).decode()
