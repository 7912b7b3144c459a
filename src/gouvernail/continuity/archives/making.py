"""Making one backup, whole or not at all, and letting old ones go."""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings

from gouvernail import __version__
from gouvernail.continuity.archives import databases, manifest
from gouvernail.continuity.archives.manifest import DATABASE, LEDGER, MEDIA, Manifest, Stored
from gouvernail.continuity.archives.sealing import sealed
from gouvernail.continuity.errors import BackupFailedError, BackupUnderWayError
from gouvernail.foundation.objects import BucketError, bucket_of_files
from gouvernail.ledger.errors import NotYetSealedError
from gouvernail.ledger.queries import head_epoch
from gouvernail.ledger.queries.exports import log_files
from gouvernail.ledger.signer.keys import published_key, published_statement_keys
from gouvernail.ledger.signer.loop import places
from gouvernail.vault.keyring.keys import key_id

PART: Final = ".part"
CONTENT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Folder:
    """A backup being written. `earlier` is one whose unchanged files are linked, not copied."""

    place: Path
    recipient: X25519PublicKey | None
    earlier: tuple[Path, Manifest] | None
    files: dict[str, Stored]

    def store(self, path: str, content: Iterable[bytes]) -> None:
        """Write one file, encrypted if there is a recipient, and note its digest."""
        if self.recipient is not None:
            content = sealed(content, to=self.recipient, path=path)
        target = self.place / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with target.open("xb") as file:
            for piece in content:
                digest.update(piece)
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        target.chmod(0o600)
        self.files[path] = Stored(sha256=digest.hexdigest(), size_bytes=size)

    def link(self, path: str) -> bool:
        """Take a file from the earlier backup if it is there; return whether it was."""
        if self.earlier is None or path not in self.earlier[1].files:
            return False
        target = self.place / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(self.earlier[0] / path, target)
        except OSError:
            return False
        self.files[path] = self.earlier[1].files[path]
        return True


def make_backup(
    folder: Path, *, at: datetime, recipient: X25519PublicKey | None = None, by_hand: bool = False
) -> Manifest:
    """Copy the site into a new backup in `folder` while it works, and return its manifest.

    The log's files first, then the database, then the media: whatever the database names was
    there before it, and files of content never change.

    Raises:
        BackupFailedError: the disk, the bucket of files, the database or one of its tools refused;
            nothing is left.
        BackupUnderWayError: another process writes a backup there.
    """
    with _alone(folder):
        name = _free_name(folder, at)
        place = folder / f"{name}{PART}"
        shutil.rmtree(place, ignore_errors=True)
        try:
            made = _written(place, name=name, at=at, recipient=recipient, by_hand=by_hand)
            place.rename(folder / name)
            _sync(folder)
        except (OSError, BucketError) as error:
            shutil.rmtree(place, ignore_errors=True)
            raise BackupFailedError(str(error)) from error
        except BackupFailedError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return made


def _free_name(folder: Path, at: datetime) -> str:
    """Return the name of its instant, or of the next second that no backup has."""
    while (folder / manifest.name_of(at)).exists():
        at += timedelta(seconds=1)
    return manifest.name_of(at)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the kernel gives it back if we are killed."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise BackupFailedError(str(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupUnderWayError from None
        yield


def _written(
    place: Path, *, name: str, at: datetime, recipient: X25519PublicKey | None, by_hand: bool
) -> Manifest:
    place.mkdir(mode=0o700)
    to = key_id(recipient) if recipient else ""
    folder = Folder(place, recipient, _earlier(place.parent, to), {})
    _store_ledger(folder)
    snapshot = _store_database(folder)
    _store_media(folder)
    made = Manifest(
        name=name,
        made_at=at,
        version=__version__,
        database=databases.kind(),
        migrations=snapshot.migrations,
        rows=snapshot.rows,
        ledger_origin=settings.LEDGER_ORIGIN,
        ledger_size=snapshot.ledger_size,
        ledger_edge=snapshot.ledger_edge,
        encrypted_to=to,
        by_hand=by_hand,
        files=folder.files,
    )
    manifest.write(made, place)
    _sync(place)
    return made


def _earlier(folder: Path, to: str) -> tuple[Path, Manifest] | None:
    alike = (each for each in manifest.backups_in(folder) if each.encrypted_to == to)
    newest = next(alike, None)
    return (folder / newest.name, newest) if newest else None


def _store_ledger(folder: Folder) -> None:
    statements = published_statement_keys(places().keys)
    for epoch in range(1, head_epoch() + 1):
        verifier = published_key(places().keys, epoch=epoch)
        if verifier is None:
            continue  # the signer has not run yet: nothing is signed
        try:
            for path, content in log_files(verifier, *statements, epoch=epoch):
                folder.store(f"{LEDGER}/{epoch}/{path}", [content])
        except NotYetSealedError:
            continue


def _store_database(folder: Folder) -> databases.Snapshot:
    with tempfile.TemporaryDirectory(dir=databases.scratch(), prefix="backup-") as scratch:
        copy = Path(scratch) / DATABASE
        snapshot = databases.copy_database(copy)
        with copy.open("rb") as file:
            folder.store(DATABASE, manifest.pieces(file))
    return snapshot


def _store_media(folder: Folder) -> None:
    root = Path(settings.MEDIA_ROOT)
    for place in sorted(root.rglob("*")):
        path = f"{MEDIA}/{place.relative_to(root)}"
        if not CONTENT.fullmatch(place.name) or folder.link(path):
            continue
        try:
            with place.open("rb") as file:
                folder.store(path, manifest.pieces(file))
        except FileNotFoundError:
            continue  # taken away since; the drill says whether a row still names it
    _store_bucket(folder)


def _store_bucket(folder: Folder) -> None:
    """Copy the files that are kept in a bucket; those of the earlier backup are not read again."""
    bucket = bucket_of_files()
    for key in bucket.names() if bucket else ():
        path = f"{MEDIA}/{key}"
        known = path in folder.files or not CONTENT.fullmatch(Path(key).name)
        if bucket is None or known or folder.link(path):
            continue
        data = bucket.get(key)
        if data is not None:
            folder.store(path, [data])


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def on_the_same_disk(folder: Path) -> bool:
    """Return whether backups there would be lost with the disk of the site."""
    return folder.stat().st_dev == databases.home().stat().st_dev if folder.exists() else False


def let_go(folder: Path, *, daily: int, weekly: int) -> list[str]:
    """Remove the backups that no rule keeps; return their names, newest first.

    Kept are the newest of each of the last `daily` days that have one, with all that were made by
    hand since the first of these days; the newest of each of the last `weekly` weeks that have one;
    the newest of all whatever the rules.
    """
    found = manifest.backups_in(folder)
    kept = _newest_of(found, daily, _day)
    oldest = min((_day(each.made_at) for each in found if each.name in kept), default="")
    kept |= {
        each.name for each in found if oldest and each.by_hand and _day(each.made_at) >= oldest
    }
    kept |= _newest_of(found, weekly, lambda at: f"{at:%G%V}")
    gone = [each.name for each in found[1:] if each.name not in kept]
    for name in gone:
        dying = folder / f"{name}{PART}"
        (folder / name).rename(dying)
        shutil.rmtree(dying, ignore_errors=True)
    return gone


def _day(at: datetime) -> str:
    return f"{at:%Y%j}"


def _newest_of(found: list[Manifest], count: int, period: Callable[[datetime], str]) -> set[str]:
    newest: dict[str, str] = {}
    for each in found:  # newest first
        newest.setdefault(period(each.made_at), each.name)
    return set(list(newest.values())[:count])
