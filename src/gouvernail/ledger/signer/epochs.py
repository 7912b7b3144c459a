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
    Tree,
    Verifier,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    sign,
)
from gouvernail.ledger import models, queries
from gouvernail.ledger.queries.heads import with_nodes
from gouvernail.ledger.queries.statements import HEADER
from gouvernail.ledger.signer import keys, memory

RESTORES_AHEAD: Final = 100  # how far beyond the restored log a checkpoint kept elsewhere may be


class EpochRefusedError(RuntimeError):
    """No log can be opened: what is known of the one before contradicts itself."""


@dataclass(frozen=True, slots=True)
class Known:
    """The last checkpoint of a log that is known, and its note; `None` and empty when none is."""

    checkpoint: Checkpoint | None
    note: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The log to open: its number, and the later ones that this restore sets aside."""

    number: int
    aside: tuple[Checkpoint, ...]


def opening(*, keys_folder: Path, memory_folder: Path, given: str = "") -> Opening:
    """Return which log follows the restored one: a name that was used is never used again.

    A backup of `…/1` may be restored twice. What was opened after the first time is known by the
    signer’s memory, by its published keys, or by a checkpoint kept elsewhere (`given`).

    Raises:
        EpochRefusedError: a checkpoint of such a log is damaged or of another key.
    """
    epoch = queries.head_epoch()
    used = {memory.last_epoch(memory_folder), keys.last_published(keys_folder), epoch}
    notes = {number: memory.last_note(memory_folder, number) for number in used if number > epoch}
    if (later := _later_log(given, epoch)) and not notes.get(later):
        notes[later] = given
    aside = [
        _read(note, queries.origin_of(number), keys.published_key(keys_folder, epoch=number))
        for number, note in sorted(notes.items())
        if note
    ]
    return Opening(max([epoch, *notes]) + 1, tuple(aside))


def _later_log(note: str, epoch: int) -> int:
    """Return the number of the log a checkpoint belongs to if it came after `epoch`, else 0."""
    origin = note.partition("\n")[0]
    later = range(epoch + 1, epoch + 1 + RESTORES_AHEAD)
    return next((number for number in later if queries.origin_of(number) == origin), 0)


def last_known(*, keys_folder: Path, memory_folder: Path, given: str = "") -> Known:
    """Return the largest checkpoint of the present log that anybody kept.

    Looks at the signer's memory, at `given` (a note kept elsewhere, such as in a mailbox) and at
    the restored database.

    Raises:
        EpochRefusedError: two of one size differ, or one is not a checkpoint of this log.
    """
    epoch = queries.head_epoch()
    row = queries.last_checkpoint(epoch)
    notes = [memory.last_note(memory_folder, epoch), row.note if row else ""]
    if not _later_log(given, epoch):
        notes.append(given)
    verifier = keys.published_key(keys_folder, epoch=epoch)
    best = Known(None, "")
    for note in filter(None, notes):
        checkpoint = _read(note, queries.origin_of(epoch), verifier)
        if best.checkpoint is None or checkpoint.size > best.checkpoint.size:
            best = Known(checkpoint, note)
        elif checkpoint.size == best.checkpoint.size and checkpoint != best.checkpoint:
            raise EpochRefusedError(f"two checkpoints at {checkpoint.size} have different roots")
    return best


def keep_known(
    known: Known, *, kept: queries.LogHead, verifier: Verifier | None, at: datetime
) -> None:
    """Hold the restored entries to a checkpoint of them, and keep it for exports of their log.

    Raises:
        EpochRefusedError: they are not the entries that were signed.
    """
    checkpoint = known.checkpoint
    if checkpoint is None or not 0 < checkpoint.size <= kept.size:
        return
    size = checkpoint.size
    tree = with_nodes(lambda read: Tree.read(size, read), begin=kept.begin)
    if tree.root() != checkpoint.root:
        raise EpochRefusedError(f"the first {size} entries are not those that were signed")
    if verifier is not None:
        models.Checkpoint.objects.get_or_create(
            size=kept.begin + size,
            defaults={"root": checkpoint.root, "note": known.note, "at": at},
        )


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


def statement(
    *, kept: queries.LogHead, known: Known, opened: Opening, signer: Signer, at: datetime
) -> str:
    """Return the signed note with which the log after `kept` begins."""
    lines = [
        HEADER,
        f"opens {queries.origin_of(opened.number)}",
        f"after {kept.origin}",
        f"kept {kept.size} {base64.b64encode(kept.root).decode()}",
    ]
    if known.checkpoint:
        root = base64.b64encode(known.checkpoint.root).decode()
        lines.append(f"signed {known.checkpoint.size} {root}")
    lines.extend(aside_line(each) for each in opened.aside)
    lines.append(f"at {instant(at)}")
    return sign("\n".join(lines) + "\n", signer)


def aside_line(checkpoint: Checkpoint) -> str:
    """Return the line of a statement that names a log which a restore sets aside."""
    root = base64.b64encode(checkpoint.root).decode()
    return f"aside {checkpoint.origin} {checkpoint.size} {root}"


def require_statement(note: str, verifier: Verifier) -> str:
    """Return the text of a statement that `verifier` signed.

    Raises:
        NoteError: it did not.
    """
    return open_note(note, [verifier]).text
