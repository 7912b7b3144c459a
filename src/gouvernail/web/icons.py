"""The icons of the interface: one sprite of Tabler outlines, and the marks of the networks."""

import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gouvernail.registry.queries import network_label

SPRITE = "web/vendor/icons/icons.svg"
SYMBOL = re.compile(r'<symbol id="([^"]+)"')

MARKS: dict[str, str] = {
    "bluesky": "brand-bluesky",
    "facebook": "brand-facebook",
    "instagram": "brand-instagram",
    "linkedin": "brand-linkedin",
    "mastodon": "brand-mastodon",
    "pinterest": "brand-pinterest",
    "practice": "compass",
    "rss": "rss",
    "snapchat": "brand-snapchat",
    "telegram": "brand-telegram",
    "threads": "brand-threads",
    "tiktok": "brand-tiktok",
    "vimeo": "brand-vimeo",
    "whatsapp": "brand-whatsapp",
    "x": "brand-x",
    "youtube": "brand-youtube",
}


class UnknownIconError(LookupError):
    """A template names an icon that is not in `tools/vendor/icons.txt`: a defect of ours."""


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Return the names of the icons in the sprite; the file is read once a process."""
    path = Path(__file__).parent / "static" / SPRITE
    return frozenset(SYMBOL.findall(path.read_text(encoding="utf-8")))


def icon_svg(name: str, *, classes: str = "", label: str = "") -> SafeString:
    """Return the `<svg>` of one icon: hidden from screen readers unless it has a label.

    Raises:
        UnknownIconError: no such icon in the sprite.
    """
    if name not in icon_names():
        raise UnknownIconError(name)
    named = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>',
        f"i {classes}".strip(),
        named if label else SafeString(named),
        static(SPRITE),
        name,
    )


def network_name(network: str) -> str:
    """Return how people write a network's name; an unknown one keeps its own words."""
    return network_label(network)


def network_icon(network: str) -> str:
    """Return the name of a network's icon; a globe for one we do not know."""
    return MARKS.get(network.lower(), "world")
