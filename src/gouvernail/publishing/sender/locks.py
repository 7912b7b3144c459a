"""Ownership that ends with its owner (trust.md 6.4): a file's lock, and on PostgreSQL one more.

A time lease is not ownership: a process stopped for an hour wakes up and sends. A lock held by the
kernel or by the database session is given back only when its holder ends or lets go. On PostgreSQL
both are held: the session's lock reaches other machines, but is lost when the database restarts
under a living sender; the file's lock is not.
"""

import fcntl
import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

FREEZE = "freeze"
_OF_DELIVERIES = "delivery-"
_PAUSE_SECONDS = 0.02
_HELD_NOW = Path("/proc/locks")


def _number(name: str) -> int:
    """Return the 63-bit advisory lock number of a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1


def _path(name: str) -> Path:
    folder = Path(settings.GOUVERNAIL_HOME) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{name}.lock"


@contextmanager
def held(name: str, *, shared: bool = False, wait_seconds: float = 0.0) -> Iterator[bool]:
    """Hold the lock `name` for the duration of the block; yield whether it was obtained.

    `shared` locks exclude only exclusive ones. Waits at most `wait_seconds`.
    """
    with _file(name, shared=shared, wait_seconds=wait_seconds) as obtained:
        if not obtained or connection.vendor != "postgresql":
            yield obtained
            return
        with _advisory(name, shared=shared, wait_seconds=wait_seconds) as both:
            yield both


def still_held(name: str) -> bool:
    """Return whether the lock held by this block stands on the database's side too.

    Raises:
        django.db.Error: the session that held it is gone, and the lock with it.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND pid = pg_backend_pid() AND ((classid::bigint << 32) | objid::bigint) = %s",
            [_number(name)],
        )
        row = cursor.fetchone()
    return bool(row[0])


def end_holders(name: str) -> list[int]:
    """Kill whoever else holds `name`, here and in the database; return the processes killed here.

    The kernel gives their locks back. What they were sending is then unknown, and is looked for.
    """
    killed = [pid for pid in _holders(_path(name)) if pid != os.getpid() and _kill(pid)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                " AND granted AND pid <> pg_backend_pid() AND database ="  # a server has others
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
                " AND ((classid::bigint << 32) | objid::bigint) = %s",
                [_number(name)],
            )
    return killed


def end_stopped_writer() -> list[int]:
    """Kill who was stopped while writing to SQLite and so keeps everybody else from it.

    A writer that works, however long, is left alone. None on PostgreSQL: there the server ends a
    transaction in which nothing happens (`idle_in_transaction_session_timeout`).
    """
    if connection.vendor != "sqlite":
        return []
    index = Path(f"{connection.settings_dict['NAME']}-shm")
    writers = [pid for pid in _holders(index, kind="POSIX") if _is_stopped(pid)]
    return [pid for pid in writers if pid != os.getpid() and _kill(pid)]


def _is_stopped(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] in {"T", "t"}


def _holders(path: Path, *, kind: str = "FLOCK") -> list[int]:
    """Return the processes of this machine that hold the lock of a file, as the kernel lists them.

    Lines: `1: FLOCK ADVISORY WRITE 4711 08:01:131 0 EOF` (proc(5)). Of `POSIX` locks only those
    to write count: readers of SQLite hold others.
    """
    try:
        inode = path.stat().st_ino
        lines = _HELD_NOW.read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    fields = [line.split() for line in lines]
    return [
        int(one[4])
        for one in fields
        if len(one) > 5  # noqa: PLR2004 - up to the file
        and one[1] == kind
        and (one[3] == "WRITE" or kind == "FLOCK")
        and one[5].rpartition(":")[2] == str(inode)
        and int(one[4]) > 0
    ]


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


@contextmanager
def _file(name: str, *, shared: bool, wait_seconds: float) -> Iterator[bool]:
    path = _path(name)
    mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    opened: list[int] = []
    obtained = _until(lambda: _try_flock(path, mode, opened), wait_seconds)
    try:
        yield obtained
    finally:
        if obtained and name.startswith(_OF_DELIVERIES):
            path.unlink(missing_ok=True)  # under its lock, or files would pile up
        for handle in opened:
            os.close(handle)


def _try_flock(path: Path, mode: int, opened: list[int]) -> bool:
    """Lock the file that stands at `path` now; its handle is added to `opened` when it is ours."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, mode)
        if os.fstat(handle).st_ino == path.stat().st_ino:
            opened.append(handle)
            return True
    except (BlockingIOError, FileNotFoundError):
        pass  # held, or its former holder has just taken the file away
    os.close(handle)
    return False


@contextmanager
def _advisory(name: str, *, shared: bool, wait_seconds: float) -> Iterator[bool]:
    suffix = "_shared" if shared else ""
    number = _number(name)
    obtained = _until(lambda: _call(f"pg_try_advisory_lock{suffix}", number), wait_seconds)
    try:
        yield obtained
    finally:
        if obtained:
            _call(f"pg_advisory_unlock{suffix}", number)


def _call(function: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [number])
        row = cursor.fetchone()
    return bool(row[0])


def _until(attempt: Callable[[], bool], wait_seconds: float) -> bool:
    deadline = time.monotonic() + wait_seconds
    while not attempt():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True
