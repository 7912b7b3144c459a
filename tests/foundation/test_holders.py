"""Who holds a lock is ended by its guard when somebody who may not kill it asks."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gouvernail.foundation import holders
from tests.project.divided import is_gone

pytestmark = pytest.mark.timeout(60)
GUARDED = """
import fcntl, os, sqlite3, sys, time
from pathlib import Path
from gouvernail.foundation import holders
home, what = Path(sys.argv[1]), sys.argv[2]
if what == "trouble":
    troubles, looks = [OSError("no locks left")] * 2 + [ValueError("unreadable")], holders.is_asked
    def is_asked(folder, name):
        if troubles:
            raise troubles.pop(0)
        return looks(folder, name)
    holders.is_asked, what = is_asked, "freeze"
holders.start_guard(home, "freeze", database=home / "site.sqlite3")
if what == "freeze":
    handle = os.open(holders.lock_file(home, "freeze"), os.O_RDONLY | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_SH)
if what == "writer":
    writing = sqlite3.connect(home / "site.sqlite3", isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
print("ready", flush=True)
time.sleep(60)
"""
ASKER = """
import fcntl, os, sys
from pathlib import Path
from gouvernail.foundation import holders
path = holders.lock_file(Path(sys.argv[1]), "freeze")
assert holders.holders(path) == []  # the kernel lists no process of another container
def is_free():
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
assert not is_free()
with holders.asking(path.parent, "freeze"):
    assert holders.until(is_free, 30)
"""
NOBODY = 61_300


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "site.sqlite3") as made:
        made.execute("PRAGMA journal_mode=WAL")
    made.close()
    return tmp_path


@contextmanager
def guarded(home: Path, what: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", GUARDED, str(home), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def ended(process: subprocess.Popen[str]) -> bool:
    return holders.until(lambda: process.poll() is not None, 20)


def test_a_guard_ends_a_stopped_holder_only_while_somebody_asks(home: Path) -> None:
    folder = holders.lock_folder(home)
    with guarded(home, "freeze") as process:
        [guard] = children(process.pid)
        process.send_signal(signal.SIGSTOP)
        (folder / "freeze.end").touch()  # what is left of a request that is over asks nothing
        assert not holders.is_asked(folder, "freeze")
        with holders.asking(folder, "other"):
            assert not holders.until(lambda: process.poll() is not None, 3 * holders.LOOK_SECONDS)

        with holders.asking(folder, "freeze"):
            assert holders.is_asked(folder, "freeze")
            assert ended(process)

        assert process.returncode == -signal.SIGKILL
        assert holders.until(lambda: is_gone(guard), 20)
    assert not holders.is_asked(folder, "freeze")


def test_whoever_does_not_hold_the_lock_is_left_alone(home: Path) -> None:
    folder = holders.lock_folder(home)
    with guarded(home, "nothing") as process, holders.asking(folder, "freeze"):
        assert not holders.until(lambda: process.poll() is not None, 4 * holders.LOOK_SECONDS)


def test_a_writer_is_ended_when_it_was_stopped_and_not_while_it_works(home: Path) -> None:
    folder = holders.lock_folder(home)
    with guarded(home, "writer") as process, holders.asking(folder, holders.WRITER):
        assert not holders.until(lambda: process.poll() is not None, 4 * holders.LOOK_SECONDS)
        process.send_signal(signal.SIGSTOP)
        assert ended(process)


def test_two_may_ask_at_once_and_guards_that_look_are_no_request(home: Path) -> None:
    folder = holders.lock_folder(home)
    with holders.asking(folder, "freeze"):
        with holders.asking(folder, "freeze"):
            assert holders.is_asked(folder, "freeze")
        assert holders.is_asked(folder, "freeze")
    assert not holders.is_asked(folder, "freeze")
    assert not holders.is_asked(folder, "freeze")


def test_a_guard_that_could_not_look_says_so_once_and_looks_again(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with guarded(home, "trouble") as process, holders.asking(holders.lock_folder(home), "freeze"):
        assert ended(process)
    said = capfd.readouterr().err
    assert said.count("cannot look, and tries again: no locks left") == 1
    assert said.count("cannot look, and tries again: unreadable") == 1


def test_a_pipe_or_a_link_of_that_name_holds_no_guard_up(home: Path) -> None:
    folder = holders.lock_folder(home)
    os.mkfifo(folder / "freeze.end")
    os.mkfifo(folder / "freeze.lock")
    assert not holders.is_asked(folder, "freeze")
    (folder / "linked.end").symlink_to(folder / "other.end")
    with holders.asking(folder, "other"):
        assert not holders.is_asked(folder, "linked")
    with guarded(home, "writer") as process, holders.asking(folder, "freeze"):
        process.send_signal(signal.SIGSTOP)
        with holders.asking(folder, holders.WRITER):
            assert ended(process)


def test_a_guard_ends_with_its_process_and_not_before(home: Path) -> None:
    with guarded(home, "freeze") as process:
        [guard] = children(process.pid)
        for told in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            os.kill(guard, told)
        assert not holders.until(lambda: is_gone(guard), 3 * holders.LOOK_SECONDS)
        process.kill()
        assert holders.until(lambda: is_gone(guard), 20)


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare"),
    reason="only root makes a container’s processes (unshare of util-linux)",
)
def test_whoever_holds_a_lock_in_another_container_is_ended_too(home: Path) -> None:
    apart = ["unshare", "--pid", "--fork", "--mount-proc", sys.executable, "-c", ASKER, str(home)]
    with guarded(home, "freeze") as process:
        process.send_signal(signal.SIGSTOP)

        subprocess.run(apart, check=True, timeout=50)

        assert ended(process)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts processes as other users")
def test_what_another_user_may_not_kill_is_not_killed() -> None:
    sleeper = subprocess.Popen(["/bin/sleep", "60"])
    pid = os.fork()
    if pid == 0:
        os.setresuid(NOBODY, NOBODY, NOBODY)
        os._exit(holders.kill(sleeper.pid))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert sleeper.poll() is None
    assert holders.kill(sleeper.pid)
    assert sleeper.wait(5) == -signal.SIGKILL
