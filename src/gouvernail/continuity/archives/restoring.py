"""Putting a backup back in place of nothing, or of a site that is kept aside."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from gouvernail.continuity.archives import databases, manifest
from gouvernail.continuity.archives.manifest import DATABASE, LEDGER, MEDIA, Manifest
from gouvernail.continuity.archives.sealing import SealedFileError, unsealed
from gouvernail.continuity.errors import (
    BackupDamagedError,
    BackupFailedError,
    BackupLockedError,
    BackupOfAnotherKindError,
    BackupOfAnotherLogError,
    BackupTooNewError,
    HomeNotEmptyError,
    SiteRunningError,
)
from gouvernail.foundation.models import Heartbeat
from gouvernail.foundation.modes import close_database, private_folder, write_whole
from gouvernail.ledger.queries.exports import STATEMENTS_PATH, VKEY_PATH
from gouvernail.ledger.signer.keys import READ, file_stem, keep_statement_keys
from gouvernail.ledger.signer.loop import places
from gouvernail.vault.keyring.keys import key_id

MARK: Final = "restore.under-way"
STAGE: Final = "restore.part"
ALIVE: Final = timedelta(minutes=1)


def checked(folder: Path, *, identity: X25519PrivateKey | None) -> Manifest:
    """Return the manifest of a backup that is whole, can be opened, and fits this version.

    Raises:
        BackupNotFoundError, BackupDamagedError, BackupLockedError, BackupOfAnotherKindError,
        BackupOfAnotherLogError, BackupTooNewError: as their names say.
    """
    found = manifest.read(folder)
    if found.database != databases.kind():
        raise BackupOfAnotherKindError(held=found.database, here=databases.kind())
    if found.ledger_origin != settings.LEDGER_ORIGIN:
        raise BackupOfAnotherLogError(found.ledger_origin)
    if found.encrypted_to and (
        identity is None or key_id(identity.public_key()) != found.encrypted_to
    ):
        raise BackupLockedError(found.encrypted_to)
    manifest.check_files(found, folder)
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    known = {*on_disk, *chain.from_iterable(each.replaces for each in on_disk.values())}
    areas = {app for app, _name in known}
    for app, name in found.migrations.items():
        if app in areas and (app, name) not in known:
            raise BackupTooNewError(found.version)
    return found


def unpack(
    found: Manifest, folder: Path, target: Path, *, identity: X25519PrivateKey | None
) -> None:
    """Write the plain files of a backup into `target`.

    Raises:
        BackupDamagedError: an encrypted file does not open.
    """
    for path in found.files:
        place = target / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / path).open("rb") as source, place.open("wb") as written:
            content = manifest.pieces(source)
            if found.encrypted_to and identity is not None:
                content = unsealed(source, key=identity, path=path)
            try:
                for piece in content:
                    written.write(piece)
            except SealedFileError as error:
                raise BackupDamagedError(path=path, reason=str(error)) from None
            written.flush()
            os.fsync(written.fileno())


def put_back(
    folder: Path, *, identity: X25519PrivateKey | None, replace: bool, at: datetime
) -> tuple[Manifest, Path | None]:
    """Restore a backup into this home; return its manifest, and where the old site was put.

    Until `finish` was called a mark in the home keeps every process from starting. Cut anywhere,
    the same call may be made again; what is in place already is not put there twice.

    Raises:
        HomeNotEmptyError: there is a site, and `replace` was not asked for.
        SiteRunningError: a process of it beat within the last minute.
        BackupFailedError: the disk or the database refused.
        BackupNotFoundError, BackupDamagedError, BackupLockedError, BackupOfAnotherKindError,
        BackupOfAnotherLogError, BackupTooNewError: as `checked`.
    """
    found = checked(folder, identity=identity)
    home, empty = databases.home(), databases.database_is_empty()
    again = mark(home).exists()
    if again and (done := _in_place(found, home)) is not None:
        return found, Path(done) if done else None
    if not empty and not replace and not again:
        raise HomeNotEmptyError
    if not empty and not again:  # while the mark stands nothing starts
        _must_stand_still(at)
    stage = home / STAGE
    try:
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(mode=0o700)
        unpack(found, folder, stage, identity=identity)
        mark(home).write_text(f"{found.name}\n", encoding="utf-8")
        aside = _set_aside(home, at=at, empty=empty)
        _place(stage, empty=empty, at=at)
        shutil.rmtree(stage)
    except OSError as error:
        raise BackupFailedError(str(error)) from error
    call_command("migrate", interactive=False, verbosity=0)
    mark(home).write_text(f"{found.name}\nin place\n{aside or ''}\n", encoding="utf-8")
    return found, aside


def finish() -> None:
    """Take the mark away: from here on the site may start."""
    mark(databases.home()).unlink(missing_ok=True)


def _in_place(found: Manifest, home: Path) -> str | None:
    """Return what the mark says of the site put aside if this backup is in place, else None."""
    match mark(home).read_text(encoding="utf-8").splitlines():
        case [found.name, "in place", aside]:
            return aside
        case _:  # of another backup, or cut before the end, in the middle of a line even
            return None


def mark(home: Path) -> Path:
    """Return the file whose presence says that a restore has not ended."""
    return home / MARK


def _must_stand_still(at: datetime) -> None:
    try:
        beating = Heartbeat.objects.filter(at__gt=at - ALIVE).order_by("process")
        names = ", ".join(beating.values_list("process", flat=True))
    except DatabaseError:
        return  # not even its tables can be read: nothing can be running on it
    if names:
        raise SiteRunningError(names)


def aside_name(at: datetime) -> str:
    """Return the name under which what was there before a restore is kept."""
    return f"before-restore-{manifest.name_of(at)}"


def _set_aside(home: Path, *, at: datetime, empty: bool) -> Path | None:
    """Move the old database file and media; PostgreSQL's schema is renamed when it is filled."""
    if empty:
        return None
    aside = home / aside_name(at)
    aside.mkdir(mode=0o700, exist_ok=True)
    connection.close()
    if databases.kind() == "sqlite":
        file = databases.sqlite_file()
        for suffix in ("", "-wal", "-shm"):
            part = file.with_name(f"{file.name}{suffix}")
            if part.exists():
                part.rename(aside / part.name)
    return aside


def _place(stage: Path, *, empty: bool, at: datetime) -> None:
    """Put media first and the database last, so that what it names is there."""
    media = Path(settings.MEDIA_ROOT)
    for place in sorted((stage / MEDIA).rglob("*")):
        target = media / place.relative_to(stage / MEDIA)
        if place.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            place.replace(target)
    _publish_keys_of_the_log(stage)
    if databases.kind() == "sqlite":
        connection.close()
        (stage / DATABASE).replace(databases.sqlite_file())
        close_database(databases.sqlite_file())
        return
    old = "" if empty else aside_name(at).lower().replace("-", "_")
    databases.put_back_postgresql(stage / DATABASE, aside=old)


def _publish_keys_of_the_log(stage: Path) -> None:
    """Put the log's public keys where they are looked for, unless the site has them itself."""
    for copied in (stage / LEDGER).glob(f"*/{VKEY_PATH}"):
        target = places().keys / f"{file_stem(int(copied.parent.name))}.vkey"
        if not target.exists():
            key = copied.read_text(encoding="utf-8")
            write_whole(private_folder(target.parent) / target.name, key, READ)
    for copied in (stage / LEDGER).glob(f"*/{STATEMENTS_PATH}"):
        keep_statement_keys(copied.read_text(encoding="utf-8"), places().keys)


@contextmanager
def scratch_home(place: Path) -> Iterator[Path]:
    """Make an empty home and remove it with all it holds at the end."""
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
