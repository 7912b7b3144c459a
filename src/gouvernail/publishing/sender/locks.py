"""Ownership that ends with its owner (trust.md 6.4): `flock` beside SQLite, advisory on PostgreSQL.

A time lease is not ownership: a process stopped for an hour wakes up and sends. A lock held by the
kernel or by the database session is given back only when its holder ends or lets go.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

FREEZE = "freeze"
_PAUSE_SECONDS = 0.02


def _number(name: str) -> int:
    """Return the 63-bit advisory lock number of a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1


def _folder() -> Path:
    folder = Path(settings.GOUVERNAIL_HOME) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def held(name: str, *, shared: bool = False, wait_seconds: float = 0.0) -> Iterator[bool]:
    """Hold the lock `name` for the duration of the block; yield whether it was obtained.

    `shared` locks exclude only exclusive ones. Waits at most `wait_seconds`.
    """
    if connection.vendor == "postgresql":
        with _advisory(name, shared=shared, wait_seconds=wait_seconds) as obtained:
            yield obtained
        return
    with _file(name, shared=shared, wait_seconds=wait_seconds) as obtained:
        yield obtained


@contextmanager
def _file(name: str, *, shared: bool, wait_seconds: float) -> Iterator[bool]:
    handle = os.open(_folder() / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    try:
        yield _until(lambda: _try_flock(handle, mode), wait_seconds)
    finally:
        os.close(handle)


def _try_flock(handle: int, mode: int) -> bool:
    try:
        fcntl.flock(handle, mode)
    except BlockingIOError:
        return False
    return True


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
