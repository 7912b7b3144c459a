"""Who may read what a site writes: a file lets in whom its folder lets in.

Where one user runs every process, folders are 0700 and files 0600. Where each process has a user of
its own, the folders of the home are made beforehand with one group and the setgid bit
(deploy/systemd/gouvernail.tmpfiles.conf): what others must read is then group-readable, whatever
the umask. No Django, so that the settings may ask too.
"""

import os
import stat
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Return the folder, made for its owner alone if it is not there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def is_shared(folder: Path) -> bool:
    """Return whether processes of several users meet in this folder."""
    try:
        return bool(folder.stat().st_mode & stat.S_ISGID)
    except OSError:
        return False


def read_by_all(folder: Path) -> int:
    """Return the mode of a file that every process reads and one writes."""
    return 0o640 if is_shared(folder) else 0o600


def written_by_all(folder: Path) -> int:
    """Return the mode of a file that every process writes."""
    return 0o660 if is_shared(folder) else 0o600


def open_file(path: Path, flags: int, mode: int) -> int:
    """Open a file as `os.open` does; the mode of one of ours is `mode`, whatever the umask.

    Never through a link: another user who may write in the folder would choose whose mode it is.
    Nor does a pipe of that name keep anybody waiting.
    """
    handle = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, mode)
    state = os.fstat(handle)
    if state.st_uid == os.geteuid() and stat.S_IMODE(state.st_mode) != mode:
        os.fchmod(handle, mode)
    return handle


def write_whole(path: Path, text: str, mode: int) -> None:
    """Write a file of text, on disk when this returns, and set its mode."""
    handle = open_file(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def close_database(path: Path) -> None:
    """Let only the processes of this site read the file of a database, and what SQLite adds."""
    mode = written_by_all(path.parent)
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(f"{path.name}{suffix}")
        if part.is_symlink() or not part.exists():
            continue
        if stat.S_IMODE(part.stat().st_mode) != mode:
            part.chmod(mode)
