"""Skeletons: what a text looks like, whatever characters draw it (UTS #39, section 4)."""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from gouvernail.kernel.text.characters import is_ignorable, with_short_runs_of_marks

_TABLE: Final = "confusables.txt"


class _Prototypes(dict[int, str | None]):
    """For `str.translate`: prototypes; ignorable code points vanish, the others stay."""

    def __missing__(self, point: int) -> str | None:
        self[point] = None if is_ignorable(point) else chr(point)
        return self[point]


@cache
def _prototypes() -> _Prototypes:
    table = _Prototypes()
    source = files(__package__).joinpath(_TABLE).read_text(encoding="ascii")
    for line in source.splitlines():
        if not line.startswith("#"):
            prototype, *lookalikes = line.split()
            drawn = "".join(chr(int(point, 16)) for point in prototype.split("+"))
            table.update(dict.fromkeys((int(point, 16) for point in lookalikes), drawn))
    for point, first in list(table.items()):
        table[point] = _closed(first or "", table)
    return table


def _closed(drawn: str, table: _Prototypes) -> str:
    """Replace in a prototype what has itself a prototype, until nothing is left to replace.

    The Unicode file leaves a few such chains (a letter with a caron, whose caron looks like a
    breve); without them a skeleton is its own skeleton.
    """
    deeper = unicodedata.normalize("NFD", drawn).translate(table)
    while deeper != drawn:
        drawn, deeper = deeper, unicodedata.normalize("NFD", deeper).translate(table)
    return drawn


def skeleton(text: str) -> str:
    """Return the prototype of what `text` looks like.

    Two texts are confusable when their skeletons are equal. A skeleton is for comparing, never
    for showing, and keeps case: a comparison without case takes the skeletons of the folded
    texts. Steps: NFD, ignorable code points removed, prototypes, NFD. The first call reads the
    table (about 10 ms).
    """
    if not text.isascii():
        text = unicodedata.normalize("NFD", with_short_runs_of_marks(text))
    drawn = text.translate(_prototypes())
    return drawn if drawn.isascii() else unicodedata.normalize("NFD", drawn)
