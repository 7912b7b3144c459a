"""Who holds the lock of a file, and how whoever holds one too long is ended.

A process ends those of its own user. Those of another user, or of another container, are *asked*
for: the request is a file beside the lock, in force while somebody holds the request's own lock,
and the guard of the process, its child and of its user, ends it. No Django: a guard is small.
"""

import fcntl
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gouvernail.foundation.modes import open_file, private_folder, read_by_all

log = logging.getLogger(__name__)
WRITER: Final = "writer"  # asked for: whoever was stopped while writing to SQLite
LOOK_SECONDS: Final = 0.2
_GUARDS_LOOK_SECONDS: Final = 0.3  # a guard that looks holds the request for an instant
_PAUSE_SECONDS: Final = 0.02
_LOOK: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe holds nobody up
_HELD_NOW = Path("/proc/locks")


def lock_folder(home: Path) -> Path:
    """Return the folder of a site's locks."""
    return private_folder(home / "locks")


def lock_file(home: Path, name: str) -> Path:
    """Return the file whose lock is called `name`."""
    return lock_folder(home) / f"{name}.lock"


def holders(path: Path, *, kind: str = "FLOCK") -> list[int]:
    """Return the processes of this machine that hold the lock of a file, as the kernel lists them.

    Lines: `1: FLOCK ADVISORY WRITE 4711 08:01:131 0 EOF` (proc(5)). Of `POSIX` locks only those
    to write count: readers of SQLite hold others. Processes of other containers are not listed.
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


def is_stopped(pid: int) -> bool:
    """Return whether a process was stopped (SIGSTOP), so that it does nothing until continued."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] in {"T", "t"}


def stopped_writers(database: Path) -> list[int]:
    """Return who was stopped while writing to this SQLite file."""
    index = database.with_name(f"{database.name}-shm")
    return [pid for pid in holders(index, kind="POSIX") if is_stopped(pid)]


def kill(pid: int) -> bool:
    """Kill a process; return whether it was there and ours to kill."""
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


@contextmanager
def asking(folder: Path, name: str) -> Iterator[None]:
    """Ask, for the length of the block, that whoever holds `name` be ended by its guard.

    Where another process asks already, its request is enough.
    """
    path = folder / f"{name}.end"
    handle = open_file(path, os.O_RDONLY | os.O_CREAT, read_by_all(folder))
    try:
        until(lambda: _locked(handle, fcntl.LOCK_EX), _GUARDS_LOOK_SECONDS)
        yield
    finally:
        os.close(handle)


def is_asked(folder: Path, name: str) -> bool:
    """Return whether somebody asks, now, that the holder of `name` be ended."""
    try:
        handle = os.open(folder / f"{name}.end", _LOOK)
    except OSError:
        return False
    try:
        return not _locked(handle, fcntl.LOCK_SH)  # shared: guards do not see one another
    finally:
        os.close(handle)


def _locked(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def until(attempt: Callable[[], bool], wait_seconds: float) -> bool:
    """Try until `attempt` succeeds, for `wait_seconds` at most; return whether it did."""
    deadline = time.monotonic() + wait_seconds
    while not attempt():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True


def start_guard(home: Path, *names: str, database: Path | None = None) -> int:
    """Fork the guard of this process, which ends when the process does; return its id.

    Call it before threads and connections: the guard does nothing but look and kill. It ends the
    process when it holds one of `names`, or was stopped while writing to `database`, and somebody
    asks for it.
    """
    parent, folder = os.getpid(), lock_folder(home)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        for told in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(told, signal.SIG_IGN)  # it ends when its parent does
        _guard(parent, folder, names, database)
    except Exception:  # a fork must never return into its parent's code: said, and it ends
        log.exception("nobody guards process %s any longer", parent)
    finally:
        os._exit(0)


def _guard(parent: int, folder: Path, names: tuple[str, ...], database: Path | None) -> None:
    """Look until the parent ends; what cannot be looked at now is looked at again."""
    trouble = ""
    while os.getppid() == parent:
        try:
            due, now = _is_due(parent, folder, names, database), ""
        except (OSError, ValueError) as error:
            due, now = False, str(error)
        if now and now != trouble:
            log.error("the guard of process %s cannot look, and tries again: %s", parent, now)
        trouble = now
        if due and os.getppid() == parent:
            log.critical("process %s holds everybody up and is ended", parent)
            kill(parent)
        time.sleep(LOOK_SECONDS)


def _is_due(process: int, folder: Path, names: tuple[str, ...], database: Path | None) -> bool:
    if any(
        is_asked(folder, name) and process in holders(folder / f"{name}.lock") for name in names
    ):
        return True
    return (
        database is not None and is_asked(folder, WRITER) and process in stopped_writers(database)
    )
