"""The disk under a sender refuses: full, or broken, at any read or write (trust.md, part 3).

    make soak PART=disk_errors

`strace` makes the n-th call fail, once or from then on, as a disk would; the file that SQLite and
the spool write is real. Errors of the server's own disk are PostgreSQL's matter.
"""

import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.publishing.proof.stage import Stage, end
from tests.publishing.test_soak import Load, drained, judged, random_of, rounds_of, stage

__all__ = ("stage",)  # the fixture
STRACE = shutil.which("strace")
CALLS = ("pwrite64", "fdatasync", "fsync", "write", "pread64")
ERRORS = ("EIO", "ENOSPC")

pytestmark = [
    pytest.mark.soak,
    pytest.mark.sqlite,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(2700),
    pytest.mark.skipif(STRACE is None, reason="needs strace: apt-get install strace"),
]


@contextmanager
def failing(pid: int, chance: random.Random, told: Path) -> Iterator[None]:
    """Let calls of one process fail; what failed is written in `told`."""
    call, error = chance.choice(CALLS), chance.choice(ERRORS)
    error = "EIO" if call == "pread64" else error
    when = f"{chance.randint(1, 12)}{chance.choice(('', '', '+'))}"
    with subprocess.Popen(
        [str(STRACE), "-qq", "-f", "-o", str(told), "-e", f"trace={call}",
         "-e", f"inject={call}:error={error}:when={when}", "-p", str(pid)],
        stderr=subprocess.DEVNULL,
    ) as tracer:  # fmt: skip
        try:
            yield
        finally:
            tracer.terminate()


@pytest.mark.parametrize("piece", [1, 2])
def test_disk_errors(stage: Stage, piece: int, tmp_path: Path) -> None:
    began, chance, load = time.monotonic(), random_of(piece), Load(stage, f"disk{piece}")
    rounds, failed = rounds_of(150), Counter[str]()
    for place in range(1, rounds + 1):
        load.add(2)
        stage.hurry()
        pid, told = stage.sender(), tmp_path / f"calls-{place}"
        with failing(pid, chance, told):
            time.sleep(chance.uniform(0.3, 0.9))
            end(pid)
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        failed.update(error for error in ERRORS for line in lines if f"{error} " in line)
        if place % 5 == 0 or place == rounds:
            assert drained(stage), stage.states()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()
    judged(
        stage, f"disk errors {piece}", rounds=rounds, began=began,
        figure=", ".join(f"{failed[each]} x {each}" for each in ERRORS),
    )  # fmt: skip
    assert whole == ("ok",)
    assert failed.total() > rounds / 2, failed
