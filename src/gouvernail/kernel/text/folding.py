"""Fold text for comparison, and find the way back to what the author wrote.

The exact steps are specified in `docs/reference/text-folding.md`; a change of result is a change
of `FOLD_VERSION`, because folded texts are stored and indexed.
"""

import unicodedata
from bisect import bisect_left
from typing import Final

FOLD_VERSION: Final = 1

# Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt).
_IGNORABLE: Final = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
_IGNORABLE_STARTS: Final = tuple(first for first, _last in _IGNORABLE)

# Letters that Unicode does not decompose, and punctuation that people type in several ways.
_EQUIVALENTS: Final = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŧ": "t",
    "þ": "th",
    "\u0640": "",  # Arabic tatweel only stretches a word
    **dict.fromkeys("\u02b9\u02bb\u02bc\u2018\u2019\u201a\u201b\u2032\u2039\u203a", "'"),
    **dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u2044\u2215", "/"),
    # Their compatibility letters would be glued to the name that they follow.
    "\u2120": " ",
    "\u2122": " ",
}
_EQUIVALENT_BY_POINT: Final = str.maketrans(_EQUIVALENTS)

# Canonical combining classes of the marks that are stripped: overlays, the points of Hebrew,
# Arabic and Syriac, and everything attached, above or below. The others spell words (Indic vowel
# signs, kana voicing, Thai tones) and are kept.
_OVERLAY: Final = 1
_POINTS: Final = range(10, 37)
_DIACRITICS: Final = range(200, 256)

_HANGUL_VOWELS_AND_TAILS: Final = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))

_CONTEXT: Final = "\uffff"  # a noncharacter: "this text needs the long way"


def _is_ignorable(point: int) -> bool:
    at = bisect_left(_IGNORABLE_STARTS, point + 1) - 1
    return at >= 0 and point <= _IGNORABLE[at][1]


def _is_stripped_mark(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Me":
        return True
    kind = unicodedata.combining(char)
    return category == "Mn" and (kind == _OVERLAY or kind in _POINTS or kind in _DIACRITICS)


class _Dropped(dict[int, int | None]):
    """For `str.translate`: removes stripped marks and ignorable code points."""

    def __missing__(self, point: int) -> int | None:
        dropped = _is_ignorable(point) or _is_stripped_mark(chr(point))
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
    text = text.translate(_EQUIVALENT_BY_POINT)
    text = unicodedata.normalize("NFKD", text).translate(_DROPPED)
    text = _without_foreign_marks(text).casefold().translate(_EQUIVALENT_BY_POINT)
    return unicodedata.normalize("NFKC", text)


def _fixed_point(text: str) -> str:
    folded = _pass(text)
    while folded != text:
        text, folded = folded, _pass(folded)
    return folded


def _extends(char: str) -> bool:
    """Whether a character belongs with the one before it, when offsets are mapped."""
    first = unicodedata.normalize("NFKD", char)[0]
    point = ord(first)
    return (
        unicodedata.category(first)[0] == "M"
        or _is_ignorable(point)
        or any(low <= point <= high for low, high in _HANGUL_VOWELS_AND_TAILS)
    )


class _Single(dict[int, str]):
    """For `str.translate`: what one code point folds to where its neighbours do not matter."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        folded = _fixed_point(char)
        needs_context = bool(folded) and _extends(char)
        self[point] = _CONTEXT if needs_context else folded
        return self[point]


_SINGLE: Final = _Single()


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
        begin = 0
        length = len(self.original)
        while begin < length:
            stop = begin + 1
            while stop < length and _extends(self.original[stop]):
                stop += 1
            size = len(_fixed_point(self.original[begin:stop]))
            starts.extend([begin] * size)
            ends.extend([stop] * size)
            begin = stop
        self._starts, self._ends = starts, ends


def fold(text: str) -> Folded:
    """Return `text` without the differences that readers overlook.

    Case, accents, width, ligatures, zero-width characters and typographic variants of
    apostrophes, quotation marks and dashes go; the specification lists every step. Pure; cost is
    linear, and lowest for ASCII.
    """
    if text.isascii():
        return Folded(text, text.lower(), identity=True)
    folded = text.translate(_SINGLE)
    if _CONTEXT in folded:
        folded = _fixed_point(text)
    return Folded(text, folded, identity=False)
