"""How much two texts are the same, word for word.

The measure is the resemblance and the containment of their shingles (A. Broder, "On the
resemblance and containment of documents", 1997), here runs of two words: posts are short, and
with longer runs a single word changed in twenty would hide a copy. Computed exactly, without
sketches: a post has some tens of neighbours, not millions.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from gouvernail.kernel.text.entities import find_links
from gouvernail.kernel.text.folding import fold
from gouvernail.kernel.text.splitting import words

SHINGLE: Final = 2
CONTAINED_FROM: Final = 8
"""From how many words the smaller text may count as a part of the other."""


class Shingled(NamedTuple):
    """The words of a text in order, links left out, and its runs of words."""

    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]


@lru_cache(maxsize=4096)
def shingled(text: str) -> Shingled:
    """Return the words of a text and its shingles. Linear; kept for texts compared often."""
    kept, at = [], 0
    for link in find_links(text):
        kept.append(text[at : link.start])
        at = link.end
    kept.append(text[at:])
    found = tuple(words(fold(" ".join(kept))))
    runs = zip(*(found[start:] for start in range(SHINGLE)), strict=False)
    return Shingled(found, frozenset(runs) or frozenset({found} - {()}))


def likeness(first: str, second: str) -> float:
    """Return how alike two texts are, from 0 (no run of words in common) to 1 (the same words).

    The larger of the resemblance (runs shared over runs of both) and, where the smaller has eight
    words or more, of the containment (runs shared over runs of the smaller): a shortened copy is
    a copy. Case, accents and links do not count. A text without words is like no other.
    """
    one, other = shingled(first), shingled(second)
    if not one.words or not other.words:
        return 0.0
    if one.words == other.words:
        return 1.0
    shared = len(one.runs & other.runs)
    union = len(one.runs) + len(other.runs) - shared
    fewest = min(len(one.words), len(other.words))
    smaller = min(len(one.runs), len(other.runs))
    contained = shared / smaller if fewest >= CONTAINED_FROM else 0.0
    return min(max(shared / union, contained), 0.999)  # 1 is kept for the very same words
