"""Paging by key: the next page starts after the last row seen, whatever the size of the table."""

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from gouvernail.foundation.digests import plain

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page: its rows, and the cursors that lead to its neighbours (empty at the ends)."""

    rows: list[M]
    next_cursor: str
    previous_cursor: str


def page_of(
    rows: QuerySet[M], *, order: Sequence[str], cursor: str = "", size: int = 50
) -> Page[M]:
    """Return one page of `rows` sorted by `order`, whose last field must be unique.

    Fields may start with `-` and must not be null. A cursor that cannot be read starts over at the
    first page. One query.
    """
    backwards, values = _read(cursor, len(order))
    wanted = [_flip(field) for field in order] if backwards else list(order)
    found = rows.order_by(*wanted)
    try:
        found = found.filter(_after(wanted, values)) if values else found
    except (ValidationError, ValueError, TypeError):  # values of another list, or of a stranger
        return page_of(rows, order=order, size=size)
    taken = list(found[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if backwards:
        taken.reverse()
    has_next = more if not backwards else bool(values)
    has_previous = bool(values) if not backwards else more
    return Page(
        rows=taken,
        next_cursor=_write("n", order, taken[-1]) if taken and has_next else "",
        previous_cursor=_write("p", order, taken[0]) if taken and has_previous else "",
    )


def page_of_keys(
    keys: Sequence[tuple[Any, ...]], *, cursor: str = "", size: int = 50
) -> tuple[slice, str, str]:
    """Return one page of rows already read and sorted by `keys`: its place, and its two cursors.

    For what must be counted whole to be sorted. The keys are unique and of numbers and words; a
    cursor that cannot be read starts over at the first page. No query.
    """
    backwards, values = _read(cursor, len(keys[0]) if keys else 0)
    start = 0
    try:
        if values and backwards:
            start = max(bisect_left(keys, tuple(values)) - size, 0)
        elif values:
            start = bisect_right(keys, tuple(values))
    except TypeError:  # values of another list, or of a stranger
        start = 0
    end = min(start + size, len(keys))
    following = _told("n", keys[end - 1]) if start < end < len(keys) else ""
    former = _told("p", keys[start]) if 0 < start < end else ""
    return slice(start, end), following, former


def _flip(field: str) -> str:
    return field[1:] if field.startswith("-") else "-" + field


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    condition = Q()
    equal = Q()
    for field, value in zip(order, values, strict=True):
        name, operator = (field[1:], "lt") if field.startswith("-") else (field, "gt")
        condition |= equal & Q(**{f"{name}__{operator}": value})
        equal &= Q(**{name: value})
    return condition


def _value(row: Model, field: str) -> object:
    value: object = row
    for part in field.removeprefix("-").split("__"):
        value = getattr(value, part)
    if isinstance(value, datetime | UUID):
        return value.isoformat() if isinstance(value, datetime) else str(value)
    return value if isinstance(value, float) else plain(value)


def _write(direction: str, order: Sequence[str], row: Model) -> str:
    return _told(direction, [_value(row, field) for field in order])


def _told(direction: str, values: Sequence[object]) -> str:
    text = json.dumps([direction, *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> tuple[bool, list[Any]]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, *values = json.loads(text)
    except (ValueError, binascii.Error, TypeError, RecursionError):
        return False, []
    if len(values) != length or direction not in ("n", "p") or not all(map(_is_plain, values)):
        return False, []
    return direction == "p", values


def _is_plain(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) or (isinstance(value, str) and "\x00" not in value)
