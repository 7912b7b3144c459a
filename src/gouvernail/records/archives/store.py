"""Archive files on disk while they are needed, by the SHA-256 of their bytes."""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gouvernail.foundation.modes import read_by_all
from gouvernail.records.archives.containers import MAX_FILE_BYTES
from gouvernail.records.archives.entries import ArchiveProblemError


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file that was kept: its name as it was sent, its digest and its size."""

    name: str
    sha256: str
    size_bytes: int


def place_of(sha256: str) -> Path:
    """Return where the file of a digest is, or would be."""
    return Path(settings.MEDIA_ROOT) / "archives" / sha256


def keep(name: str, chunks: Iterable[bytes]) -> Stored:
    """Put a file on disk, whole or not at all.

    Raises:
        ArchiveProblemError: it is too large (`too_large`).
    """
    folder = place_of("x").parent
    folder.mkdir(parents=True, exist_ok=True)
    handle, place = tempfile.mkstemp(dir=folder)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), read_by_all(folder))  # the worker reads it
            for chunk in chunks:
                size = _grown(size, chunk)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        Path(place).replace(place_of(digest.hexdigest()))
    except BaseException:
        Path(place).unlink(missing_ok=True)
        raise
    return Stored(
        name=Path(name.replace("\\", "/")).name[:200] or "archive",
        sha256=digest.hexdigest(),
        size_bytes=size,
    )


def _grown(size: int, chunk: bytes) -> int:
    if size + len(chunk) > MAX_FILE_BYTES:
        raise ArchiveProblemError("too_large")
    return size + len(chunk)


def forget(sha256: str) -> None:
    """Take a file away; one that belongs to another user of the machine is left to them."""
    with suppress(OSError):
        place_of(sha256).unlink(missing_ok=True)


def sweep(needed: Collection[str], *, before: datetime) -> int:
    """Remove files that none of `needed` names, written before an instant; return how many.

    Also what an upload that was killed left half written.
    """
    removed = 0
    for path in place_of("x").parent.glob("*"):
        with suppress(OSError):  # gone meanwhile, or of another user
            if path.name not in needed and path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
    return removed
