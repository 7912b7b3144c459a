"""One tokeniser for rules, queries, radar and search.

Two engines that split differently disagree on results, so nothing else in the project cuts a
text into words. The rules are specified in `docs/reference/text-folding.md`.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple

from gouvernail.kernel.text.folding import Folded

# Ideographs and hiragana stand alone (UAX #29); so do pictographs.
_ALONE: Final = (
    "\u3005-\u3007\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
    "\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
)
_IS_ALONE: Final = re.compile(f"[{_ALONE}]")
_EDGE_UNDERSCORES: Final = re.compile(r"(?<![^ ])_+|_+(?![^ ])")
_WORD_CATEGORIES: Final = frozenset("LNM")
_SEPARATOR, _LONE, _LETTER = " ", "!", "a"  # what a code point is to the tokeniser
_TOKEN: Final = re.compile(f"{_LONE}|{_LETTER}+(?:_+{_LETTER}+)*")


class TokenKind(StrEnum):
    """What the character before a token makes of it."""

    WORD = "word"
    HASHTAG = "hashtag"
    HANDLE = "handle"


_SIGILS: Final = {"#": TokenKind.HASHTAG, "@": TokenKind.HANDLE}


class Token(NamedTuple):
    """One word of a folded text.

    `start` and `end` are half-open offsets in the folded text. A sigil is not part of the token;
    it shows in `kind`, on the first token after it.
    """

    text: str
    start: int
    end: int
    kind: TokenKind


def _role(char: str) -> str:
    if _IS_ALONE.match(char):
        return _LONE
    if char == "_":
        return char
    return _LETTER if unicodedata.category(char)[0] in _WORD_CATEGORIES else _SEPARATOR


class _Roles(dict[int, str]):
    """For `str.translate`: what each code point is to the tokeniser."""

    def __missing__(self, point: int) -> str:
        self[point] = _role(chr(point))
        return self[point]


class _Separated(dict[int, str]):
    """For `str.translate`: separators become spaces, lone characters get spaces around."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        role = _role(char)
        self[point] = f" {char} " if role == _LONE else " " if role == _SEPARATOR else char
        return self[point]


_ROLES: Final = _Roles()
_SEPARATED: Final = _Separated()
# The same for ASCII, which folded texts mostly are: bytes translate many times faster.
_ASCII_ROLES: Final = bytes(ord(_ROLES[point]) for point in range(128)) + bytes(128)
_ASCII_SEPARATED: Final = bytes(ord(_SEPARATED[point]) for point in range(128)) + bytes(128)


def _kind(text: str, start: int) -> TokenKind:
    at = start - 1
    while at >= 0 and text[at] == "_":
        at -= 1
    if at < 0 or text[at] not in _SIGILS:
        return TokenKind.WORD
    if at > 0 and (text[at - 1].isalnum() or text[at - 1] in "_.-+&/"):
        return TokenKind.WORD
    return _SIGILS[text[at]]


def tokens(folded: Folded) -> list[Token]:
    """Return the words of a folded text, in order, with their offsets in it."""
    text = folded.text
    sigils = "#" in text or "@" in text
    roles = (
        text.encode("ascii").translate(_ASCII_ROLES).decode("ascii")
        if text.isascii()
        else text.translate(_ROLES)
    )
    return [
        Token(text[start:end], start, end, _kind(text, start) if sigils else TokenKind.WORD)
        for start, end in (found.span() for found in _TOKEN.finditer(roles))
    ]


def words(folded: Folded) -> list[str]:
    """Return the texts of `tokens`, several times faster than they come with offsets."""
    text = folded.text
    separated = (
        text.encode("ascii").translate(_ASCII_SEPARATED).decode("ascii")
        if text.isascii()
        else text.translate(_SEPARATED)
    )
    if "_ " in separated or " _" in separated or separated[:1] == "_" or separated[-1:] == "_":
        separated = _EDGE_UNDERSCORES.sub(" ", separated)
    return separated.split()


def spaced(folded: Folded) -> str:
    """Return the words of a folded text as `" word word "`, for whole-word literal search.

    A term spaced in the same way is in the text as whole words if and only if it is a substring.
    A text without words gives one space.
    """
    found = words(folded)
    return f" {' '.join(found)} " if found else " "


def spaced_span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Map half-open offsets in `spaced(folded)` to offsets in `folded.text`.

    The spaces around words belong to no word: they are trimmed from the answer. O(length); meant
    for the few matches that are shown.

    Raises:
        ValueError: the offsets cover no part of a word.
    """
    position = 1
    first: int | None = None
    last = 0
    for token in tokens(folded):
        begin, finish = max(start, position), min(end, position + len(token.text))
        if begin < finish:
            if first is None:
                first = token.start + begin - position
            last = token.start + finish - position
        position += len(token.text) + 1
    if first is None:
        raise ValueError(f"no word at {start}:{end}")
    return first, last
