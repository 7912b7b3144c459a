"""A site starts with one command, and its five processes do their work and leave."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen  # noqa: TID251 - the test is a browser here

import pytest

from gouvernail.project.processes import commands, port_is_free
from tests.migrated import put_tables

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    wanted = {
        **os.environ,
        "GOUVERNAIL_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home}/gouvernail.sqlite3",
        "GOUVERNAIL_LOG_LEVEL": "INFO",
        "GOUVERNAIL_SIGNER_SECONDS": "1",
    }
    wanted.pop("DJANGO_SETTINGS_MODULE", None)
    with (home / "log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "gouvernail.cli.main", *arguments],
            cwd=ROOT,
            env=wanted,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )


def answer(url: str, site: subprocess.Popen[str], seconds: float) -> int:
    deadline = time.monotonic() + seconds
    while True:
        assert site.poll() is None, "it ended"
        try:
            with urlopen(url, timeout=5) as page:  # noqa: S310 - our own address
                return int(page.status)
        except OSError:
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.2)


def heartbeats(home: Path) -> set[str]:
    with sqlite3.connect(home / "gouvernail.sqlite3") as database:
        return {name for (name,) in database.execute("SELECT process FROM foundation_heartbeat")}


def log_of(home: Path) -> str:
    return (home / "log").read_text()


@pytest.mark.sqlite
@pytest.mark.parametrize("what", ["demo", "run"])
def test_one_command_starts_a_site_and_one_signal_ends_it(what: str, tmp_path: Path) -> None:
    port = free_port()
    if what == "demo":  # the other makes its tables itself, as on a first start
        put_tables(tmp_path / "gouvernail.sqlite3")
    with start(tmp_path, what, "--port", str(port)) as site:
        try:
            status = answer(f"http://127.0.0.1:{port}/account/login/", site, seconds=180)
            deadline = time.monotonic() + 30
            while heartbeats(tmp_path) < {"worker", "sender", "signer", "listener"}:
                assert time.monotonic() < deadline, heartbeats(tmp_path)
                time.sleep(0.2)
        finally:
            site.terminate()
    log = log_of(tmp_path)

    assert status == 200
    assert site.returncode == 0, log
    assert f"http://localhost:{port}/" in log
    assert "Traceback" not in log
    assert "ended with code" not in log


def test_a_port_in_use_is_told_with_another_to_try(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with start(tmp_path, "run", "--port", str(port)) as site:
            site.wait(timeout=30)

    log = log_of(tmp_path)
    assert site.returncode == 1
    assert f"port {port} is taken: choose another with PORT={port + 1}" in log


def test_a_free_port_is_free() -> None:
    assert port_is_free("127.0.0.1", free_port())


def test_the_supervisor_starts_commands_that_exist() -> None:
    for name, command in commands(host="127.0.0.1", port=8000, server="waitress").items():
        done = subprocess.run([*command[:4], "--help"], capture_output=True, check=False)
        assert done.returncode == 0, name
