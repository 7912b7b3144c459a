"""Whether two pictures are the same one: a perceptual hash of the whole, and a colour distance.

Pure functions over pixels that somebody else decoded. The hash is the sign of the low frequencies
of a cosine transform against their median (Zauner, *Implementation and Benchmarking of Perceptual
Image Hash Functions*, 2010), taken twice: of the lightness, and of the shape, which a change of
colours leaves alone. What is near by its hash is then held cell by cell: how the cells go together
(their correlation), and the CIE 1976 difference of their colours. A small picture inside a large
one is not searched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import cos, dist, exp, log, pi, sqrt
from operator import mul
from statistics import median
from typing import Final

SIDE: Final = 64  # pixels, of the square the whole picture is brought to
SMALL: Final = 32  # of the square the transform reads
CELLS: Final = 16  # a side, of the grid of colours
BITS: Final = 64
# Chosen from benchmarks/bench_pictures.py: see its committed results.
NEAR_BITS: Final = 12  # of 64, up to which two pictures of the same colours may be the same one
NEAR_CELLS: Final = 0.93  # from which their cells go together
SURE_BITS: Final = 6  # the same for two pictures of other colours
SURE_CELLS: Final = 0.99
MOST_STRETCH: Final = 0.42  # beyond, it is another picture
STRETCH: Final = 0.04  # of its proportions, from which a picture is stretched
RECOLOUR: Final = 12.0  # mean CIE 1976 difference, from which it is recoloured
_STEP: Final = SIDE // CELLS
_FAINT: Final = 12  # of 255, what noise adds to a plain colour

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is kept of a picture to know it again.

    `luma` and `shape` are 64 bits each; `ratio` is width by height of what is not background;
    `plain` says whether a plain colour was around it; `grid` is 16 by 16 cells of red, green, blue
    and shape, a byte each.
    """

    luma: int
    shape: int
    ratio: float
    plain: bool
    grid: bytes


class Alteration(StrEnum):
    """What was done to a picture that is otherwise the same."""

    NONE = "same"
    STRETCHED = "stretched"
    RECOLOURED = "recoloured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two pictures differ.

    `bits` of 64; `cells`, 1.0 when they go together exactly; `stretch` of proportions (0.1 is a
    tenth); `colour` in CIE 1976 units.
    """

    bits: int
    cells: float
    stretch: float
    colour: float

    @property
    def is_near(self) -> bool:
        """Return whether the two are the same picture, perhaps altered."""
        if self.stretch > MOST_STRETCH:
            return False
        if self.colour < RECOLOUR:
            return self.bits <= NEAR_BITS and self.cells >= NEAR_CELLS
        return self.bits <= SURE_BITS and self.cells >= SURE_CELLS

    @property
    def alterations(self) -> tuple[Alteration, ...]:
        """Return what was done to it; `same` when nothing reaches its threshold."""
        found = []
        if self.stretch >= STRETCH:
            found.append(Alteration.STRETCHED)
        if self.colour >= RECOLOUR:
            found.append(Alteration.RECOLOURED)
        return tuple(found) or (Alteration.NONE,)


def fingerprint(pixels: bytes, *, ratio: float, background: Rgb | None) -> Fingerprint:
    """Return the fingerprint of 64 by 64 pixels of red, green and blue, row by row.

    `ratio` is width by height before it was made square; `background` is the plain colour around
    it, None for a photograph. Some 30 ms.

    Raises:
        ValueError: there are not 64 by 64 pixels, or the ratio is not above zero.
    """
    if len(pixels) != SIDE * SIDE * 3 or ratio <= 0:
        raise ValueError(len(pixels), ratio)
    channels = list(zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True))
    light = [0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in channels]
    shape = [float(max(each)) for each in channels]
    if background is not None:
        shape = _apart(channels, background)
    return Fingerprint(
        luma=_hash(light),
        shape=_hash(shape),
        ratio=ratio,
        plain=background is not None,
        grid=_grid(channels, shape),
    )


def likeness(one: Fingerprint, other: Fingerprint) -> Likeness:
    """Return how two pictures differ, by lightness or by shape, whichever is nearer. Symmetric."""
    ways = (
        ((one.luma ^ other.luma).bit_count(), _lights(one.grid), _lights(other.grid)),
        ((one.shape ^ other.shape).bit_count(), one.grid[3::4], other.grid[3::4]),
    )
    bits, cells = min(
        ((bits, _together(first, second)) for bits, first, second in ways),
        key=lambda way: (way[0] > NEAR_BITS, -way[1]),
    )
    return Likeness(
        bits=bits,
        cells=round(cells, 4),
        stretch=round(exp(abs(log(one.ratio / other.ratio))) - 1, 4),
        colour=_colour(one, other),
    )


def may_be_near(luma: int, shape: int, other_luma: int, other_shape: int) -> bool:
    """Return whether two pictures are worth comparing: cheap, for a whole library."""
    return min((luma ^ other_luma).bit_count(), (shape ^ other_shape).bit_count()) <= NEAR_BITS


def _apart(channels: Sequence[Rgb], background: Rgb) -> list[float]:
    """Return the silhouette: 0 for the colour around, 255 for what clearly is not."""
    red, green, blue = background
    return [
        float(min(255, 4 * max(0, max(abs(r - red), abs(g - green), abs(b - blue)) - _FAINT)))
        for r, g, b in channels
    ]


def _hash(values: Sequence[float]) -> int:
    """Return 64 signs: the lowest frequencies but the mean, against their median."""
    rows = _halved(values)
    across = [[sum(map(mul, row, wave)) for wave in _waves()] for row in rows]
    chosen = [
        sum(row[wide] * wave for row, wave in zip(across, _waves()[high], strict=True))
        for high, wide in _LOWEST
    ]
    middle = median(chosen)
    return sum(1 << place for place, value in enumerate(chosen) if value > middle)


_LAST: Final = 10
_LOWEST: Final = sorted(
    ((high, wide) for high in range(_LAST + 1) for wide in range(_LAST + 1 - high) if high + wide),
    key=lambda place: (sum(place), place),
)[:BITS]


@lru_cache(maxsize=1)
def _waves() -> list[list[float]]:
    return [
        [cos(pi * number * (2 * at + 1) / (2 * SMALL)) for at in range(SMALL)]
        for number in range(_LAST + 1)
    ]


def _halved(values: Sequence[float]) -> list[list[float]]:
    """Return 32 rows of 32, each the mean of four."""
    rows = [values[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
    return [
        [
            (a + b + c + d) / 4
            for a, b, c, d in zip(up[::2], up[1::2], low[::2], low[1::2], strict=True)
        ]
        for up, low in zip(rows[::2], rows[1::2], strict=True)
    ]


def _grid(channels: Sequence[Rgb], shape: Sequence[float]) -> bytes:
    """Return 16 by 16 cells: mean red, green, blue and shape."""
    cells = bytearray()
    for top in range(0, SIDE, _STEP):
        for left in range(0, SIDE, _STEP):
            starts = [(top + row) * SIDE + left for row in range(_STEP)]
            among = [each for start in starts for each in channels[start : start + _STEP]]
            cells.extend(sum(each) // len(among) for each in zip(*among, strict=True))
            stands = sum(sum(shape[start : start + _STEP]) for start in starts)
            cells.append(int(stands) // len(among))
    return bytes(cells)


def _lights(grid: bytes) -> list[float]:
    return [
        0.299 * red + 0.587 * green + 0.114 * blue
        for red, green, blue in zip(grid[0::4], grid[1::4], grid[2::4], strict=True)
    ]


def _together(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the correlation of two rows of cells (Pearson); 0 where one of them is flat."""
    first, second = _centred(one), _centred(other)
    norm = sqrt(sum(map(mul, first, first)) * sum(map(mul, second, second)))
    return sum(map(mul, first, second)) / norm if norm else float(list(one) == list(other))


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _colour(one: Fingerprint, other: Fingerprint) -> float:
    """Return the mean CIE 1976 difference of the cells, each by how much it stands out."""
    total = weight = 0.0
    plain = one.plain and other.plain
    for at in range(0, len(one.grid), 4):
        stands = max(one.grid[at + 3], other.grid[at + 3]) if plain else 1
        if not stands:
            continue
        first, second = _lab(*one.grid[at : at + 3]), _lab(*other.grid[at : at + 3])
        total += stands * dist(first, second)
        weight += stands
    return round(total / weight, 2) if weight else 0.0


@lru_cache(maxsize=4096)
def _lab(red: int, green: int, blue: int) -> tuple[float, float, float]:
    """Return sRGB in CIE L*a*b* under D65 (IEC 61966-2-1, CIE 15)."""
    r, g, b = _LINEAR[red], _LINEAR[green], _LINEAR[blue]
    x = _root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
    y = _root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
    z = _root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


_LINEAR: Final = tuple(
    value / 255 / 12.92
    if value <= 10  # noqa: PLR2004 -- IEC 61966-2-1, in bytes
    else ((value / 255 + 0.055) / 1.055) ** 2.4
    for value in range(256)
)
