"""What folding and skeletons need to know of single characters."""

import unicodedata
from bisect import bisect_left
from typing import Final

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
EQUIVALENTS: Final = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "\u0131": "i",  # dotless
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

# Canonical combining classes of the marks that are stripped: overlays, the points of Hebrew,
# Arabic and Syriac, and everything attached, above or below. The others spell words (Indic vowel
# signs, kana voicing, Thai tones) and are kept.
_OVERLAY: Final = 1
_POINTS: Final = range(10, 37)
_DIACRITICS: Final = range(200, 256)

_HANGUL_VOWELS_AND_TAILS: Final = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))


def is_ignorable(point: int) -> bool:
    """Tell whether a code point shows nothing by itself (zero-width, soft hyphen, selectors)."""
    at = bisect_left(_IGNORABLE_STARTS, point + 1) - 1
    return at >= 0 and point <= _IGNORABLE[at][1]


def is_stripped_mark(char: str) -> bool:
    """Tell whether folding removes this mark: accents do not spell, Indic vowel signs do."""
    category = unicodedata.category(char)
    if category == "Me":
        return True
    kind = unicodedata.combining(char)
    return category == "Mn" and (kind == _OVERLAY or kind in _POINTS or kind in _DIACRITICS)


def extends(char: str) -> bool:
    """Whether a character belongs with the one before it, when offsets are mapped."""
    first = unicodedata.normalize("NFKD", char)[0]
    point = ord(first)
    return (
        unicodedata.category(first)[0] == "M"
        or is_ignorable(point)
        or EQUIVALENTS.get(first) == ""
        or any(low <= point <= high for low, high in _HANGUL_VOWELS_AND_TAILS)
    )


_LONGEST_RUN_OF_MARKS: Final = 30


def with_short_runs_of_marks(text: str) -> str:
    """Keep the first 30 marks of each longer run of them.

    No language stacks more (UAX #15, stream-safe text), and normalization takes quadratic time
    on what does.
    """
    if len(text) <= _LONGEST_RUN_OF_MARKS or text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run <= _LONGEST_RUN_OF_MARKS:
            kept.append(char)
    return "".join(kept)
