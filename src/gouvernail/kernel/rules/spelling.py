"""Words written with letters of another alphabet that look Latin, spelt as they look."""

import re
from typing import Final

from gouvernail.kernel.text import skeleton

_LATIN: Final = 0x250
_OTHER_ALPHABETS: Final = re.compile(
    "[\u0250-\u1dff\u1f00-\u1fff\u2c00-\u2dff\ua000-\ud7ff\U00010000-\U0001d3ff\U0001d7d0-\U0001efff]"
)


class _Look(dict[int, int]):
    """For `str.translate`: a letter's Latin double, one code point for one; else itself."""

    def __missing__(self, point: int) -> int:
        look = point
        if point >= _LATIN:
            double = skeleton(chr(point))
            if len(double) == 1 and double.isascii() and double.isalpha():
                look = ord(double)
        self[point] = look
        return look


_LOOK: Final = _Look()


def respelled(text: str) -> str | None:
    """Return `text` with look-alike letters replaced, code point for code point.

    None when there is none, which is nearly always.
    """
    if text.isascii() or _OTHER_ALPHABETS.search(text) is None:
        return None
    spelled = text.translate(_LOOK)
    return None if spelled == text else spelled
