"""Locks between processes and the spool of answers, to the letter."""

import errno
import fcntl
import os
import signal
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from pytest_django import Settings

from gouvernail.foundation import holders as kernel
from gouvernail.networks.contract import Sent
from gouvernail.publishing.sender import locks, spool

pytestmark = pytest.mark.django_db  # PostgreSQL is asked for a lock of its own beside the file's
ONE = UUID(int=5)
SAME_PLACE = UUID(int=5 + spool.PLACES)
SENT = Sent(remote_id="7", url="https://é.example/7", response_sha256="c" * 64, reference="r7")


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.GOUVERNAIL_HOME = tmp_path
    return tmp_path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def on(monkeypatch: pytest.MonkeyPatch, vendor: str) -> None:
    database = SimpleNamespace(vendor=vendor, settings_dict={"NAME": "site.sqlite3"})
    monkeypatch.setattr(locks, "connection", database)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize(
    ("first", "second", "obtained"),
    [(False, False, False), (True, False, False), (False, True, False), (True, True, True)],
)
def test_only_shared_locks_are_held_together(
    home: Path, *, first: bool, second: bool, obtained: bool
) -> None:
    with locks.held("freeze", shared=first) as ours:
        assert ours
        with locks.held("freeze", shared=second) as also:
            assert also == obtained
        with locks.held("other") as apart:
            assert apart

    with locks.held("freeze") as again:
        assert again
    file = home / "locks" / "freeze.lock"
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


def test_the_file_of_a_delivery_goes_with_its_lock_and_that_of_the_freeze_stays(
    home: Path,
) -> None:
    with locks.held("delivery-1"), locks.held("delivery-1") as second:
        assert not second
    with locks.held("freeze"):
        pass

    assert [path.name for path in (home / "locks").iterdir()] == ["freeze.lock"]


def test_a_lock_is_waited_for_as_long_as_asked() -> None:
    with locks.held("freeze"):
        began = time.monotonic()
        with locks.held("freeze", wait_seconds=0.1) as obtained:
            assert not obtained
        assert 0.1 <= time.monotonic() - began < 5


def test_a_file_put_in_the_place_of_a_lock_is_not_that_lock(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fcntl.flock

    def swapped(handle: int, how: int) -> None:
        real(handle, how)
        path = home / "locks" / "freeze.lock"
        path.unlink()
        path.touch()

    monkeypatch.setattr("fcntl.flock", swapped)

    with locks.held("freeze") as obtained:
        assert not obtained


def test_the_kernel_s_list_names_who_holds_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "held"
    held.touch()
    at = f"08:01:{held.stat().st_ino}"
    lines = [
        f"1: FLOCK ADVISORY WRITE 11 {at} 0 EOF",
        f"2: FLOCK ADVISORY READ 12 {at} 0 EOF",
        f"2: -> FLOCK ADVISORY WRITE 13 {at} 0 EOF",
        f"3: POSIX ADVISORY WRITE 14 {at} 0 EOF",
        f"4: POSIX ADVISORY READ 15 {at} 0 EOF",
        f"5: FLOCK ADVISORY WRITE 16 {at}1 0 EOF",
        f"6: FLOCK ADVISORY WRITE 0 {at} 0 EOF",
        f"7: FLOCK ADVISORY WRITE 1 {at}",
        "8: FLOCK ADVISORY WRITE 17",
        "",
    ]
    listed = tmp_path / "locks"
    listed.write_text("\n".join(lines))
    monkeypatch.setattr(kernel, "_HELD_NOW", listed)

    assert kernel.holders(held) == [11, 12, 1]
    assert kernel.holders(held, kind="POSIX") == [14]
    assert kernel.holders(tmp_path / "nothing") == []
    listed.unlink()
    assert kernel.holders(held) == []


def test_whoever_else_holds_a_lock_is_ended_and_never_ourselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sleeper = subprocess.Popen(["/bin/sleep", "60"])
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    found = [os.getpid(), sleeper.pid, gone.pid]
    monkeypatch.setattr(locks, "holders", lambda _path: found)
    on(monkeypatch, "sqlite")

    assert locks.end_stopped_writer() == []  # they work: they are left alone
    assert locks.end_holders("freeze") == [sleeper.pid]
    assert sleeper.wait(5) == -signal.SIGKILL


def test_a_stopped_writer_is_ended_on_sqlite_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = subprocess.Popen(["/bin/sleep", "60"])
    sleeper.send_signal(signal.SIGSTOP)
    asked: list[tuple[str, str]] = []

    def holders(path: Path, *, kind: str) -> list[int]:
        asked.append((path.name[-4:], kind))
        return [os.getpid(), sleeper.pid]

    monkeypatch.setattr(kernel, "holders", holders)
    while not kernel.is_stopped(sleeper.pid):
        time.sleep(0.01)
    assert not kernel.is_stopped(os.getpid())
    assert not kernel.is_stopped(2**31)

    on(monkeypatch, "postgresql")
    assert (locks.end_stopped_writer(), asked) == ([], [])
    on(monkeypatch, "sqlite")
    assert locks.end_stopped_writer() == [sleeper.pid]
    assert asked == [("-shm", "POSIX")]
    assert sleeper.wait(5) == -signal.SIGKILL


def test_the_number_of_a_name_is_the_same_for_ever() -> None:
    told = subprocess.run(["/usr/bin/sha256sum"], input=b"freeze", capture_output=True, check=True)

    assert locks._number("freeze") == int(told.stdout[:16], 16) // 2


def test_an_answer_is_kept_whole_for_its_delivery_and_its_intent(home: Path) -> None:
    assert spool.answer_for(ONE, key="k") is None

    spool.keep(ONE, key="k", sent=SENT)

    assert spool.answer_for(ONE, key="k") == SENT
    assert spool.answer_for(ONE, key="other") is None
    assert spool.answer_for(SAME_PLACE, key="k") is None
    file = home / "spool" / "answers"
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)
    assert file.stat().st_size == spool.PLACES * spool.BYTES
    place = file.read_bytes()[5 * spool.BYTES : 6 * spool.BYTES]
    assert (place[:1], place[-1:]) == (b"{", b"\n")
    assert file.read_bytes().count(b"{") == 1


def test_a_short_answer_leaves_nothing_of_a_longer_one() -> None:
    spool.keep(ONE, key="k", sent=Sent(remote_id="7" * 900, url="", response_sha256=""))
    spool.keep(SAME_PLACE, key="k", sent=SENT)

    assert spool.answer_for(SAME_PLACE, key="k") == SENT
    assert spool.answer_for(ONE, key="k") is None


def test_an_intent_without_a_key_has_no_answer() -> None:
    spool.keep(ONE, key="", sent=SENT)

    assert spool.answer_for(ONE, key="") is None


def test_what_fits_no_place_is_not_kept_and_its_neighbours_are_left(home: Path) -> None:
    bare = Sent(remote_id="", url="", response_sha256="", reference="")
    spool.keep(ONE, key="k", sent=bare)
    used = len((home / "spool" / "answers").read_bytes()[5 * spool.BYTES :].split(b" " * 9)[0])
    room = spool.BYTES - used - 1

    for length, kept in ((room, True), (room + 1, False)):
        (home / "spool" / "answers").unlink()
        long = Sent(remote_id="7" * length, url="", response_sha256="", reference="")
        spool.keep(ONE, key="k", sent=long)
        spool.prepare()
        assert (spool.answer_for(ONE, key="k") == long) == kept


def test_a_disk_without_room_is_said_when_preparing_and_only_logged_when_answering(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_given: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    before = open_files()
    monkeypatch.setattr("os.posix_fallocate", full)
    with pytest.raises(OSError, match="full"):
        spool.prepare()
    spool.keep(ONE, key="k", sent=SENT)
    assert spool.answer_for(ONE, key="k") is None
    assert "cannot be spooled" in caplog.text
    monkeypatch.undo()
    spool.prepare()
    spool.keep(ONE, key="k", sent=SENT)
    assert open_files() == before
    monkeypatch.setattr("os.posix_fallocate", full)  # it was allocated: no more room is asked
    assert spool.answer_for(ONE, key="k") == SENT
