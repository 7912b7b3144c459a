"""The supervisor restarts what falls, passes signals on and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PARENT = """
import os, sys
from gouvernail.project.processes import Supervisor
child = [sys.executable, "-c", sys.argv[1]]
sys.exit(Supervisor({"child": child}, environment=os.environ).run())
"""
# Writes its pid and that of a grandchild, then waits; `follow_parent` as the real children do.
STEADY = """
import os, subprocess, sys, time
from gouvernail.cli.background.children import follow_parent
follow_parent()
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(os.environ["NOTES"], "a") as notes:
    notes.write(f"{os.getpid()} {grandchild.pid}\\n")
time.sleep(60)
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def start(code: str, notes: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, code],
        env={**os.environ, "NOTES": str(notes), "PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(happened: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def lines(notes: Path) -> list[list[int]]:
    written = notes.read_text() if notes.exists() else ""
    return [[int(part) for part in line.split()] for line in written.splitlines()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_falls_is_started_again(notes: Path) -> None:
    with start(STEADY, notes) as parent:
        wait_for(lambda: len(lines(notes)) == 1)
        first, grandchild = lines(notes)[0]

        os.kill(first, signal.SIGKILL)

        wait_for(lambda: len(lines(notes)) == 2)
        assert lines(notes)[1][0] != first
        wait_for(lambda: not alive(grandchild))
        parent.terminate()


def test_a_child_that_always_falls_is_started_at_growing_intervals(notes: Path) -> None:
    code = "import os, time; open(os.environ['NOTES'], 'a').write(f'{time.time():.0f}\\n')"
    with start(code, notes) as parent:
        time.sleep(4)
        parent.terminate()
        log = parent.communicate(timeout=20)[0]

    assert 2 <= len(lines(notes)) <= 5
    assert "child   | ended with code 0; starting again in 0.5 s" in log
    assert "starting again in 1.0 s" in log


def test_sigterm_ends_the_parent_its_children_and_theirs(notes: Path) -> None:
    with start(STEADY, notes) as parent:
        wait_for(lambda: bool(lines(notes)))

        parent.terminate()

        assert parent.wait(timeout=20) == 0
    wait_for(lambda: not any(alive(pid) for pid in lines(notes)[0]))


def test_a_parent_killed_outright_leaves_no_orphan(notes: Path) -> None:
    with start(STEADY, notes) as parent:
        wait_for(lambda: bool(lines(notes)))
        child, grandchild = lines(notes)[0]

        parent.kill()

        wait_for(lambda: not alive(child))
        os.kill(grandchild, signal.SIGKILL)  # not one of ours: the real children start none


def test_what_a_child_prints_carries_its_name(notes: Path) -> None:
    with start("print('hello'); import time; time.sleep(60)", notes) as parent:
        assert parent.stdout is not None
        first = parent.stdout.readline()
        parent.terminate()

    assert first == "child   | hello\n"


# Beats once, then its main loop stands still while the process is there.
HANGING = """
import os, time
from pathlib import Path
from gouvernail.foundation.lifesigns import begin_to_show, still_at_work
begin_to_show(Path(os.environ["GOUVERNAIL_HOME"]), "child")
still_at_work()
with open(os.environ["NOTES"], "a") as notes:
    notes.write(f"{os.getpid()}\\n")
time.sleep(60)
"""
BEATING = HANGING.replace("time.sleep(60)", "while True: still_at_work(); time.sleep(0.1)")


def test_a_child_that_no_longer_beats_is_killed_and_started_again(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUVERNAIL_HOME", str(notes.parent))
    monkeypatch.setenv("GOUVERNAIL_HUNG_SECONDS", "1")
    with start(HANGING, notes) as parent:
        wait_for(lambda: len(lines(notes)) == 2)
        parent.terminate()
        log = parent.communicate(timeout=20)[0]

    assert not alive(lines(notes)[0][0])
    assert "child   | no sign of life for 1 s: killed" in log


def test_a_child_that_is_stopped_from_outside_is_killed_one_that_beats_is_left(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUVERNAIL_HOME", str(notes.parent))
    monkeypatch.setenv("GOUVERNAIL_HUNG_SECONDS", "1")
    with start(BEATING, notes) as parent:
        wait_for(lambda: len(lines(notes)) == 1)
        time.sleep(2)
        assert len(lines(notes)) == 1
        os.kill(lines(notes)[0][0], signal.SIGSTOP)

        wait_for(lambda: len(lines(notes)) == 2)
        parent.terminate()
