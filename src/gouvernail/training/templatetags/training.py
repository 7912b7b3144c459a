"""Markdown of lessons and resources, rendered safely; what a learner sees of a day."""

from collections.abc import Iterable
from datetime import timedelta

from django import template
from django.utils.safestring import SafeString

from gouvernail.foundation.markdown import WORDS, safe_html
from gouvernail.people.models import Role
from gouvernail.training.forms.asking import networks_offered

register = template.Library()
_TAGS = WORDS | {"pre", "h2", "h3", "h4"}


@register.filter
def lesson_html(text: str) -> SafeString:
    """Return Markdown as HTML: raw HTML is shown as text, then the result is cleaned.

    A first-level heading becomes one of the second level: the page has its own.
    """
    lines = [f"#{line}" if line.startswith("# ") else line for line in text.splitlines()]
    return safe_html("\n".join(lines), tags=_TAGS)


@register.filter
def letter(place: int) -> str:
    """Return the letter of a choice: A for the first."""
    return chr(ord("A") + place - 1)


@register.filter
def networks(slugs: Iterable[str]) -> str:
    """Write networks as people write their names."""
    named = dict(networks_offered())
    return ", ".join(named.get(slug, slug) for slug in slugs)


@register.filter
def roles(held: Iterable[str]) -> str:
    """Write roles as people say them."""
    named = {role.value: str(role.label) for role in Role}
    return ", ".join(named.get(role, role) for role in held)


@register.simple_tag
def duration_of(seconds: int) -> str:
    """Write a short time: `45 s`, `2 min`, `2 min 30 s`."""
    minutes, rest = divmod(int(timedelta(seconds=seconds).total_seconds()), 60)
    said = [f"{minutes}\N{NO-BREAK SPACE}min"] if minutes else []
    return " ".join([*said, f"{rest}\N{NO-BREAK SPACE}s"] if rest or not said else said)
