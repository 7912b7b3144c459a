"""The files by which a process shows that it is at work; no Django, so that anyone can look.

The supervisor reads their dates. Under systemd the same sign feeds the watchdog of the unit.
"""

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from gouvernail.foundation.modes import open_file, private_folder, read_by_all

FOLDER: Final = "run"
SUFFIX: Final = ".beat"
NOTIFY: Final = "NOTIFY_SOCKET"  # set by systemd, sd_notify(3)

_mine: list[Path] = []


def beat_file(home: Path, process: str) -> Path:
    """Return the file whose date says when `process` was last seen at work."""
    return home / FOLDER / f"{process}{SUFFIX}"


def begin_to_show(home: Path, process: str) -> None:
    """Say which process this is; what follows is shown in its file."""
    _mine[:] = [beat_file(home, process)]


def still_at_work() -> None:
    """Touch this process's file, if it has one; a disk that refuses is not its fault."""
    for path in _mine:
        with suppress(OSError):
            _touch(path)
        _feed_watchdog()


def _touch(path: Path) -> None:
    """Set the date of a file of ours; a link that another process put there leads nowhere."""
    folder = private_folder(path.parent)
    handle = open_file(path, os.O_WRONLY | os.O_CREAT, read_by_all(folder))
    try:
        os.utime(handle)
    finally:
        os.close(handle)


def _feed_watchdog() -> None:
    name = os.environ.get(NOTIFY, "")
    if not name:
        return
    address = f"\0{name[1:]}" if name.startswith("@") else name
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        try:
            notified.sendto(b"WATCHDOG=1", address)
        except OSError:
            return  # nobody listens: the unit asked for no watchdog
