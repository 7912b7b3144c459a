"""What the signer remembers outside the database: its last checkpoint, and what it refused."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from gouvernail.foundation.digests import instant
from gouvernail.foundation.modes import private_folder, read_by_all, write_whole
from gouvernail.kernel.merkle import Checkpoint, NoteError, Verifier, open_checkpoint

CHECKPOINT: Final = "checkpoint"
INCIDENT_PREFIX: Final = "incident-"


class MemoryDamagedError(RuntimeError):
    """The signer's own file cannot be read: a person must look before anything is signed."""


def file_name(epoch: int) -> str:
    """Return the name of the file that keeps the last checkpoint of an epoch."""
    return CHECKPOINT if epoch == 1 else f"{CHECKPOINT}-{epoch}"


def last_epoch(folder: Path) -> int:
    """Return the highest epoch this memory knows; 0 when it knows none."""
    found = [path.name.partition("-")[2] or "1" for path in folder.glob(CHECKPOINT + "*")]
    return max((int(number) for number in found if number.isdecimal()), default=0)


def last_note(folder: Path, epoch: int) -> str:
    """Return the note this memory keeps of an epoch, unverified; empty if it keeps none."""
    try:
        return (folder / file_name(epoch)).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def remembered(
    folder: Path, verifier: Verifier, *, epoch: int = 1
) -> tuple[Checkpoint, str] | None:
    """Return the last checkpoint signed from this memory, with its note; None before the first.

    Raises:
        MemoryDamagedError: the file is not a checkpoint signed with this key.
    """
    path = folder / file_name(epoch)
    try:
        note = path.read_text(encoding="utf-8")
        return open_checkpoint(note, verifier), note
    except FileNotFoundError:
        return None
    except (NoteError, UnicodeDecodeError) as error:
        raise MemoryDamagedError(f"{path}: {error}") from error


def remember(folder: Path, note: str, *, epoch: int = 1) -> None:
    """Keep `note` as the last checkpoint; on disk when this returns, whole or not at all."""
    private_folder(folder)
    path = folder / file_name(epoch)
    fresh = path.with_name("fresh-" + path.name)
    write_whole(fresh, note, read_by_all(folder))
    fresh.replace(path)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_incident(folder: Path, facts: dict[str, object], *, at: datetime) -> Path:
    """Write down what was refused, once for each different refusal; return the file.

    It stays until a person removes it: neither a restart nor the database can hide it.
    """
    private_folder(folder)
    for path in incidents(folder):
        known = json.loads(path.read_text(encoding="utf-8"))
        if {key: known.get(key) for key in facts} == facts:
            return path
    stamp = instant(at).replace(":", "").replace("-", "")
    path = folder / f"{INCIDENT_PREFIX}{stamp}.json"
    told = json.dumps({**facts, "at": instant(at)}, indent=2) + "\n"
    write_whole(path, told, read_by_all(folder))
    return path


def refusals(folder: Path) -> list[str]:
    """Return the reasons of the incidents that nobody has put away, oldest first.

    The processes of other users may read this memory; where they cannot, that is said too.
    """
    if folder.exists() and not os.access(folder, os.R_OK | os.X_OK):
        return [f"{folder} cannot be read from here"]
    found = (json.loads(path.read_text(encoding="utf-8")) for path in incidents(folder))
    return [str(facts.get("reason", "")) for facts in found]


def incidents(folder: Path) -> list[Path]:
    """Return the incident files, oldest first."""
    return sorted(folder.glob(INCIDENT_PREFIX + "*.json"))
