"""Many rows written by one statement, made of what the database holds already."""

from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Model, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class RandomId(Func):
    """A fresh UUID for each row: random (version 4), where Python would have made one in order."""

    output_field = UUIDField()
    arity = 0
    function = "gen_random_uuid"

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **extra_context: Any,  # noqa: ANN401 - as Django declares it
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return 32 hexadecimal signs, as Django keeps a UUID there."""
        del compiler, connection, extra_context
        return "lower(hex(randomblob(16)))", ()


def insert_from(
    model: type[Model], columns: dict[str, Any], rows: QuerySet[M], *, ignore: bool = False
) -> int:
    """Insert a row of `model` for each row of `rows`; return how many.

    `columns` maps fields of `model` to expressions over `rows`, or to names of its fields. `rows`
    is filtered at least once (SQLite reads `ON CONFLICT` only after a condition). `ignore`: what
    a unique constraint refuses is left out.
    """
    names = {field: f"into_{field}" for field in columns}
    expressions = {
        names[field]: value for field, value in columns.items() if not isinstance(value, str)
    }
    wanted = [value if isinstance(value, str) else names[field] for field, value in columns.items()]
    query = rows.order_by().annotate(**expressions).values_list(*wanted).query
    statement, params = query.sql_with_params()
    quote = connection.ops.quote_name
    meta = model._meta
    into = ", ".join(quote(str(vars(meta.get_field(field))["column"])) for field in columns)
    conflict = " ON CONFLICT DO NOTHING" if ignore else ""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(meta.db_table)} ({into}) {statement}{conflict}", params)
        return int(cursor.rowcount)
