"""A text that a pattern finds, so that a rule made by a machine has an example."""

from collections.abc import Iterator
from typing import Final

import re2

from gouvernail.kernel.rules.matching import compile_pattern

_CLASSES: Final = {"s": " ", "d": "1", "w": "a", "S": "a", "D": "a", "W": " ", "n": "\n", "t": "\t"}
_NOTHING: Final = frozenset("bBAzZ")
_PROPERTIES: Final = {"Lu": "A", "L": "a", "Ll": "a", "N": "1", "Nd": "1", "P": "."}
_TRIED: Final = "aA1 -.é"
_MOST: Final = 200


def sample(pattern: str) -> str | None:
    """Return a text in which an RE2 pattern is found; None when the first try does not do.

    The first branch of each choice, each repetition as few times as it may. Nothing is searched
    for: time is linear in the pattern.
    """
    try:
        found = _Sampler(pattern).choice()
        return found if compile_pattern(pattern).search(found) is not None else None
    except (re2.error, IndexError, ValueError):
        return None


class _Sampler:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def choice(self) -> str:
        """Return the first branch, and read the others."""
        branches = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            branches.append(self._sequence())
        return branches[0]

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _sequence(self) -> str:
        return "".join(self._items())

    def _items(self) -> Iterator[str]:
        while self._next() not in {"", "|", ")"}:
            atom = self._atom()
            yield atom * self._times()

    def _atom(self) -> str:
        char = self._next()
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._members()
        if char == "\\":
            return self._escape()
        return {".": "a", "^": "", "$": ""}.get(char, char)

    def _group(self) -> str:
        if self._next() == "?":
            end = min(at for each in ":>)" if (at := self.pattern.find(each, self.at)) >= 0)
            self.at = end + 1
            if self.pattern[end] == ")":  # flags alone: (?i)
                return ""
        inside = self.choice()
        self.at += 1
        return inside

    def _escape(self) -> str:
        char = self._next()
        self.at += 1
        if char == "p":
            name = self._next()
            self.at += 1
            if name == "{":
                end = self.pattern.index("}", self.at)
                name, self.at = self.pattern[self.at : end], end + 1
            return _PROPERTIES.get(name, "a")
        return "" if char in _NOTHING else _CLASSES.get(char, char)

    def _members(self) -> str:
        """Return a character of a class such as `[^a-z]`."""
        start = self.at - 1
        self.at += 2 if self.pattern[self.at] == "^" else 1
        while self._next() != "]":
            self.at += 2 if self._next() == "\\" else 1
        self.at += 1
        written = compile_pattern(self.pattern[start : self.at], sensitive=True)
        tried = (*_TRIED, *self.pattern[start : self.at])
        return next((each for each in tried if written.fullmatch(each)), "a")

    def _times(self) -> int:
        char = self._next()
        if char not in {"?", "*", "+", "{"}:
            return 1
        least = 1
        if char == "{":
            end = self.pattern.index("}", self.at)
            least = int(self.pattern[self.at + 1 : end].split(",")[0] or 0)
            self.at = end
        elif char != "+":
            least = 0
        self.at += 1
        if self._next() == "?":  # lazy
            self.at += 1
        return min(least, _MOST)
