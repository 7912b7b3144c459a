"""Look for ten thousand terms and a thousand patterns in one pass each.

Hyperscan finds them; where it has no wheel, a dictionary of words and RE2 do, with the same
results. Neither ever backtracks, whatever the pattern and whatever the text.
"""

import importlib
import threading
from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType
from typing import Final, NamedTuple, Protocol

import re2


def _installed() -> ModuleType | None:
    try:
        return importlib.import_module("hyperscan")
    except ImportError:  # no wheel for this machine
        return None


ENGINE: Final = _installed()
"""Hyperscan, or None where it cannot be installed."""

_SPACE: Final = b" "


class WordHit(NamedTuple):
    """A literal found as whole words: its number, its first and its last word."""

    literal: int
    first: int
    last: int


class Literals(Protocol):
    """Finds which of many spaced terms are in a spaced text."""

    def find(self, text: str) -> list[WordHit]:
        """Return every occurrence, those that overlap included."""


class Candidates(Protocol):
    """Tells which of many patterns may match a text; never leaves one out."""

    def find(self, text: str) -> set[int]:
        """Return the numbers of the patterns worth running."""


@lru_cache(maxsize=8192)
def compile_pattern(pattern: str, *, sensitive: bool = False) -> "re2._Regexp[str]":
    """Return a linear-time pattern.

    Raises:
        re2.error: the pattern is malformed, or asks for what linear time cannot do.
    """
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = sensitive
    return re2.compile(pattern, options)


def literals(terms: Sequence[str], *, engine: ModuleType | None = ENGINE) -> Literals:
    """Return a finder for terms of the form `" word word "`, numbered in order."""
    return WordTable(terms) if engine is None else HyperscanLiterals(terms, engine)


def candidates(
    patterns: Sequence[tuple[str, bool]], *, engine: ModuleType | None = ENGINE
) -> Candidates:
    """Return a filter for patterns (with their case sensitivity), numbered in order."""
    return PatternSet(patterns) if engine is None else HyperscanPatterns(patterns, engine)


class Scanner:
    """A Hyperscan database, with one scratch space a thread.

    It reads in vectored mode: in block mode, Hyperscan of the wheel 0.9.1 misses matches at the end
    of texts under 70 bytes when one of the patterns is anchored. It costs the same.
    """

    def __init__(self, engine: ModuleType) -> None:
        self._engine = engine
        self._database = engine.Database(mode=engine.HS_MODE_VECTORED)
        self._local = threading.local()

    def compile(self, expressions: list[bytes], flags: list[int], *, literal: bool) -> None:
        """Compile what to look for; raises the engine's own error for what it cannot."""
        self._database.compile(
            expressions=expressions,
            ids=list(range(len(expressions))),
            flags=flags,
            literal=literal,
        )

    def scan(self, data: bytes | memoryview) -> list[tuple[int, int]]:
        """Return (number, end in bytes) in the order of the text."""
        try:
            scratch = self._local.scratch
        except AttributeError:
            scratch = self._local.scratch = self._engine.Scratch(self._database)
        found: list[tuple[int, int]] = []
        self._database.scan([data], _note, 0, found, scratch)
        return found


def _note(number: int, _start: int, end: int, _flags: int, found: list[tuple[int, int]]) -> None:
    found.append((number, end))


def encode(text: str) -> bytes:
    """UTF-8, a lone surrogate being replaced by one character."""
    return text.encode("utf-8", "replace")


def readable(text: str) -> str:
    """Return what RE2 can read: a lone surrogate, which UTF-8 cannot hold, becomes `?`."""
    return text if text.isascii() else encode(text).decode()


class HyperscanLiterals:
    """Whole-word literals in one Hyperscan database; linear in the text."""

    def __init__(self, terms: Sequence[str], engine: ModuleType) -> None:
        self._sizes = [term.count(" ") - 1 for term in terms]
        self._scanner = Scanner(engine)
        self._scanner.compile([encode(term) for term in terms], [0] * len(terms), literal=True)

    def find(self, text: str) -> list[WordHit]:
        """Return every occurrence, those that overlap included."""
        data = encode(text)
        found = self._scanner.scan(data)
        hits: list[WordHit] = []
        at = words = 0
        for number, end in found:
            words += data.count(_SPACE, at, end - 1)
            at = end - 1
            hits.append(WordHit(number, words - self._sizes[number], words - 1))
        return hits


class WordTable:
    """Whole-word literals by their first word; what serves without Hyperscan."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._by_first: dict[str, list[tuple[int, list[str]]]] = {}
        for number, term in enumerate(terms):
            split = term.split()
            self._by_first.setdefault(split[0], []).append((number, split))

    def find(self, text: str) -> list[WordHit]:
        """Return every occurrence, those that overlap included."""
        words = text.split()
        hits = [
            WordHit(number, at, at + len(term) - 1)
            for at, word in enumerate(words)
            for number, term in self._by_first.get(word, ())
            if words[at : at + len(term)] == term
        ]
        return sorted(hits, key=lambda hit: (hit.last, hit.literal))


class HyperscanPatterns:
    """Patterns in one Hyperscan database, as a filter in front of RE2."""

    def __init__(self, patterns: Sequence[tuple[str, bool]], engine: ModuleType) -> None:
        self._engine = engine
        self._unfiltered: set[int] = set()
        flags = [self._flags(sensitive=sensitive) for _pattern, sensitive in patterns]
        expressions = [encode(pattern) for pattern, _sensitive in patterns]
        try:
            self._compile(expressions, flags, range(len(patterns)))
        except engine.HyperscanError:
            kept = [n for n in range(len(patterns)) if self._accepts(n, expressions[n], flags)]
            self._unfiltered = set(range(len(patterns))) - set(kept)
            self._compile([expressions[n] for n in kept], [flags[n] for n in kept], kept)

    def _flags(self, *, sensitive: bool) -> int:
        engine = self._engine
        flags: int = engine.HS_FLAG_UTF8 | engine.HS_FLAG_SINGLEMATCH
        return flags if sensitive else flags | engine.HS_FLAG_CASELESS

    def _accepts(self, number: int, expression: bytes, flags: list[int]) -> bool:
        """Whether Hyperscan takes the pattern as it is or, failing that, approximately."""
        for extra in (0, self._engine.HS_FLAG_PREFILTER):
            try:
                self._compile([expression], [flags[number] | extra], [number])
            except self._engine.HyperscanError:
                continue
            flags[number] |= extra
            return True
        return False

    def _compile(self, expressions: list[bytes], flags: list[int], kept: Sequence[int]) -> None:
        self._numbers = list(kept)
        self._scanner = Scanner(self._engine) if expressions else None
        if self._scanner is not None:
            self._scanner.compile(expressions, flags, literal=False)

    def find(self, text: str) -> set[int]:
        """Return the numbers of the patterns worth running."""
        found = self._scanner.scan(encode(text)) if self._scanner is not None else ()
        if not found:
            return self._unfiltered
        numbers = self._numbers
        return self._unfiltered.union([numbers[each] for each, _end in found])


class PatternSet:
    """Patterns one after the other with RE2; what serves without Hyperscan."""

    def __init__(self, patterns: Sequence[tuple[str, bool]]) -> None:
        self._patterns = [
            compile_pattern(pattern, sensitive=sensitive) for pattern, sensitive in patterns
        ]

    def find(self, text: str) -> set[int]:
        """Return the numbers of the patterns that match."""
        said = readable(text)
        return {
            number
            for number, pattern in enumerate(self._patterns)
            if pattern.search(said) is not None
        }
