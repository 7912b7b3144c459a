"""Markdown that people write, as HTML that is safe to show, whatever its tables would become."""

import re
from collections.abc import Set as AbstractSet
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MOST_CELLS: Final = 5_000  # of the tables of one text
TABLE: Final = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
WORDS: Final = TABLE | {
    "p", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br", "hr",
}  # fmt: skip
_plain = MarkdownIt("commonmark", {"html": False})
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_LINES: Final = re.compile(r"\r\n?|\n")
_BEFORE_A_BLOCK: Final = " \t>*+-0123456789.)"  # of a list or of words quoted


def safe_html(text: str, *, tags: AbstractSet[str] = WORDS) -> SafeString:
    """Return Markdown as HTML: raw HTML is shown as text, then the result is cleaned to `tags`.

    Tables of more cells than their words can hold, or than `MOST_CELLS`, stay as they were written.
    """
    reader = _markdown if _cells(text) <= min(MOST_CELLS, len(text) // 2) else _plain
    html = nh3.clean(
        reader.render(text),
        tags=set(tags),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - cleaned by nh3 just above


def _cells(text: str) -> int:
    """Return how many cells the rows of tables have at most: short rows are filled up to the head.

    A table begins after its line of dashes and ends at an empty line at the latest.
    """
    cells = columns = 0
    for line in _LINES.split(text):
        if not line.strip(" \t"):
            columns = 0
            continue
        cells += columns
        if "-" in line and set(line.lstrip(_BEFORE_A_BLOCK)) <= set("-:| \t"):
            columns = max(columns, sum("-" in one for one in line.split("|")))
    return cells
