"""How long a statement may take on PostgreSQL: pages have a limit, long tasks have none.

The process that answers browsers calls `limit_statements` before its first connection. A reader
whose statement was stopped is told when to come back (`web.away`). Commands, the worker, the sender
and the signer are not limited: a migration, an export or a verification takes the time it needs.
Nor is a table that a page streams with `iterator()` outside a transaction: PostgreSQL gathers what
its cursor holds after the clock of the statement is stopped, and each slice is a statement.
"""

from typing import Final

from django.conf import settings
from django.db import connections

OPTION: Final = "statement_timeout"


def limit_statements() -> None:
    """Give every connection that this process opens from now on the limit of the settings.

    What `DATABASE_URL` says of it itself stands; SQLite knows no such limit.
    """
    given = connections.settings["default"]
    if not given["ENGINE"].endswith("postgresql"):
        return
    options = given["OPTIONS"].get("options", "")
    if OPTION not in options:
        limit = f"-c {OPTION}={settings.STATEMENT_SECONDS * 1000}"
        given["OPTIONS"]["options"] = f"{options} {limit}".strip()
