"""Markdown of lessons and resources, rendered safely; what a learner sees of a day."""

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "br", "hr"}
_TAGS |= {"h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"}


@register.filter
def lesson_html(text: str) -> SafeString:
    """Return Markdown as HTML: raw HTML is shown as text, then the result is cleaned.

    A first-level heading becomes one of the second level: the page has its own.
    """
    lines = [f"#{line}" if line.startswith("# ") else line for line in text.splitlines()]
    html = nh3.clean(
        _markdown.render("\n".join(lines)),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - cleaned by nh3 just above


@register.filter
def letter(place: int) -> str:
    """Return the letter of a choice: A for the first."""
    return chr(ord("A") + place - 1)
