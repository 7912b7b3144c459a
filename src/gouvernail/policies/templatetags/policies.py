"""Markdown of clauses, rendered safely."""

import re
from collections.abc import Mapping
from typing import Any, Final, Protocol

from django import template
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gouvernail.foundation.markdown import safe_html
from gouvernail.kernel.text.differences import Piece, word_diff
from gouvernail.policies.queries.citing import CITED, Cited

register = template.Library()
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|])")


@register.filter
def clause_html(text: str) -> SafeString:
    """Return a clause's Markdown as HTML: raw HTML is shown as text, then the result is cleaned."""
    return safe_html(text)


@register.simple_tag(takes_context=True)
def clause_words(context: Mapping[str, Any], text: str, language: str = "") -> SafeString:
    """Return a clause as HTML, the clauses it cites named by their titles.

    What `cited` of the context does not know stays as it was written. With a `language`, as one
    who reads in it is told: `cited` then holds what is cited by language.
    """
    cited: Mapping[str, Any] = context.get("cited") or {}
    if not language:
        return clause_html(_linked(text, cited))
    with translation.override(language):
        return clause_html(_linked(text, cited.get(language, {})))


@register.simple_tag(takes_context=True)
def cited_words(context: Mapping[str, Any], text: str) -> str:
    """Return words of a clause as they are, the clauses they cite named by their titles."""
    return _told(text, context.get("cited") or {})


class Said(Protocol):
    """A clause of a version, or of a text people are asked about."""

    @property
    def label(self) -> str:
        """Return its title."""

    @property
    def body(self) -> str:
        """Return its words."""


@register.simple_tag(takes_context=True)
def words_compared(
    context: Mapping[str, Any], before: Said | None, after: Said | None
) -> list[Piece]:
    """Return the words that stayed, came and went; clauses they cite are named by their titles."""
    cited: Mapping[str, Cited] = context.get("cited") or {}
    then, now = (f"{one.label}\n\n{one.body}" if one else "" for one in (before, after))
    return word_diff(_told(then, cited), _told(now, cited))


def _told(text: str, cited: Mapping[str, Cited]) -> str:
    def named(found: re.Match[str]) -> str:
        one = cited.get(found[0])
        return _("“%(title)s”") % {"title": one.title} if one else found[0]

    return CITED.sub(named, text) if cited else text


def _linked(text: str, cited: Mapping[str, Cited]) -> str:
    def named(found: re.Match[str]) -> str:
        one = cited.get(found[0])
        if one is None:
            return found[0]
        title = _MARKS.sub(r"\\\1", one.title)
        return _("“%(title)s”") % {"title": f"[{title}]({one.url})" if one.url else title}

    return CITED.sub(named, text) if cited else text


@register.filter
def level(anchor: str) -> int:
    """Return how deep a clause stands: 1 for `5`, 2 for `5.2`."""
    return anchor.count(".") + 1


@register.filter
def dashed(anchor: str) -> str:
    """Return an anchor as part of an element's id: `5-2` for `5.2`."""
    return anchor.replace(".", "-")
