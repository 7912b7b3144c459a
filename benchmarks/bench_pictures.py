"""Know a library's picture again when it is stretched, recoloured, cut or saved badly.

    python benchmarks/bench_pictures.py

A library of logos and photographs is drawn by code (marks, letters and bands; skies, hills and
houses), each from its own seed: no picture of anybody is needed. Every one is altered in each of
the ways below, saved as a JPEG or a PNG, decoded by the product's own worker and held against the
whole library with the thresholds of the product. Recall is the share of the variants that are
linked to the right picture with the right finding; a variant that should be left alone (saved
lighter, made smaller) and is called stretched or recoloured is a wrong finding. False alarms are
pictures that are in no library, each held against all of it. The last lines say what one threshold
for all would have given on the same pictures, without the stricter one for other colours.
"""

import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from gouvernail.kernel.pictures import (
    NEAR_BITS,
    NEAR_CELLS,
    SURE_CELLS,
    Alteration,
    Fingerprint,
    Likeness,
    fingerprint,
    likeness,
)
from gouvernail.media.pictures.worker import answer

LOGOS: Final = 40
PHOTOS: Final = 20
STRANGERS: Final = 100  # of each kind
SEED: Final = 20261122
MOST_ALARMS: Final = 0.01
Change = Callable[[Image.Image], Image.Image]
NOTHING: Final = frozenset({Alteration.NONE})
STRETCHED: Final = frozenset({Alteration.STRETCHED})
RECOLOURED: Final = frozenset({Alteration.RECOLOURED})
EITHER: Final = frozenset(Alteration)


def colour(chance: random.Random) -> tuple[int, int, int]:
    """Return a colour that is neither white nor black."""
    return chance.randint(10, 220), chance.randint(10, 220), chance.randint(10, 220)


def logo(seed: int) -> Image.Image:
    """Return a mark, a name and perhaps a band, on white."""
    chance = random.Random(seed)  # noqa: S311 -- drawings, the same each time
    image = Image.new(
        "RGB", (chance.choice((480, 640, 900)), chance.choice((220, 320, 480))), "white"
    )
    draw = ImageDraw.Draw(image)
    width, height = image.size
    size = int(height * chance.uniform(0.4, 0.8))
    left, top = chance.randint(20, 60), (height - size) // 2
    for step in range(chance.randint(1, 4)):
        inset = step * size // 9
        box = (left + inset, top + inset, left + size - inset, top + size - inset)
        shape = chance.choice(("ellipse", "rectangle", "pieslice", "polygon"))
        if shape == "polygon":
            points = [
                (chance.randint(box[0], box[2]), chance.randint(box[1], box[3]))
                for _ in range(chance.randint(3, 6))
            ]
            draw.polygon(points, fill=colour(chance))
        elif shape == "pieslice":
            draw.pieslice(
                box, chance.randint(0, 180), chance.randint(200, 360), fill=colour(chance)
            )
        else:
            getattr(draw, shape)(box, fill=colour(chance))
    name = "".join(chance.choice("ABCDEFGHIJKLMNOPRSTUVZ") for _ in range(chance.randint(3, 8)))
    letters = ImageFont.load_default(size=int(height * chance.uniform(0.15, 0.35)))
    draw.text(
        (left + size + 20, height * chance.uniform(0.25, 0.5)),
        name,
        fill=colour(chance),
        font=letters,
    )
    if chance.random() < 0.4:
        draw.rectangle(
            (left + size + 20, height * 0.8, width - 30, height * 0.85), fill=colour(chance)
        )
    return image


def photograph(seed: int) -> Image.Image:
    """Return a sky, hills and houses, with grain: no plain colour around it."""
    chance = random.Random(seed)  # noqa: S311 -- drawings, the same each time
    width, height = chance.choice(((900, 600), (800, 800), (600, 900)))
    top, low = colour(chance), colour(chance)
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for row in range(height):
        part = row / height
        shade = tuple(int(a + (b - a) * part) for a, b in zip(top, low, strict=True))
        draw.line((0, row, width, row), fill=shade)
    for _ in range(chance.randint(2, 5)):
        ground = chance.uniform(0.3, 0.9) * height
        points = [
            (0, height),
            *(
                (x, ground + chance.uniform(-1, 1) * height * 0.15)
                for x in range(0, width + 1, width // 6)
            ),
            (width, height),
        ]
        draw.polygon(points, fill=colour(chance))
    for _ in range(chance.randint(3, 12)):
        x, y = chance.randint(0, width), chance.randint(0, height)
        wide, high = chance.randint(20, width // 4), chance.randint(20, height // 3)
        draw.rectangle((x, y, x + wide, y + high), fill=colour(chance))
    grain = Image.effect_noise((width, height), chance.uniform(10, 40)).convert("RGB")
    return Image.blend(image, grain, 0.12)


def scaled(wide: float, high: float) -> Change:
    """Return the change of size, one number a side."""
    return lambda image: image.resize(
        (max(8, int(image.size[0] * wide)), max(8, int(image.size[1] * high))),
        Image.Resampling.BICUBIC,
    )


def hue(degrees: int) -> Change:
    """Return the turn of every hue."""

    def turned(image: Image.Image) -> Image.Image:
        tint, depth, value = image.convert("HSV").split()
        tint = tint.point([(at + degrees * 256 // 360) % 256 for at in range(256)])
        return Image.merge("HSV", (tint, depth, value)).convert("RGB")

    return turned


def cut(part: float) -> Change:
    """Return the cut of a part of each side."""

    def shorter(image: Image.Image) -> Image.Image:
        width, height = image.size
        return image.crop(
            (
                int(width * part),
                int(height * part),
                int(width * (1 - part)),
                int(height * (1 - part)),
            )
        )

    return shorter


def framed(image: Image.Image) -> Image.Image:
    """Return the picture in a wide white margin."""
    width, height = image.size
    wide = Image.new("RGB", (width * 2, height * 2), "white")
    wide.paste(image, (width // 3, height // 2))
    return wide


def grey(image: Image.Image) -> Image.Image:
    """Return the picture without its colours."""
    return image.convert("L").convert("RGB")


def inverted(image: Image.Image) -> Image.Image:
    """Return the negative."""
    return image.point([255 - value for value in range(256)] * 3)


# family -> the change, what must be found, JPEG quality (0: PNG), whether for photographs too
FAMILIES: Final[dict[str, tuple[Change, frozenset[Alteration], int, bool]]] = {
    "left alone: JPEG quality 85": (scaled(1, 1), NOTHING, 85, True),
    "left alone: JPEG quality 40": (scaled(1, 1), NOTHING, 40, True),
    "left alone: half the size": (scaled(0.5, 0.5), NOTHING, 85, True),
    "left alone: a fifth of the size": (scaled(0.2, 0.2), NOTHING, 85, True),
    "left alone: a wide white margin": (framed, NOTHING, 85, False),
    "stretched 5 %": (scaled(1.05, 1), STRETCHED, 85, True),
    "stretched 10 %": (scaled(1.1, 1), STRETCHED, 85, True),
    "stretched 20 %": (scaled(1, 1.2), STRETCHED, 85, True),
    "stretched 30 %": (scaled(1.3, 1), STRETCHED, 85, True),
    "hue turned 20 degrees": (hue(20), RECOLOURED, 90, True),
    "hue turned 60 degrees": (hue(60), RECOLOURED, 90, True),
    "hue turned 180 degrees": (hue(180), RECOLOURED, 90, True),
    "without colours": (grey, RECOLOURED, 90, True),
    "negative": (inverted, RECOLOURED, 90, False),
    "half as bright": (
        lambda image: ImageEnhance.Brightness(image).enhance(0.5),
        RECOLOURED,
        90,
        True,
    ),
    "linked, cut 2 % a side": (cut(0.02), EITHER, 85, True),
    "linked, cut 5 % a side": (cut(0.05), EITHER, 85, True),
    "linked, cut 10 % a side": (cut(0.1), EITHER, 85, True),
    "linked, cut 20 % a side": (cut(0.2), EITHER, 85, True),
}
FLOORS: Final = {  # family -> least share, of those the product promises
    "left alone: JPEG quality 85": 0.99,
    "left alone: half the size": 0.97,
    "stretched 10 %": 0.95,
    "stretched 20 %": 0.95,
    "stretched 30 %": 0.95,
    "hue turned 60 degrees": 0.85,
}


def printed(image: Image.Image, quality: int = 0) -> Fingerprint:
    """Return the fingerprint of a picture saved and decoded as the product does it."""
    out = io.BytesIO()
    if quality:
        image.save(out, "JPEG", quality=quality)
    else:
        image.save(out, "PNG")
    head, pixels = answer(out.getvalue(), "image/jpeg" if quality else "image/png", look=True)
    around = head["around"]
    return fingerprint(
        pixels,
        ratio=float(str(head["ratio"])),
        background=around if isinstance(around, tuple) else None,
    )


def nearest(one: Fingerprint, library: list[Fingerprint]) -> tuple[int, Likeness]:
    """Return the place of the nearest picture, and how near it is."""
    found = [(likeness(one, other), place) for place, other in enumerate(library)]
    best, place = min(found, key=lambda pair: (not pair[0].is_near, -pair[0].cells))
    return place, best


def variants(
    pictures: list[Image.Image], library: list[Fingerprint]
) -> Iterator[tuple[str, bool, int, Likeness]]:
    """Yield for each variant its family, whether it was linked right, its place, the likeness."""
    for name, (change, _wanted, quality, photographs) in FAMILIES.items():
        for place, image in enumerate(pictures):
            if place >= LOGOS and not photographs:
                continue
            found, near = nearest(printed(change(image), quality), library)
            yield name, found == place, place, near


def main() -> int:
    """Print the table, and return 1 if a floor is missed."""
    pictures = [logo(SEED + at) for at in range(LOGOS)]
    pictures += [photograph(SEED + 1000 + at) for at in range(PHOTOS)]
    started = time.process_time()
    library = [printed(image) for image in pictures]
    each = (time.process_time() - started) / len(library)
    print("| figure | value | unit | target | held |\n|---|---:|---|---|---|")
    line("library: logos and photographs", f"{LOGOS} + {PHOTOS}", "pictures")
    line("one fingerprint, decoding included", f"{each * 1000:.0f}", "ms of processor")
    tried = list(variants(pictures, library))
    missed = families(tried)
    return missed + alarms(library, tried)


def line(name: str, value: object, unit: str, target: str = "", held: str = "") -> None:
    """Print one line of the table."""
    print(f"| {name} | {value} | {unit} | {target} | {held} |")


def families(tried: list[tuple[str, bool, int, Likeness]]) -> int:
    """Print the recall of each family; return whether a floor is missed."""
    right, number = Counter[str](), Counter[str]()
    for name, same, _place, near in tried:
        wanted = FAMILIES[name][1]
        number[name] += 1
        told = set(near.alterations)
        exact = bool(told & wanted) if wanted != NOTHING else told == NOTHING
        right[name] += same and near.is_near and exact
    missed = 0
    for name, count in number.items():
        share = right[name] / count
        floor = FLOORS.get(name)
        held = "" if floor is None else "yes" if share >= floor else "no"
        missed |= held == "no"
        line(name, f"{share:.3f}", "share", "" if floor is None else f">= {floor}", held)
    return missed


def alarms(library: list[Fingerprint], tried: list[tuple[str, bool, int, Likeness]]) -> int:
    """Print what strangers are taken for, and other thresholds; return whether it is too much."""
    strangers = [printed(logo(SEED + 5000 + at), 85) for at in range(STRANGERS)]
    strangers += [printed(photograph(SEED + 9000 + at), 85) for at in range(STRANGERS)]
    near = [nearest(one, library)[1] for one in strangers]
    share = sum(each.is_near for each in near) / len(strangers)
    held = "yes" if share <= MOST_ALARMS else "no"
    line(
        "strangers taken for one of the library", f"{share:.4f}", "share", f"<= {MOST_ALARMS}", held
    )
    line("strangers", len(strangers), "pictures")
    promised = [(same, each) for name, same, _place, each in tried if "cut" not in name]
    for cells in (0.85, 0.9, NEAR_CELLS, 0.96, 0.98, SURE_CELLS):
        linked = sum(same and _near(each, cells) for same, each in promised) / len(promised)
        taken = sum(_near(each, cells) for each in near) / len(near)
        line(
            f"by bits and {cells} of cells alone: linked, taken",
            f"{linked:.3f}, {taken:.3f}",
            "share",
        )
    return int(share > MOST_ALARMS)


def _near(near: Likeness, cells: float) -> bool:
    return near.bits <= NEAR_BITS and near.cells >= cells


if __name__ == "__main__":
    sys.exit(main())
