"""What requests change in the tables, found by reading again only the tables that were written to.

Each request of the matrix is undone, so that the tables before it are those of the world, read
once. A statement that writes names its table; one that cannot be understood fails the test.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.db import connection

from tests.authorisation.flooding import Cell, cells_of, governed_tables, identifiers

READING = re.compile(
    r"\s*(?:(?:SELECT|EXPLAIN|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK)\b"
    r"|WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE)\b))",
    re.IGNORECASE | re.DOTALL,
)
WRITING = re.compile(
    r'\s*(?:(?:INSERT|REPLACE)(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE
)


@contextmanager
def written() -> Iterator[set[str]]:
    """Note the tables that statements write to during a block."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not READING.match(sql):
            found = WRITING.match(sql)
            assert found, f"what does this write? {sql[:200]}"
            tables.add(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield tables


def rows_in(table: str) -> list[str]:
    """Return every row of a table, in an order of their own."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
        return sorted(repr(row) for row in cursor.fetchall())


class Before:
    """The tables of the world as it was made: made before the first request, asked ever after."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
        self.rows = {name: rows_in(name) for name in names}
        self.cells = {table: cells_of(table) for table in governed_tables()}

    @cached_property
    def identifiers(self) -> frozenset[str]:
        """Return every identifier of the governed tables."""
        return identifiers(cell for found in self.cells.values() for cell in found)

    def changed(self, tables: set[str]) -> set[str]:
        """Return those of the tables whose rows are no longer what they were."""
        return {name for name in tables if rows_in(name) != self.rows[name]}

    def differences(self, tables: set[str]) -> tuple[Counter[Cell], Counter[Cell]]:
        """Return the values that are new in some tables, and those that are gone."""
        before, after = Counter[Cell](), Counter[Cell]()
        for table in tables & set(self.cells):
            before += self.cells[table]
            after += cells_of(table, self.identifiers)
        return after - before, before - after
