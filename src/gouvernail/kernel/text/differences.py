"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

SAME: Final = "same"
ADDED: Final = "added"
REMOVED: Final = "removed"
_TOKEN: Final = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_WORK_LIMIT: Final = 16_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, came or went."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Return the pieces that turn `old` into `new`, in reading order.

    Joining what stayed and came gives `new`; what stayed and went gives `old`. Very long texts are
    compared line by line.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _WORK_LIMIT:
        before, after = _LINE.findall(old), _LINE.findall(new)
    return list(_merged(_raw(before, after)))


def _raw(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(before[start:end]))
            continue
        if end > start:
            yield Piece(REMOVED, "".join(before[start:end]))
        if new_end > new_start:
            yield Piece(ADDED, "".join(after[new_start:new_end]))


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join changes that only a blank separates: one phrase struck out reads better than words."""
    gone = come = ""
    for piece in pieces:
        between = piece.kind == SAME and piece.text.isspace() and "\n" not in piece.text
        if piece.kind == REMOVED:
            gone += piece.text
        elif piece.kind == ADDED:
            come += piece.text
        elif between and gone and come:
            gone, come = gone + piece.text, come + piece.text
        else:
            yield from _changes(gone, come)
            yield piece
            gone = come = ""
    yield from _changes(gone, come)


def _changes(gone: str, come: str) -> Iterator[Piece]:
    """Give back the blank that both ends of a joined change share."""
    tail = ""
    if gone and come and gone[-1] == come[-1] == " ":
        gone, come, tail = gone[:-1], come[:-1], " "
    if gone:
        yield Piece(REMOVED, gone)
    if come:
        yield Piece(ADDED, come)
    if tail:
        yield Piece(SAME, tail)
