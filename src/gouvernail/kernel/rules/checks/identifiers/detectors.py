"""How one kind of identifier is recognised: a shape, a checksum, the words around it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from gouvernail.kernel.rules.matching import compile_pattern
from gouvernail.kernel.text import fold, spaced

_BEFORE: Final = 48
_AFTER: Final = 24
_PIECE: Final = 96


class Found(NamedTuple):
    """One identifier: half-open code points of the text, and its kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One way of writing one kind of identifier.

    `pattern` is RE2; its first group, if any, is what is shown. `checks` gets the text of the
    match and says whether it can be one (checksum, dates). With `context`, one of these words
    must stand near it; with `not_near`, none of these may.
    """

    kind: str
    pattern: str
    checks: Callable[[str], bool] = bool
    context: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    sensitive: bool = False

    def find(self, text: str) -> Iterator[Found]:
        """Yield what has the shape, the checksum and the words around, from left to right."""
        last = 0
        for start, end in self._places(text):
            quote = text[start:end]
            if start >= last and self.checks(quote) and self._suits(text, start, end):
                last = end
                yield Found(start, end, self.kind)

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the places that have the shape.

        What ends one may be what comes before the next, which a search that goes on after it
        would not see: `97724, 51-16-34-25`. That is looked for in a short piece.
        """
        compiled = compile_pattern(self.pattern, sensitive=self.sensitive)
        group = 1 if compiled.groups else 0
        reached = 0  # what comes before it is looked at once: time stays linear
        for match in compiled.finditer(text):
            start, end = match.span(group)
            yield start, end
            after = match.end()
            while reached <= end < after:
                again = compiled.match(text[end : end + _PIECE])
                if again is None or again.start(group) == 0 or again.end() == _PIECE:
                    break
                start, after = end + again.start(group), end + again.end()
                end += again.end(group)
                reached = end
                yield start, end

    def _suits(self, text: str, start: int, end: int) -> bool:
        if not (self.context or self.not_near):
            return True
        around = near(text, start, end)
        return (
            not self.context or any(f" {word} " in around for word in self.context)
        ) and not any(f" {word} " in around for word in self.not_near)


def near(text: str, start: int, end: int) -> str:
    """Return the words around a place, folded and spaced."""
    window = f"{text[max(0, start - _BEFORE) : start]} {text[end : end + _AFTER]}"
    return spaced(fold(window))


def digits(text: str) -> str:
    """Return the digits of a text, without what separates them."""
    return "".join(char for char in text if "0" <= char <= "9")
