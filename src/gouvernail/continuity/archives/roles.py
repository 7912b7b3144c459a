"""What the application may do in PostgreSQL where migrations run as another role, the owner.

Under these rights the application adds entries to the journal and cannot change, remove or empty
them; it makes, alters and drops nothing, triggers included. The triggers stay as a second fence.
"""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from gouvernail.ledger.queries.fences import INSERT_ONLY, NEVER_REMOVED

READ_AND_ADD: Final = ("SELECT", "INSERT")
KEEP: Final = ("SELECT", "INSERT", "UPDATE")
EVERYTHING: Final = ("SELECT", "INSERT", "UPDATE", "DELETE")


def role_statements(role: str) -> Iterator[str]:
    """Yield the statements that give `role` what the application needs and nothing more.

    For the owner of the tables, after each migration: a table that is new has no rights yet. One
    query.
    """
    quote = connection.ops.quote_name
    name = quote(role)
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC;"
    yield f"REVOKE ALL ON SCHEMA public FROM {name};"
    yield f"GRANT USAGE ON SCHEMA public TO {name};"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {name};"
    for table in sorted(connection.introspection.table_names()):
        yield f"GRANT {', '.join(rights_on(table))} ON {quote(table)} TO {name};"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {name};"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name};"


def rights_on(table: str) -> tuple[str, ...]:
    """Return what the application may do with the rows of a table."""
    if table in INSERT_ONLY:
        return READ_AND_ADD
    return KEEP if table in NEVER_REMOVED else EVERYTHING
