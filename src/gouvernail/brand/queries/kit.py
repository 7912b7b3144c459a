"""The kit for a web site: icons in the theme's colours, follow links, colours as CSS, in a zip.

Icons are those of Tabler (MIT), drawn again in a colour of the theme; the marks they show belong
to the networks, whose own rules of use hold, and the kit says so.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst
from django.contrib.staticfiles import finders
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gouvernail.brand.models import Theme
from gouvernail.brand.queries.colours import BLACK, WHITE, Colour, colours_of, on_white
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import network_label

SPRITE: Final = "web/vendor/icons/icons.svg"
LICENCE: Final = "web/vendor/icons/LICENSE"
SYMBOL: Final = re.compile(r'<symbol id="([a-z0-9-]+)" viewBox="0 0 24 24">(.*?)</symbol>')
SIZES: Final = (32, 64, 128)
BESIDE: Final = ("share", "mail", "link", "rss")
MOST_ACCOUNTS: Final = 60
SAME_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of a zip: the same kit gives the same bytes
# Where a reader shares a page by themselves; `{address}` and `{title}` are encoded by the script.
SHARING: Final = {
    "bluesky": "https://bsky.app/intent/compose?text={title}%20{address}",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u={address}",
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={address}",
    "x": "https://x.com/intent/post?url={address}&amp;text={title}",
    "mail": "mailto:?subject={title}&amp;body={address}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """One icon: `name` is that of a network or of an act, `label` what it is called."""

    name: str
    label: str
    drawing: str

    def svg(self, colour: str, *, size: int = 24, named: bool = False) -> SafeString:
        """Return it in a colour, square, of `size` pixels; `named` when it stands alone."""
        said = (
            format_html('role="img" aria-label="{}"', self.label) if named else 'aria-hidden="true"'
        )
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
            f'viewBox="0 0 24 24" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round" {said}>{self.drawing}</svg>'
        )
        return mark_safe(text)  # noqa: S308 - our own drawing, a checked colour, an escaped label


@lru_cache(maxsize=1)
def _drawings() -> dict[str, str]:
    """Return the drawings of the vendored sprite by their name; read once."""
    return dict(SYMBOL.findall(_static(SPRITE)))


def _static(name: str) -> str:
    found = finders.find(name)
    return Path(str(found)).read_text(encoding="utf-8")


def icons_for(networks: set[str]) -> list[Icon]:
    """Return the icons of some networks that have one, then those of sharing. No query."""
    drawings = _drawings()
    found = [
        Icon(name=each, label=network_label(each), drawing=drawings[f"brand-{each}"])
        for each in sorted(networks)
        if f"brand-{each}" in drawings
    ]
    words = {"share": _("Share"), "mail": _("E-mail"), "link": _("Copy the link"), "rss": "RSS"}
    return found + [Icon(name=each, label=words[each], drawing=drawings[each]) for each in BESIDE]


def public_accounts(theme: Theme, *, viewer: Person) -> list[Account]:
    """Return the official accounts of the organisation in a theme's unit, and below. One query."""
    rows = visible_accounts(viewer).filter(
        unit__path__startswith=theme.unit.path,
        status=Account.Status.OFFICIAL,
        kind=Account.Kind.ORGANISATION,
        url__startswith="https://",
    )
    return list(rows.order_by("network", Plain("name"), "pk")[:MOST_ACCOUNTS])


def follow_links(accounts: list[Account], icons: list[Icon]) -> SafeString:
    """Return the links of a web site to the accounts, each said to be of the same owner.

    `rel="me"` is what Mastodon and IndieAuth read to confirm that both have one owner.
    """
    drawn = {icon.name: icon for icon in icons}
    lines = format_html_join(
        "\n",
        '  <li><a rel="me noopener" href="{}">{} {}</a></li>',
        (
            (
                one.url,
                drawn[one.network].svg("currentColor") if one.network in drawn else "",
                f"{one.name} ({network_label(one.network)})",
            )
            for one in accounts
        ),
    )
    return format_html('<ul class="brand-follow">\n{}\n</ul>\n', lines)


def share_links(icons: list[Icon]) -> SafeString:
    """Return the links by which a reader shares a page; `{address}` and `{title}` to be filled."""
    drawn = {icon.name: icon for icon in icons}
    lines = [
        f'  <li><a rel="noopener" href="{SHARING[name]}">{drawn[name].svg("currentColor")} '
        f"{format_html('{}', drawn[name].label)}</a></li>"
        for name in SHARING
        if name in drawn
    ]
    text = '<ul class="brand-share">\n' + "\n".join(lines) + "\n</ul>\n"
    return mark_safe(text)  # noqa: S308 - our own drawings and addresses, labels escaped


def css_of(colours: list[Colour]) -> str:
    """Return the colours of a theme as CSS variables, with those of a dark page."""
    first = colours[0]
    lines = "\n".join(f"  --brand-{one.slug}: {one.hex};" for one in colours)
    return (
        f":root {{\n{lines}\n  --brand-on-{first.slug}: {first.ink};\n}}\n"
        ".brand-follow, .brand-share { display: flex; flex-wrap: wrap; gap: 12px; padding: 0; "
        "list-style: none; }\n"
        f".brand-follow a, .brand-share a {{ color: {on_white(colours)}; }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        "  .brand-follow a, .brand-share a { color: #ffffff; }\n}\n"
    )


def png_of(svg: str, *, size: int) -> bytes:
    """Return a drawing of 24 units as a PNG of `size` pixels, on nothing. About ten milliseconds.

    Raises:
        typst.TypstError: the drawing cannot be read: a defect of ours.
    """
    page = (
        "#set page(width: 24pt, height: 24pt, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 24pt)'
    )
    found = typst.compile(page.encode(), format="png", ppi=72 * size / 24, sys_inputs={"svg": svg})
    return bytes(found)


def kit_of(theme: Theme, *, viewer: Person, at: datetime) -> bytes:
    """Return the kit of a theme as a zip. One query; about a second for ten networks.

    The same theme and accounts on the same day give the same bytes.
    """
    accounts = public_accounts(theme, viewer=viewer)
    icons = icons_for({one.network for one in accounts} | set(SHARING))
    colours = colours_of(theme)
    files = {
        "README.txt": _readme(theme, at=at),
        "LICENSE-icons.txt": _static(LICENCE),
        "colours.css": css_of(colours),
        "follow.html": str(follow_links(accounts, icons)),
        "share.html": str(share_links(icons)),
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, SAME_DAY), text)
        for slug, code in _inks(colours):
            for icon in icons:
                drawn = str(icon.svg(code, named=True))
                archive.writestr(zipfile.ZipInfo(f"svg/{slug}/{icon.name}.svg", SAME_DAY), drawn)
                for size in SIZES if slug in {colours[0].slug, "white"} else ():
                    place = zipfile.ZipInfo(f"png/{slug}/{icon.name}-{size}.png", SAME_DAY)
                    archive.writestr(place, png_of(drawn, size=size))
    return body.getvalue()


def _inks(colours: list[Colour]) -> list[tuple[str, str]]:
    own = {one.slug: one.hex for one in colours}
    return list(({"black": BLACK, "white": WHITE} | own).items())


def _readme(theme: Theme, *, at: datetime) -> str:
    day = at.astimezone(UTC).date().isoformat()
    lines = [
        _("%(title)s, kit made on %(day)s") % {"title": theme.label, "day": day},
        "",
        _("svg/, png/: icons in each colour; PNG in the first colour and in white."),
        _("colours.css: the colours as variables; include it before your own style."),
        _("follow.html: links to the public accounts; rel=me says that both have one owner."),
        _("share.html: replace “address” and “title” in braces by those of the page, encoded."),
        "",
        _("The icons are those of Tabler (MIT, see LICENSE-icons.txt), in other colours."),
        _(
            "Names and marks of the networks belong to them: follow the rules each publishes, and "
            "do not suggest that a network endorses you."
        ),
    ]
    return "\n".join(lines) + "\n"
