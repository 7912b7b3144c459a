"""Hashtags of a text as written."""

from dataclasses import dataclass
from typing import Final

import regex

from gouvernail.kernel.text.entities.links import find_links

# Joiners and the points of several scripts that stand inside words (as published by X).
_INSIDE: Final = (
    r"_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003"
    r"\u0f0b\u0f0c\u00b7"
)
_CHAR: Final = rf"[\p{{L}}\p{{M}}\p{{Nd}}{_INSIDE}]"
_HASHTAG: Final = regex.compile(
    rf"(?:(?<={chr(0xFE0E)}|{chr(0xFE0F)})|(?<!{_CHAR}|&))[#\uff03](?!\ufe0f|\u20e3)"
    rf"({_CHAR}++)(?![#\uff03]|://)"
)
_LETTER: Final = regex.compile(r"[\p{L}\p{M}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashtag:
    """One hashtag; `tag` without its sign, offsets with it, half-open code points."""

    tag: str
    start: int
    end: int


def find_hashtags(text: str) -> list[Hashtag]:
    """Return the hashtags of `text`, in order; those inside links are no hashtags."""
    if "#" not in text and "\uff03" not in text:
        return []
    links = [(link.start, link.end) for link in find_links(text)]
    return [
        Hashtag(tag=found[1], start=found.start(), end=found.end())
        for found in _HASHTAG.finditer(text)
        if _LETTER.search(found[1])
        and not any(start <= found.start() < end for start, end in links)
    ]
