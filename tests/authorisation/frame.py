"""Pages without what stands around each of them: the same everywhere, and a part of their work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.template.base import NodeList
from django.template.loader import get_template

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
