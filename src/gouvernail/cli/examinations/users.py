"""Examinations of whose the files of the home are: of one user, or of one for each process."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gouvernail.cli.examinations.finding import Finding
from gouvernail.continuity.archives.keyfiles import homeless
from gouvernail.foundation.modes import is_shared

OTHERS: Final = 0o007
GROUP: Final = 0o070
OWNERS: Final = "systemd-tmpfiles --create deploy/systemd/gouvernail-owners.conf"
FOLDERS: Final = "systemd-tmpfiles --create deploy/systemd/gouvernail.tmpfiles.conf"
OF_THE_PAGES: Final = ("django", "factors.key")
PUBLIC: Final = (".pub", "public", "vkey")


def examine(home: Path) -> Iterator[Finding]:
    """Say whether each file may be read by whom it must, and by nobody else."""
    yield from closed(home)
    keys = home / "keys"
    yield from copies(keys)
    if is_shared(keys):
        yield from divided(home)
    elif keys.exists():
        yield from key_files(keys)
        yield from locks(home / "locks")


def closed(home: Path) -> Iterator[Finding]:
    """Say whether anyone on the machine can read the home."""
    if not home.exists() or not home.stat().st_mode & OTHERS:
        return
    files = [*home.glob("*.sqlite3*"), *home.glob("data/*.sqlite3*")]
    bare = [str(path) for path in files if path.stat().st_mode & OTHERS]
    if bare:
        said, mend = f"anyone here can read {', '.join(bare)}", f"chmod -R o= {home}"
        yield Finding.broken("home", said, mend)
    else:
        yield Finding.warning("home", f"anyone here can look into {home}", f"chmod o= {home}")


def copies(folder: Path) -> Iterator[Finding]:
    """Say which keys are lost with this disk: no copy of the keys and no backup holds them."""
    if unknown := homeless(folder, [path for path in folder.rglob("*") if path.is_file()]):
        names = ", ".join(unknown)
        yield Finding.warning(
            "keys", f"no copy of anything holds {names} of {folder}", "docs/reference/key-files.md"
        )


def key_files(folder: Path) -> Iterator[Finding]:
    """Say whether only their owner can read the keys, where one user runs everything."""
    try:
        keys = [path for path in folder.rglob("*") if path.is_file()]
        exposed = [path for path in (folder, *keys) if path.stat().st_mode & 0o077]
    except PermissionError:
        yield Finding.ok("keys", f"{folder} belongs to another user")
        return
    private = [path for path in exposed if not path.name.endswith(PUBLIC)]
    if private:
        names = ", ".join(str(path) for path in private)
        yield Finding.broken(
            "keys", f"others can read {names}", f"chmod -R go= {folder}; then replace those keys"
        )
    else:
        yield Finding.ok("keys", f"{len(keys)} files, readable by their owner only")


def locks(folder: Path) -> Iterator[Finding]:
    """Say whether the process of this user can take locks."""
    if folder.exists() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding.broken(
            "locks",
            f"{folder} is closed to uid {os.geteuid()}: the sender sends nothing",
            "run every process as one user, or make the home for several (docs/how-to/install.md)",
        )


def divided(home: Path) -> Iterator[Finding]:
    """Say whether keys and folders are those of a user for each process."""
    faults = [*_keys_of_others(home / "keys"), *_folders_of_others(home)]
    for subject, said, mend in faults:
        yield Finding.broken(subject, said, mend)
    if not faults:
        yield Finding.ok("keys", "each process has a user of its own, and its keys to itself")


def _keys_of_others(folder: Path) -> Iterator[tuple[str, str, str]]:
    if folder.stat().st_uid != 0:
        yield "keys", f"whoever owns {folder} can replace every key in it", FOLDERS
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    secret = [path for path in files if not path.name.endswith(PUBLIC)]
    of_pages = [path for path in secret if _stem(path, folder).startswith(OF_THE_PAGES)]
    for path in of_pages:
        if path.stat().st_mode & OTHERS:
            yield "keys", f"anyone here can read {path}", f"{OWNERS}; then replace that key"
    pages = {path.stat().st_uid for path in of_pages}
    for path in secret:
        if path not in of_pages and (said := _fault_of(path.stat(), pages)):
            yield "keys", f"{path} {said}", f"{OWNERS}; if it could be read, replace that key"
    owner = {path.name: path.stat().st_uid for path in secret}
    if "vault.key" in owner and owner["vault.key"] == owner.get("ledger.key"):
        yield "keys", "the sender and the signer are one user", f"two users, then {OWNERS}"


def _stem(path: Path, folder: Path) -> str:
    return path.relative_to(folder).parts[0]


def _fault_of(state: os.stat_result, pages: set[int]) -> str:
    """Return what is wrong with a private key that the pages must not read; empty if nothing."""
    if state.st_mode & (OTHERS | GROUP):
        return "can be read by the pages"
    if state.st_uid in pages:
        return "is of the user of the pages"
    return "is of root: its process cannot read it" if state.st_uid == 0 else ""


def _folders_of_others(home: Path) -> Iterator[tuple[str, str, str]]:
    group = (home / "keys").stat().st_gid
    for name in ("locks", "run", "scratch"):
        folder = home / name
        if not folder.exists():
            yield name, f"{folder} is missing, and no process can make it", FOLDERS
            continue
        state = folder.stat()
        if not is_shared(folder) or state.st_mode & GROUP != GROUP or state.st_gid != group:
            yield name, f"{folder} is closed to some of the processes", FOLDERS
    for name in ("signer", "spool"):
        folder = home / name
        if not folder.exists() or folder.stat().st_mode & 0o022:
            yield name, f"{folder} is missing, or others than its process write there", FOLDERS
