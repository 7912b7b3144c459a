"""Markdown of clauses, rendered safely."""

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()
_markdown = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br", "hr"}


@register.filter
def clause_html(text: str) -> SafeString:
    """Return a clause's Markdown as HTML: raw HTML is shown as text, then the result is cleaned."""
    html = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - cleaned by nh3 just above


@register.filter
def level(anchor: str) -> int:
    """Return how deep a clause stands: 1 for `5`, 2 for `5.2`."""
    return anchor.count(".") + 1


@register.filter
def dashed(anchor: str) -> str:
    """Return an anchor as part of an element's id: `5-2` for `5.2`."""
    return anchor.replace(".", "-")
