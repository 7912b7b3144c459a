"""The icons of the interface: one sprite of Tabler outlines, and the marks of the networks."""

import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "web/vendor/icons/icons.svg"
SYMBOL = re.compile(r'<symbol id="([^"]+)"')

NETWORKS: dict[str, tuple[str, str]] = {
    "bluesky": ("Bluesky", "brand-bluesky"),
    "facebook": ("Facebook", "brand-facebook"),
    "feeds": ("RSS", "rss"),
    "instagram": ("Instagram", "brand-instagram"),
    "linkedin": ("LinkedIn", "brand-linkedin"),
    "mastodon": ("Mastodon", "brand-mastodon"),
    "pinterest": ("Pinterest", "brand-pinterest"),
    "practice": ("Practice", "compass"),
    "rss": ("RSS", "rss"),
    "snapchat": ("Snapchat", "brand-snapchat"),
    "telegram": ("Telegram", "brand-telegram"),
    "threads": ("Threads", "brand-threads"),
    "tiktok": ("TikTok", "brand-tiktok"),
    "vimeo": ("Vimeo", "brand-vimeo"),
    "whatsapp": ("WhatsApp", "brand-whatsapp"),
    "x": ("X", "brand-x"),
    "youtube": ("YouTube", "brand-youtube"),
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
    known = NETWORKS.get(network.lower())
    return known[0] if known else network


def network_icon(network: str) -> str:
    """Return the name of a network's icon; a globe for one we do not know."""
    known = NETWORKS.get(network.lower())
    return known[1] if known else "world"
