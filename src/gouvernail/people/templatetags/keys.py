"""What a key may do, in words."""

from collections.abc import Iterable

from django import template

from gouvernail.people.forms.profile import SCOPES

register = template.Library()


@register.filter
def scope_words(scopes: Iterable[str]) -> str:
    """Write what a key may do; a scope that is no longer known keeps its own word."""
    return ", ".join(str(SCOPES.get(scope, scope)) for scope in scopes)
