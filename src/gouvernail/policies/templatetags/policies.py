"""Markdown of clauses, rendered safely."""

import re
from collections.abc import Mapping
from typing import Any, Final

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from gouvernail.policies.queries.citing import CITED, Cited

register = template.Library()
_plain = MarkdownIt("commonmark", {"html": False})
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
MOST_CELLS: Final = 5_000  # of the tables of one text
_TABLE: Final = {"table", "thead", "tbody", "tr", "th", "td"}
_TAGS: Final = _TABLE | {
    "p", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br", "hr",
}  # fmt: skip
_LINES: Final = re.compile(r"\r\n?|\n")
_BEFORE_A_BLOCK: Final = " \t>*+-0123456789.)"  # of a list or of words quoted
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|])")


@register.filter
def clause_html(text: str) -> SafeString:
    """Return a clause's Markdown as HTML: raw HTML is shown as text, then the result is cleaned.

    Tables of more cells than their words can hold, or than `MOST_CELLS`, stay as they were written.
    """
    reader = _markdown if _cells(text) <= min(MOST_CELLS, len(text) // 2) else _plain
    html = nh3.clean(
        reader.render(text),
        tags=_TAGS,
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


@register.simple_tag(takes_context=True)
def clause_words(context: Mapping[str, Any], text: str) -> SafeString:
    """Return a clause as HTML, the clauses it cites named by their titles.

    What `cited` of the context does not know stays as it was written.
    """
    cited: Mapping[str, Cited] = context.get("cited") or {}
    return clause_html(CITED.sub(lambda found: _named(found[0], cited), text) if cited else text)


def _named(code: str, cited: Mapping[str, Cited]) -> str:
    one = cited.get(code)
    if one is None:
        return code
    title = _MARKS.sub(r"\\\1", one.title)
    return _("“%(title)s”") % {"title": f"[{title}]({one.url})" if one.url else title}


@register.filter
def level(anchor: str) -> int:
    """Return how deep a clause stands: 1 for `5`, 2 for `5.2`."""
    return anchor.count(".") + 1


@register.filter
def dashed(anchor: str) -> str:
    """Return an anchor as part of an element's id: `5-2` for `5.2`."""
    return anchor.replace(".", "-")
