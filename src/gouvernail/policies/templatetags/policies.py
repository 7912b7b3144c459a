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
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_TABLE: Final = {"table", "thead", "tbody", "tr", "th", "td"}
_TAGS: Final = _TABLE | {
    "p", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br", "hr",
}  # fmt: skip
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|])")


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
