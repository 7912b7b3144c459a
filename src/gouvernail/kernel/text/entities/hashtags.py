"""Hashtags of a text as written."""

import re
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.text.entities.links import find_links

_HASHTAG: Final = re.compile(r"(?<![\w&/])[#\uff03](?!\ufe0f|\u20e3)(\w+)(?![#\uff03]|://)")
_LETTER: Final = re.compile(r"[^\W\d_]")


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
