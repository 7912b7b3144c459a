"""A sender that waits at a gate for each delivery, in a process of its own.

    python -m tests.publishing.proof.rival

The first line it reads is JSON: where the database is. Each line after that is the key of a
delivery: it answers `ready`, waits for an empty line, and tries to send that delivery once.
"""

import json
import sys
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection, connections  # noqa: E402 - after the set-up

from gouvernail.publishing.tasks.sending import send_one  # noqa: E402


def main() -> None:
    """Race, one delivery a round."""
    given: dict[str, Any] = json.loads(sys.stdin.readline())
    connections.close_all()
    connection.settings_dict.update(given)
    connection.ensure_connection()
    print("here", flush=True)  # noqa: T201 - the answer
    while key := sys.stdin.readline().strip():
        print("ready", flush=True)  # noqa: T201 - the answer
        sys.stdin.readline()  # the gate
        print("claimed" if send_one(UUID(key)) else "not mine", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
