"""Pages without what is the same for all: what stands around them, and finding their addresses."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.template.base import NodeList
from django.template.loader import get_template
from django.urls import ResolverMatch, get_resolver

FRAME = ("_freezebar", "_head", "_help", "_nav", "_tabbar", "_top")


@contextmanager
def without_the_frame() -> Iterator[None]:
    """Leave the menus, the head and the foot of every page undrawn meanwhile."""
    around: list[Any] = [get_template(f"web/{name}.html") for name in FRAME]
    kept = [one.template.nodelist for one in around]
    for one in around:
        one.template.nodelist = NodeList()
    try:
        yield
    finally:
        for one, nodes in zip(around, kept, strict=True):
            one.template.nodelist = nodes


@contextmanager
def known_addresses() -> Iterator[None]:
    """Look an address up in the hundreds of patterns once, not again for each who asks it."""
    resolver: Any = get_resolver()
    resolver.resolve = _resolved
    try:
        yield
    finally:
        del resolver.resolve


def view_at(path: str) -> Any:
    """Return the view that answers an address."""
    return _resolved(path).func


@lru_cache(maxsize=4096)
def _resolved(path: str) -> ResolverMatch:
    resolver: Any = get_resolver()
    return type(resolver).resolve(resolver, path)  # type: ignore[no-any-return]  # Django's own
