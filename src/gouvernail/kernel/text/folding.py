"""Fold text for comparison, and find the way back to what the author wrote.

The exact steps are specified in `docs/reference/text-folding.md`; a change of result is a change
of `FOLD_VERSION`, because folded texts are stored and indexed.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from gouvernail.kernel.text.characters import (
    EQUIVALENTS,
    extends,
    is_ignorable,
    is_stripped_mark,
    with_short_runs_of_marks,
)

FOLD_VERSION: Final = 1

_EQUIVALENT_BY_POINT: Final = str.maketrans(EQUIVALENTS)

_CONTEXT: Final = "\uffff"  # a noncharacter: "this text needs the long way"


class _Dropped(dict[int, int | None]):
    """For `str.translate`: removes stripped marks and ignorable code points."""

    def __missing__(self, point: int) -> int | None:
        dropped = is_ignorable(point) or is_stripped_mark(chr(point))
        self[point] = None if dropped else point
        return self[point]


_DROPPED: Final = _Dropped()


def _is_kept_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" and _DROPPED[ord(char)] is not None


def _without_foreign_marks(text: str) -> str:
    """Drop kept marks that follow an ASCII character: no writing system does that."""
    kept: list[str] = []
    for char in text:
        if kept and kept[-1] <= "\x7f" and _is_kept_mark(char):
            continue
        kept.append(char)
    return "".join(kept)


def _pass(text: str) -> str:
    text = text.translate(_EQUIVALENT_BY_POINT).translate(_DROPPED)
    text = with_short_runs_of_marks(text)
    text = unicodedata.normalize("NFKD", text).translate(_DROPPED)
    text = _without_foreign_marks(text).casefold().translate(_EQUIVALENT_BY_POINT)
    return unicodedata.normalize("NFKC", text)


def _fixed_point(text: str) -> str:
    folded = _pass(text)
    while folded != text:
        text, folded = folded, _pass(folded)
    return folded


class _Single(dict[int, str]):
    """For `str.translate`: what one code point folds to where its neighbours do not matter."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        folded = _fixed_point(char)
        needs_context = bool(folded) and extends(char)
        self[point] = _CONTEXT if needs_context else folded
        return self[point]


_SINGLE: Final = _Single()

# The Latin way: texts of ASCII and of these 128 characters become bytes, are translated as bytes,
# and come back, six times faster than character by character. None of them minds its neighbours.
_LATIN: Final = (
    *map(chr, range(0xA0, 0x100)),
    *"ŒœŸŠšŽž’‘\u201a“”„–—‑−…•€™\u2039\u203a\u2009\u202f\u200b\u200c\u200d\u2066\u2069\ufeff\ufe0f",
)
_ASCII: Final = tuple(map(chr, range(128)))
_TO_BYTES: Final = codecs.charmap_build("".join((*_ASCII, *_LATIN)))
_NOT_LATIN: Final = re.compile(f"([^\\x00-\\x7f{''.join(_LATIN)}]+)")


def _latin_byte(at: int, char: str) -> int:
    """Return the byte that a character folds to, or its own for what folds otherwise."""
    folded = _SINGLE[ord(char)]
    return ord(folded) if len(folded) == 1 and folded.isascii() else at


_LATIN_FOLDED: Final = bytes(_latin_byte(at, char) for at, char in enumerate((*_ASCII, *_LATIN)))
_LATIN_OTHERS: Final = {
    chr(128 + at): _SINGLE[ord(char)]
    for at, char in enumerate(_LATIN)
    if _LATIN_FOLDED[128 + at] == 128 + at
}
_LATIN_OTHER: Final = re.compile(f"[{''.join(_LATIN_OTHERS)}]")


def _fold_latin(text: str) -> tuple[str, bool]:
    """Fold a text of ASCII and Latin characters; tell whether every offset stayed the same.

    Raises:
        UnicodeEncodeError: there is another character.
    """
    encoded, _size = codecs.charmap_encode(text, "strict", _TO_BYTES)
    folded = encoded.translate(_LATIN_FOLDED).decode("latin-1")
    if folded.isascii():
        return folded, True
    return _LATIN_OTHER.sub(lambda found: _LATIN_OTHERS[found[0]], folded), False


def _fold_mixed(text: str) -> str:
    """Fold a text with some other characters in it, Latin piece by piece."""
    pieces = _NOT_LATIN.split(text)
    pieces[::2] = [_fold_latin(piece)[0] for piece in pieces[::2]]
    pieces[1::2] = [piece.translate(_SINGLE) for piece in pieces[1::2]]
    folded = "".join(pieces)
    return _fixed_point(text) if _CONTEXT in folded else folded


class _Extends(dict[str, bool]):
    """What `extends` says, remembered."""

    def __missing__(self, char: str) -> bool:
        self[char] = extends(char)
        return self[char]


_EXTENDS: Final = _Extends()


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a text that fold alone, as half-open offsets."""
    begin = 0
    for at in range(1, len(text)):
        if not _EXTENDS[text[at]]:
            yield begin, at
            begin = at
    if text:
        yield begin, len(text)


class Folded:
    """A text folded for comparison, which still knows the text it came from.

    Offsets are code points, half-open. `text` is a fixed point: folding it again changes nothing.
    """

    __slots__ = ("_ends", "_starts", "original", "text")

    def __init__(self, original: str, text: str, *, identity: bool) -> None:
        self.original = original
        self.text = text
        self._starts: list[int] | None = None
        self._ends: list[int] | range | None = range(1, len(text) + 1) if identity else None

    def __repr__(self) -> str:
        return f"Folded({self.original!r} -> {self.text!r})"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in `original` of what folded to `text[start:end]`.

        Widened to whole clusters: a base is never parted from its marks, nor a ligature cut. An
        empty span stays empty. The map is built on first use, O(length); then O(1).

        Raises:
            ValueError: the offsets are not inside the folded text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a folded text of {len(self.text)}")
        if self._ends is None:
            self._build_map()
        if self._starts is None or self._ends is None:
            return start, end
        first = self._starts[start] if start < len(self._starts) else len(self.original)
        return (first, first) if start == end else (first, self._ends[end - 1])

    def _build_map(self) -> None:
        starts: list[int] = []
        ends: list[int] = []
        for begin, stop in _clusters(self.original):
            cluster = self.original[begin:stop]
            folded = _SINGLE[ord(cluster)] if stop == begin + 1 else _CONTEXT
            size = len(_fixed_point(cluster) if folded == _CONTEXT else folded)
            starts.extend([begin] * size)
            ends.extend([stop] * size)
        self._starts, self._ends = starts, ends


def fold(text: str) -> Folded:
    """Return `text` without the differences that readers overlook.

    Case, accents, width, ligatures, zero-width characters and typographic variants of
    apostrophes, quotation marks and dashes go; the specification lists every step. Pure; cost is
    linear, and lowest for ASCII.
    """
    if text.isascii():
        return Folded(text, text.lower(), identity=True)
    try:
        folded, identity = _fold_latin(text)
    except UnicodeEncodeError:
        folded, identity = _fold_mixed(text), False
    return Folded(text, folded, identity=identity)
