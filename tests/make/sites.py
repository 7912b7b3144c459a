"""Whole sites in homes of their own, worked by the real command line in other processes."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from tests.migrated import put_tables

ROOT = Path(__file__).resolve().parents[2]

SEVERAL = """
import contextlib, io, json, sys
from gouvernail.cli.main import main
done = []
for command in json.loads(sys.argv[1]):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(command)
    done.append([code, said.getvalue()])
print(json.dumps(done))
"""


@dataclass
class Site:
    """One home and the environment its processes get."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of its processes: nothing of the tests' own site."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GOUVERNAIL_", "DJANGO_")) and name != "DATABASE_URL"
        }
        return {
            **kept,
            "GOUVERNAIL_HOME": str(self.home),
            "DATABASE_URL": f"sqlite:///{self.home / 'gouvernail.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.production",
            "GOUVERNAIL_LOG_LEVEL": "WARNING",
            "LC_ALL": "C.UTF-8",
            "GOUVERNAIL_SIGNER_SECONDS": "1",
            "PYTHONPATH": str(ROOT / "src"),
            **self.extra,
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "gouvernail.cli.main", *arguments]

    def run(self, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run one command to its end; fail the test unless it ends with `code`."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def json(self, *arguments: str, code: int | None = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", code=code).stdout.splitlines()[-1])

    def run_all(self, *commands: Sequence[str]) -> list[tuple[int, str]]:
        """Run several commands in one process: code and output of each. Starting Django costs."""
        out = self.python(SEVERAL, json.dumps(commands))
        found: list[tuple[int, str]] = [tuple(each) for each in json.loads(out.splitlines()[-1])]
        return found

    def python(self, source: str, *arguments: str) -> str:
        """Run some Python inside the site and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{source}", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def process(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Keep one of its processes running, its words in a file; killed at the end."""
        with (
            (self.home / f"{arguments[0]}.log").open("w") as log,
            self.started(self.command(*arguments), output=log) as process,
        ):
            yield process

    @contextmanager
    def started(
        self, command: Sequence[str], *, output: IO[str] | int = subprocess.PIPE
    ) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            try:
                os.killpg(process.pid, signal.SIGCONT)
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def set_up(self) -> None:
        """Prepare it and give it its first person."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.environment["DATABASE_URL"].startswith("sqlite"):
            put_tables(self.home / "gouvernail.sqlite3")
        self.python(
            "from django.core.management import call_command\n"
            "from gouvernail.cli.main import main\n"
            "call_command('migrate', verbosity=0)\n"
            "main(['setup', '--name', 'Claire Morvan', '--email', 'claire@nordet.test',"
            " '--organisation', 'Nordet'])"
        )

    def sign(self) -> None:
        """Have the head of its log signed once."""
        self.python("from gouvernail.ledger.signer.loop import run; run(turns=1)")


@contextmanager
def new_database() -> Iterator[str]:
    """Make an empty database on the server of the tests, and drop it at the end; yield its URL."""
    name = f"gouvernail_site_{secrets.token_hex(4)}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait_until(happened: Any, *, seconds: float = 20, what: str = "it") -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen in {seconds} s"
        time.sleep(0.05)
