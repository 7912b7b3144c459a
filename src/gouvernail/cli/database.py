"""`gouvernail database-roles`: the rights of the application in PostgreSQL, as SQL.

gouvernail database-roles | psql …         give them, as the owner of the tables
"""

import argparse
import re
import sys
from typing import Final

from gouvernail.cli.main import FAILED, OK, with_django

ROLE: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `database-roles`."""
    roles = subparsers.add_parser(
        "database-roles", help="print the SQL of a role that can only add to the journal"
    )
    roles.add_argument(
        "--role", type=_role, default="gouvernail_app", help="the role of the application"
    )
    roles.set_defaults(run=with_django(run_roles))


def _role(given: str) -> str:
    if not ROLE.fullmatch(given):
        message = (
            "a role is named with a to z, 0 to 9 and _, without a digit first, 63 signs at most"
        )
        raise argparse.ArgumentTypeError(message)
    return given


def run_roles(given: argparse.Namespace) -> int:
    """Print the statements; the database is asked for its tables only."""
    from django.db import connection

    from gouvernail.continuity.archives.roles import role_statements

    if connection.vendor != "postgresql":
        print("SQLite has no roles: its file belongs to the user of the processes", file=sys.stderr)
        return FAILED
    print("BEGIN;")
    for statement in role_statements(given.role):
        print(statement)
    print("COMMIT;")
    return OK
