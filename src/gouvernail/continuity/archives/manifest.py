"""What a backup says of itself, and holding it to its word."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from gouvernail.continuity.errors import BackupDamagedError, BackupNotFoundError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DIGEST: Final = "manifest.sha256"
DATABASE: Final = "database"
MEDIA: Final = "media"
LEDGER: Final = "ledger"
PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One file as it lies in the backup: `sha256` and `size_bytes` of what is on disk."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything a restore must know before it believes a byte.

    `made_at` is before the database's snapshot by the time it took to write the log's files, so
    that whatever happened since then may be missing; `rows` counts each table; `ledger_size` and
    `ledger_edge` are the head row of the log; `migrations` names the last one of each area;
    `by_hand` says that a person asked for it, outside the timetable.
    """

    name: str
    made_at: datetime
    version: str
    database: str
    migrations: dict[str, str]
    rows: dict[str, int]
    ledger_origin: str
    ledger_size: int
    ledger_edge: str
    encrypted_to: str = ""
    by_hand: bool = False
    files: dict[str, Stored] = field(default_factory=dict)

    @property
    def size_bytes(self) -> int:
        """Return how large the backup is, files shared with others included."""
        return sum(each.size_bytes for each in self.files.values())


def name_of(at: datetime) -> str:
    """Return the name of a backup begun at `at`."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def write(manifest: Manifest, folder: Path) -> None:
    """Write the manifest and its digest."""
    said = {**asdict(manifest), "format": FORMAT, "made_at": manifest.made_at.isoformat()}
    text = json.dumps(said, indent=1, sort_keys=True).encode()
    (folder / MANIFEST).write_bytes(text)
    (folder / DIGEST).write_text(f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup.

    Raises:
        BackupNotFoundError: there is none.
        BackupDamagedError: it is not what was written, or of a format not known here.
    """
    try:
        text = (folder / MANIFEST).read_bytes()
        digest = (folder / DIGEST).read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError):
        raise BackupNotFoundError(str(folder)) from None
    if hashlib.sha256(text).hexdigest() != digest:
        raise BackupDamagedError(path=MANIFEST, reason="was altered")
    said = json.loads(text)
    if said.pop("format") != FORMAT:
        raise BackupDamagedError(path=MANIFEST, reason="is of another format")
    files = {path: Stored(**stored) for path, stored in said.pop("files").items()}
    made_at = datetime.fromisoformat(said.pop("made_at"))
    return Manifest(files=files, made_at=made_at, **said)


def check_files(manifest: Manifest, folder: Path) -> None:
    """Hold every file to its digest.

    Raises:
        BackupDamagedError: one is missing or altered; it is named.
    """
    for path, stored in manifest.files.items():
        place = folder / path
        if ".." in Path(path).parts or Path(path).is_absolute():
            raise BackupDamagedError(path=path, reason="leads out of the backup")
        if not place.is_file():
            raise BackupDamagedError(path=path, reason="is missing")
        if digest_of(place) != stored.sha256:
            raise BackupDamagedError(path=path, reason="was altered")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of a file."""
    return iter(lambda: file.read(PIECE), b"")


def backups_in(folder: Path) -> list[Manifest]:
    """Return the backups of a folder that can be read, newest first."""
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        if (place / MANIFEST).is_file() and place.suffix != ".part":
            try:
                found.append(read(place))
            except (BackupDamagedError, BackupNotFoundError, ValueError, TypeError, KeyError):
                continue
    return sorted(found, key=lambda each: each.made_at, reverse=True)
