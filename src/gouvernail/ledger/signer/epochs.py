"""What an operator states when a log is opened after a restore, and the checkpoint it follows."""

import base64
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from gouvernail.foundation.digests import instant
from gouvernail.kernel.merkle import (
    Checkpoint,
    NoteError,
    Signer,
    Verifier,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    sign,
)
from gouvernail.ledger import queries
from gouvernail.ledger.signer import keys, memory

HEADER: Final = "gouvernail/epoch/v1"


class EpochRefusedError(RuntimeError):
    """No log can be opened: what is known of the one before contradicts itself."""


@dataclass(frozen=True, slots=True)
class Known:
    """The last checkpoint of a log that is known, and its note; `None` and empty when none is."""

    checkpoint: Checkpoint | None
    note: str


def last_known(*, keys_folder: Path, memory_folder: Path, given: str = "") -> Known:
    """Return the largest checkpoint of the present log that anybody kept.

    Looks at the signer's memory, at `given` (a note kept elsewhere, such as in a mailbox) and at
    the restored database.

    Raises:
        EpochRefusedError: two of one size differ, or one is not a checkpoint of this log.
    """
    epoch = queries.head_epoch()
    row = queries.last_checkpoint(epoch)
    notes = [memory.last_note(memory_folder, epoch), given, row.note if row else ""]
    verifier = keys.published_key(keys_folder, epoch=epoch)
    best = Known(None, "")
    for note in filter(None, notes):
        checkpoint = _read(note, queries.origin_of(epoch), verifier)
        if best.checkpoint is None or checkpoint.size > best.checkpoint.size:
            best = Known(checkpoint, note)
        elif checkpoint.size == best.checkpoint.size and checkpoint != best.checkpoint:
            raise EpochRefusedError(f"two checkpoints at {checkpoint.size} have different roots")
    return best


def _read(note: str, origin: str, verifier: Verifier | None) -> Checkpoint:
    try:
        if verifier is not None:
            return open_checkpoint(note, verifier)
        checkpoint = parse_checkpoint(note.rpartition("\n\n")[0] + "\n")
    except NoteError as error:
        raise EpochRefusedError(f"not a checkpoint of {origin}: {error}") from error
    if checkpoint.origin != origin:
        raise EpochRefusedError(f"a checkpoint of {checkpoint.origin}, not of {origin}")
    return checkpoint


def statement(*, kept: queries.LogHead, known: Known, signer: Signer, at: datetime) -> str:
    """Return the signed note with which the log after `kept` begins."""
    lines = [
        HEADER,
        f"opens {queries.origin_of(kept.epoch + 1)}",
        f"after {kept.origin}",
        f"kept {kept.size} {base64.b64encode(kept.root).decode()}",
    ]
    if known.checkpoint:
        root = base64.b64encode(known.checkpoint.root).decode()
        lines.append(f"signed {known.checkpoint.size} {root}")
    lines.append(f"at {instant(at)}")
    return sign("\n".join(lines) + "\n", signer)


def require_statement(note: str, verifier: Verifier) -> str:
    """Return the text of a statement that `verifier` signed.

    Raises:
        NoteError: it did not.
    """
    return open_note(note, [verifier]).text
