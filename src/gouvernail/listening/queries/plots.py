"""The plots of a dashboard as SVG: geometry in attributes, for a strict CSP and for a file."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gouvernail.listening.queries.dashboards import FEELINGS, Board

WIDE, TALL = 960, 420  # of the picture that stands alone
COLUMN: Final = 10.0
HEIGHT: Final = 100.0
_GAP: Final = 1.6
# From the foot of a column to its head: what needs an eye stands on the axis.
ORDER: Final = ("negative", "neutral", "positive", "unknown")
COLOURS: Final = {
    "negative": "#bf2429",
    "neutral": "#8b96a9",
    "positive": "#1d8453",
    "unknown": "#c9cfd9",
    "mark": "#7a1f5c",
}

Rectangle = tuple[str, str, str, str, str]


def rectangles(board: Board) -> list[Rectangle]:
    """Return the pieces of all columns: class, x, y, width, height; 10 wide each, 100 high."""
    peak = max(board.peak, 1)
    pieces = []
    for place, step in enumerate(board.steps):
        counts = dict(zip(FEELINGS, step.feelings, strict=True))
        foot = HEIGHT
        for feeling in ORDER:
            tall = HEIGHT * counts[feeling] / peak
            foot -= tall
            if counts[feeling]:
                box = (place * COLUMN + _GAP / 2, foot, COLUMN - _GAP, tall)
                pieces.append((feeling, *(f"{each:.2f}" for each in box)))
    return [(name, x, y, width, height) for name, x, y, width, height in pieces]


def volume_svg(board: Board) -> SafeString:
    """Return the columns, stretched to where they stand; their figures are in a table beside."""
    marks = [
        ("l-post" if step.posts else "", place * COLUMN + COLUMN / 2)
        for place, step in enumerate(board.steps)
        if step.posts
    ]
    spikes = [place for place, step in enumerate(board.steps) if step.spikes]
    over = [place for place, step in enumerate(board.steps) if step.marks]
    return format_html(
        '<svg class="l-plot" viewBox="0 0 {} 112" preserveAspectRatio="none" aria-hidden="true">'
        "{}{}{}{}</svg>",
        f"{len(board.steps) * COLUMN:.0f}",
        format_html_join(
            "",
            '<rect class="l-spike" x="{}" y="0" width="{}" height="100"/>',
            ((f"{place * COLUMN:.1f}", f"{COLUMN:.1f}") for place in spikes),
        ),
        format_html_join(
            "",
            '<rect class="l-{}" x="{}" y="{}" width="{}" height="{}"/>',
            rectangles(board),
        ),
        format_html_join(
            "",
            '<rect class="l-mark" x="{}" y="101" width="{}" height="3"/>',
            ((f"{place * COLUMN:.1f}", f"{COLUMN:.1f}") for place in over),
        ),
        format_html_join(
            "",
            '<rect class="{}" x="{}" y="105" width="5" height="6"/>',
            ((name, f"{x - 2.5:.1f}") for name, x in marks),
        ),
    )


def volume_file(
    board: Board, *, title: str, legend: Sequence[tuple[str, str]], first: str, last: str, top: str
) -> SafeString:
    """Return the columns as a picture that stands alone: 960 by 420, its words and colours in it.

    `legend` are sentiments, and `mark` for incidents, with their words; `top` is the
    figure of the highest column.
    """
    wide, scale = len(board.steps) * COLUMN, 880 / (len(board.steps) * COLUMN)
    over = [place for place, step in enumerate(board.steps) if step.marks]
    pieces = format_html_join(
        "",
        '<rect fill="{}" x="{}" y="101" width="{}" height="2"/>',
        ((COLOURS["mark"], f"{place * COLUMN:.1f}", f"{COLUMN:.1f}") for place in over),
    ) + format_html_join(
        "",
        '<rect fill="{}" x="{}" y="{}" width="{}" height="{}"/>',
        ((COLOURS[name], *box) for name, *box in rectangles(board)),
    )
    keys = format_html_join(
        "",
        '<rect fill="{}" x="{}" y="382" width="12" height="12"/>'
        '<text x="{}" y="393" font-size="14" fill="#27324a">{}</text>',
        (
            (COLOURS[name], 40 + place * 170, 58 + place * 170, words)
            for place, (name, words) in enumerate(legend)
        ),
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="960" height="420" viewBox="0 0 960 420" '
        'font-family="Inter, Helvetica, Arial, sans-serif">'
        '<rect width="960" height="420" fill="#ffffff"/>'
        '<text x="40" y="36" font-size="20" font-weight="600" fill="#0f1b31">{title}</text>'
        '<text x="40" y="60" font-size="13" fill="#586377">{top}</text>'
        '<g transform="translate(40 76) scale({across} 2.56)">{pieces}</g>'
        '<line x1="40" y1="332" x2="{end}" y2="332" stroke="#c9cfd9"/>'
        '<text x="40" y="352" font-size="13" fill="#586377">{first}</text>'
        '<text x="920" y="352" font-size="13" text-anchor="end" fill="#586377">{last}</text>'
        "{keys}</svg>",
        title=title,
        top=top,
        across=f"{scale:.4f}",
        end=f"{40 + wide * scale:.0f}",
        pieces=pieces,
        first=first,
        last=last,
        keys=keys,
    )
