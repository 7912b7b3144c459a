"""Which posts of a segment a rule may raise: all its texts searched at once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final

from gouvernail.kernel.rules.checks.pattern import FOLDED, Pattern
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


class Search:
    """Finds, in a segment, the posts that may matter; never leaves one out.

    With Hyperscan, each of the joined texts is read once; without it, each post is read by itself.
    """

    def __init__(self, wanted: Wanted, *, engine: ModuleType | None = ENGINE) -> None:
        self.wanted = wanted
        literals = sorted(wanted.literals)
        self._words = WordTable(literals) if literals and engine is None else None
        self._terms = _terms(literals, engine) if literals and engine is not None else None
        self._folded = _Joined(sorted(wanted.folded), engine)
        self._original = _Joined(sorted(wanted.original), engine)

    def numbers(self, segment: Segment) -> Sequence[int]:
        """Return the numbers of the posts worth judging, in order."""
        if self.wanted.every:
            return range(segment.count)
        found: set[int] = set()
        if self._terms is not None:
            starts = segment.starts.spaced
            ends = {end for _number, end in self._terms.scan(segment.spaced)}
            found |= {post_at(starts, end) for end in ends}
        if self._words is not None:
            texts = _texts(segment.spaced, segment.starts.spaced)
            found |= {number for number, text in enumerate(texts) if self._words.find(text)}
        found |= self._folded.numbers(segment.folded, segment.starts.folded)
        found |= self._original.numbers(segment.original, segment.starts.original)
        return sorted(found)


def _terms(literals: Sequence[str], engine: ModuleType) -> Scanner:
    scanner = Scanner(engine)
    scanner.compile([encode(each) for each in literals], [0] * len(literals), literal=True)
    return scanner


class _Joined:
    """Patterns searched in joined texts: in one pass where that is the same, else text by text."""

    def __init__(self, patterns: Sequence[Expression], engine: ModuleType | None) -> None:
        self._scanner: Scanner | None = None
        self._apart = list(patterns)
        if engine is not None:
            together = [each for each in patterns if not _ALONE.search(each[0])]
            self._compile(together, engine)

    def _compile(self, patterns: Sequence[Expression], engine: ModuleType) -> None:
        kept = list(patterns) if _accepts(patterns, engine) else []
        if patterns and not kept:
            kept = [each for each in patterns if _accepts([each], engine)]
        if kept:
            self._scanner = _compiled(kept, engine)
            self._apart = [each for each in self._apart if each not in set(kept)]

    def numbers(self, data: memoryview, starts: Sequence[int]) -> set[int]:
        found: set[int] = set()
        if self._scanner is not None:
            ends = {end for _number, end in self._scanner.scan(data)}
            found = {post_at(starts, end) for end in ends}
        if self._apart:
            compiled = [compile_pattern(each, sensitive=how) for each, how in self._apart]
            for number, text in enumerate(_texts(data, starts)):
                if number not in found and any(one.search(text) for one in compiled):
                    found.add(number)
        return found


def _accepts(patterns: Sequence[Expression], engine: Any) -> bool:  # noqa: ANN401 -- no types
    if not patterns:
        return False
    try:
        _compiled(patterns, engine)
    except engine.HyperscanError:
        return False
    return True


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
