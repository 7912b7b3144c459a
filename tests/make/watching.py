"""Watching what is written to governed tables, by the statements that reach the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from gouvernail.foundation import actions
from gouvernail.ledger.queries import states

LEAVES = "ledger_leaf"
WRITING = re.compile(
    r'^(?P<verb>INSERT INTO|UPDATE|DELETE FROM) "?(?P<table>\w+)"?(?: SET (?P<set>.*?) WHERE)?',
    re.DOTALL,
)


class Watch:
    """What was written to governed tables outside actions, and by actions that left no entry."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        self.changed: dict[int, tuple[Any, str]] = {}
        self.recorded: set[int] = set()
        self.tables = {model._meta.db_table: model for model in states.governed_models()}

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any
    ) -> Any:
        found = WRITING.match(sql)
        if found:
            self.note(found["verb"], found["table"], found["set"] or "")
        return execute(sql, params, many, context)

    def note(self, verb: str, table: str, changed: str) -> None:
        pending = actions._pending.get()
        if table == LEAVES:
            self.recorded.add(id(pending))
        if table not in self.tables or self.is_not_governed(table, verb, changed):
            return
        if pending is None:
            self.outside.append(f"{verb} {table} {changed}"[:120])
        else:
            self.changed.setdefault(id(pending), (pending, f"{verb} {table} {changed}"[:160]))

    def is_not_governed(self, table: str, verb: str, changed: str) -> bool:
        """Return whether only columns change that the model says are not governed."""
        skipped = {
            field.column
            for field in self.tables[table]._meta.concrete_fields
            if field.name in getattr(self.tables[table], "ledger_skip", ())
        }
        columns = set(re.findall(r'"(\w+)" = ', changed))
        return verb == "UPDATE" and bool(columns) and columns <= skipped

    @property
    def silent(self) -> list[str]:
        """Return what actions changed that left no entry at all."""
        return [what for key, (_, what) in self.changed.items() if key not in self.recorded]


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch the connection for the duration of a block."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch
