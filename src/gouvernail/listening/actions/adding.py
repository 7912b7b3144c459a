"""Adding to sums that may not exist yet: one statement for many rows."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Model

_ROWS: Final = 100  # a statement: SQLite takes 32,766 values


def add_to(
    model: type[Model],
    keys: Sequence[str],
    sums: Mapping[tuple[Any, ...], Sequence[int]],
    counted: Sequence[str],
) -> None:
    """Add to the columns `counted` of each row named by `keys`, making the rows that are missing.

    Args:
        model: whose rows; `keys` are the fields of a unique constraint of it.
        keys: names of fields, as columns.
        sums: values of the keys, to what is added to each column of `counted`.
        counted: names of whole-number columns.
    """
    rows = sorted(sums.items(), key=lambda pair: tuple(map(str, pair[0])))  # one order of locks
    for start in range(0, len(rows), _ROWS):
        _add(model, keys, rows[start : start + _ROWS], counted)


def _add(
    model: type[Model],
    keys: Sequence[str],
    rows: Sequence[tuple[tuple[Any, ...], Sequence[int]]],
    counted: Sequence[str],
) -> None:
    quote, meta = connection.ops.quote_name, model._meta
    fields: list[Any] = [meta.get_field(name) for name in keys]
    table = quote(meta.db_table)
    columns = [quote(field.column) for field in fields]
    numbers = [quote(name) for name in counted]
    place = f"({', '.join(['%s'] * (len(columns) + len(numbers)))})"
    moved = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in numbers)
    params: list[Any] = []
    for values, amounts in rows:
        params += [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, values, strict=True)
        ]
        params += amounts
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns + numbers)}) "  # noqa: S608 - our own names
            f"VALUES {', '.join([place] * len(rows))} "
            f"ON CONFLICT ({', '.join(columns)}) DO UPDATE SET {moved}",
            params,
        )
