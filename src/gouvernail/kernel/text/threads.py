"""A text that becomes several posts, each answering the one before: where the author cuts it.

A line of three hyphens or more, alone, ends a post. Nothing is cut by itself: an author decides
where a thought ends.
"""

import re
from typing import Final, NamedTuple

SEPARATOR: Final = "---"
MAX_POSTS: Final = 25
THREADED: Final = frozenset({"bluesky", "mastodon", "practice", "threads", "x"})

_CUT: Final = re.compile(r"^[ \t]*-{3,}[ \t\r]*$", re.MULTILINE)


class Part(NamedTuple):
    """One post of a thread: its text, and where it stands in the whole, half-open."""

    text: str
    start: int
    end: int


def thread_parts(text: str) -> tuple[Part, ...]:
    """Return the posts of a text; one, the text itself, when it holds no line that cuts.

    Parts without words are left out; spaces and empty lines beside a cut belong to no part.
    """
    cuts = [found.span() for found in _CUT.finditer(text)]
    if not cuts:
        return (Part(text, 0, len(text)),)
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    parts = [_trimmed(text, start, end) for start, end in zip(starts, ends, strict=True)]
    return tuple(part for part in parts if part.text) or (Part("", 0, 0),)


def _trimmed(text: str, start: int, end: int) -> Part:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Part(piece, start, start + len(piece))


def posts_of(network: str, text: str) -> tuple[Part, ...]:
    """Return the posts a text becomes on a network: one where there are no threads."""
    return thread_parts(text) if network in THREADED else (Part(text, 0, len(text)),)
