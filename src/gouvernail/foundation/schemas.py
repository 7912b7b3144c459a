"""Shapes that every router of the API answers with."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema

from gouvernail.foundation.paging import page_of

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class PageOf(Schema, Generic[T]):
    """One page; `next` and `previous` are cursors for the parameter of that name, or empty."""

    items: list[T]
    next: str
    previous: str


class Problem(Schema):
    """Why a call was refused: `code` is stable, `fields` says which inputs are concerned."""

    code: str
    message: str
    fields: dict[str, str] = {}


def paged(
    rows: QuerySet[M], *, order: Sequence[str], cursor: str, shape: Callable[[M], Any], size: int
) -> dict[str, Any]:
    """Return one page of `rows` as `PageOf` takes it. One query."""
    page = page_of(rows, order=order, cursor=cursor, size=min(max(size, 1), 200))
    return {
        "items": [shape(row) for row in page.rows],
        "next": page.next_cursor,
        "previous": page.previous_cursor,
    }


def same(row: M) -> M:
    """Return a row as it is, for schemas that read attributes."""
    return row
