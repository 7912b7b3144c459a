"""Handles that pass for another at a glance, made to practise on: pure, and each says its trick.

The same seed always gives the same handles. What is said to be drawn alike is drawn alike for the
engine too: its skeleton (UTS #39) is that of the handle.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gouvernail.kernel.text import skeleton

DRAWN: Final = (("l", "1"), ("m", "rn"), ("a", "\N{CYRILLIC SMALL LETTER A}"))
DRAWN_TOO: Final = (("e", "\N{CYRILLIC SMALL LETTER IE}"), ("o", "\N{CYRILLIC SMALL LETTER O}"))
TRICKS: Final = ("drawn", "swapped", "missing", "doubled", "added")
"""A sign drawn alike, two letters swapped, one missing, one doubled, a word added."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A handle that is not the one it looks like, and the one of `TRICKS` that made it."""

    handle: str
    trick: str


def lookalikes(
    handle: str, *, seed: str, number: int, added: Sequence[str] = ("official", "support")
) -> tuple[Lookalike, ...]:
    """Return `number` handles that pass for `handle`, of as many tricks as it allows, in any order.

    Fewer where the handle does not allow so many; none is the handle itself, none stands twice.
    `added` are the words that the last trick may add.
    """
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "drawn": lambda: _drawn(handle),
        "swapped": lambda: _swapped(handle),
        "missing": lambda: _missing(handle),
        "doubled": lambda: _doubled(handle),
        "added": lambda: (f"{handle}{sign}{word}" for word in added for sign in "-_"),
    }
    queues = {trick: _shuffled(list(makers[trick]()), f"{seed} {trick}") for trick in TRICKS}
    order = _shuffled(list(TRICKS), seed)
    made: dict[str, str] = {}
    while len(made) < number and any(queues.values()):
        for trick in order:
            made |= _first_new(queues[trick], made, handle, trick)
    return tuple(Lookalike(one, trick) for one, trick in list(made.items())[:number])


def _first_new(queue: list[str], made: dict[str, str], handle: str, trick: str) -> dict[str, str]:
    while queue:
        one = queue.pop()
        if one not in made and one != handle:
            return {one: trick}
    return {}


def _shuffled(rows: list[str], seed: str) -> list[str]:
    """Return `rows` in an order that only the seed decides."""
    return sorted(rows, key=lambda row: sha256(f"{seed} {row}".encode()).digest())


def _drawn(handle: str) -> Iterator[str]:
    wanted = skeleton(handle)
    for letter, other in DRAWN + DRAWN_TOO:
        for at, sign in enumerate(handle):
            changed = handle[:at] + other + handle[at + 1 :]
            if sign == letter and skeleton(changed) == wanted:
                yield changed


def _swapped(handle: str) -> Iterator[str]:
    for at in range(1, len(handle) - 2):
        first, second = handle[at], handle[at + 1]
        if first.isalpha() and second.isalpha() and first != second:
            yield handle[:at] + second + first + handle[at + 2 :]


def _missing(handle: str) -> Iterator[str]:
    for at in range(2, len(handle)):
        if handle[at].isalpha() and len(handle) > len("abc"):
            yield handle[:at] + handle[at + 1 :]


def _doubled(handle: str) -> Iterator[str]:
    for at in range(1, len(handle)):
        if handle[at].isalpha():
            yield handle[: at + 1] + handle[at] + handle[at + 1 :]
