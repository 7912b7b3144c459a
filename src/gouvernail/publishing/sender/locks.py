"""Ownership that ends with its owner (trust.md 6.4): a file's lock, and on PostgreSQL one more.

A time lease is not ownership: a process stopped for an hour wakes up and sends. A lock held by the
kernel or by the database session is given back only when its holder ends or lets go. On PostgreSQL
both are held: the session's lock reaches other machines, but is lost when the database restarts
under a living sender; the file's lock is not.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from gouvernail.foundation.holders import (
    WRITER,
    asking,
    holders,
    kill,
    lock_file,
    stopped_writers,
    until,
)
from gouvernail.foundation.modes import open_file, read_by_all

FREEZE = "freeze"
_OF_DELIVERIES = "delivery-"
ASK_SECONDS = 2.0  # guards look five times a second; the kernel gives locks back at once


def _number(name: str) -> int:
    """Return the 63-bit advisory lock number of a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1


def _path(name: str) -> Path:
    return lock_file(Path(settings.GOUVERNAIL_HOME), name)


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
    """End whoever else holds `name`, here and in the database; return the processes killed here.

    The kernel gives their locks back. What they were sending is then unknown, and is looked for.
    Whoever is not ours to kill, of another user or container, is ended by its own guard.
    """
    killed = [pid for pid in holders(_path(name)) if pid != os.getpid() and kill(pid)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                " AND granted AND pid <> pg_backend_pid() AND database ="  # a server has others
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
                " AND ((classid::bigint << 32) | objid::bigint) = %s",
                [_number(name)],
            )
    if not _is_let_go(name):
        with asking(_path(name).parent, name):
            until(lambda: _is_let_go(name), ASK_SECONDS)
    return killed


def end_stopped_writer() -> list[int]:
    """End who was stopped while writing to SQLite and so keeps everybody else from it.

    A writer that works, however long, is left alone. None on PostgreSQL: there the server ends a
    transaction in which nothing happens (`idle_in_transaction_session_timeout`).
    """
    if connection.vendor != "sqlite":
        return []
    database = Path(str(connection.settings_dict["NAME"]))
    writers = [pid for pid in stopped_writers(database) if pid != os.getpid()]
    left = [pid for pid in writers if not kill(pid)]
    if left:
        with asking(_path(WRITER).parent, WRITER):
            until(lambda: not set(left) & set(stopped_writers(database)), ASK_SECONDS)
    still = set(stopped_writers(database)) if left else set()
    return [pid for pid in writers if pid not in still]


def _is_let_go(name: str) -> bool:
    with _file(name, shared=False, wait_seconds=0) as obtained:
        return obtained


@contextmanager
def _file(name: str, *, shared: bool, wait_seconds: float) -> Iterator[bool]:
    path = _path(name)
    mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    opened: list[int] = []
    obtained = until(lambda: _try_flock(path, mode, opened), wait_seconds)
    try:
        yield obtained
    finally:
        if obtained and name.startswith(_OF_DELIVERIES):
            path.unlink(missing_ok=True)  # under its lock, or files would pile up
        for handle in opened:
            os.close(handle)


def _try_flock(path: Path, mode: int, opened: list[int]) -> bool:
    """Lock the file that stands at `path` now; its handle is added to `opened` when it is ours."""
    # To read is enough to lock, also a file that the process of another user made.
    handle = open_file(path, os.O_RDONLY | os.O_CREAT, read_by_all(path.parent))
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
    obtained = until(lambda: _call(f"pg_try_advisory_lock{suffix}", number), wait_seconds)
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
