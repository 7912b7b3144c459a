"""Colours: their form, and how well one is read on another (WCAG 2.2, 1.4.3)."""

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import get_language

from gouvernail.brand.models import Theme
from gouvernail.brand.permissions.guides import visible_themes
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person

HEX: Final = re.compile(r"#[0-9a-f]{6}")
AA, AA_LARGE, AAA = 4.5, 3.0, 7.0
BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """One named colour of a theme; `slug` is its name in CSS."""

    name: str
    hex: str
    slug: str

    @property
    def ink(self) -> str:
        """Return black or white, whichever is read better on it."""
        return max((BLACK, WHITE), key=lambda one: contrast(one, self.hex))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourPair:
    """A text on a ground, and how it reads; `allowed` by the theme."""

    text: Colour
    ground: Colour
    ratio: float
    allowed: bool

    @property
    def level(self) -> str:
        """Return what WCAG says of it: `AAA`, `AA`, `AA large` (24 px, or 19 px bold), or none."""
        if self.ratio >= AAA:
            return "AAA"
        if self.ratio >= AA:
            return "AA"
        return "AA large" if self.ratio >= AA_LARGE else ""


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, definitions)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definitions)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def on_white(colours: list[Colour]) -> str:
    """Return the first colour that an icon may have on white (WCAG 1.4.11: 3), black if none."""
    fit = (one.hex for one in colours if contrast(one.hex, WHITE) >= AA_LARGE)
    return next(fit, BLACK)


def colours_of(theme: Theme) -> list[Colour]:
    """Return the colours of a theme, named in the reader's language. No query."""
    return [
        Colour(name=_name(one), hex=one["hex"], slug=slugify(one["name"]) or f"colour-{place}")
        for place, one in enumerate(theme.colours, start=1)
    ]


def _name(colour: dict[str, Any]) -> str:
    english = (get_language() or "").startswith("en")
    return str((english and colour.get("name_en")) or colour["name"])


def pairs_of(theme: Theme) -> list[ColourPair]:
    """Return every text on every other colour, the allowed first, then the best read. No query."""
    colours = colours_of(theme)
    allowed = {tuple(pair) for pair in theme.pairs}
    found = [
        ColourPair(
            text=text,
            ground=ground,
            ratio=int(contrast(text.hex, ground.hex) * 100) / 100,  # never rounded up to a level
            allowed=(at, below) in allowed,
        )
        for at, text in enumerate(colours)
        for below, ground in enumerate(colours)
        if at != below
    ]
    return sorted(found, key=lambda one: (not one.allowed, -one.ratio))


def themes_for_list(viewer: Person, *, cursor: str = "") -> Page[Theme]:
    """Return a page of colour themes. One query."""
    return page_of(visible_themes(viewer).select_related("unit"), order=("id",), cursor=cursor)
