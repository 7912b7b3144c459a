"""One turn of the signer: check that the log only grew, then sign its head."""

import json
from datetime import datetime
from pathlib import Path
from typing import Final

from gouvernail.kernel.merkle import (
    EMPTY_ROOT,
    Checkpoint,
    NoteError,
    ProofError,
    Signer,
    Tree,
    Verifier,
    consistency_proof,
    open_checkpoint,
    parse_checkpoint,
    sign,
    verify_consistency,
)
from gouvernail.ledger import models, queries
from gouvernail.ledger.errors import LedgerBrokenError
from gouvernail.ledger.queries.heads import with_nodes
from gouvernail.ledger.signer import memory
from gouvernail.ledger.signer.epochs import aside_line, require_statement

CHUNK: Final = 1000
URGENT: Final = (
    "freeze.engaged",
    "freeze.sealed",
    "freeze.lifted",
    "policy_version.published",
    "epoch.opened",
)


class SealRefusedError(RuntimeError):
    """The log is not a continuation of what was signed before; nothing was signed."""

    def __init__(self, reason: str, incident: Path) -> None:
        super().__init__(f"{reason} (see {incident})")
        self.reason = reason
        self.incident = incident


def seal(
    *, signer: Signer, folder: Path, at: datetime, statements: Verifier | None = None
) -> Checkpoint | None:
    """Sign the head of the log if it has grown, and return the checkpoint; None if it has not.

    The checkpoint is in the signer's memory before anybody else sees it, so that a crash between
    the two cannot make it forget what it signed. All leaves since the last checkpoint are read and
    hashed again.

    Args:
        signer: the log's key; its name is the origin.
        folder: the signer's own memory.
        at: aware; when.
        statements: the key that must have signed the opening of a log not signed here before.

    Raises:
        SealRefusedError: rolled back, forked or damaged; an incident file says what was seen.
        MemoryDamagedError: the memory cannot be read.
    """
    epoch = queries.head_epoch()
    kept = memory.remembered(folder, signer.verifier, epoch=epoch)
    found = kept or _published(signer.verifier, epoch)
    known, note = found or (Checkpoint(signer.name, 0, EMPTY_ROOT), "")
    try:
        _require_epoch(folder, epoch, statements)
        head = queries.head()
        _require_continuation(known, head)
    except (ProofError, LedgerBrokenError) as error:
        raise _refusal(str(error), known, folder, at) from error
    if head.size == known.size:
        _publish(known, note, head.begin, at)
        return None
    checkpoint = Checkpoint(signer.name, head.size, head.root)
    note = sign(checkpoint.text, signer)
    memory.remember(folder, note, epoch=epoch)
    _publish(checkpoint, note, head.begin, at)
    return checkpoint


def _refusal(reason: str, known: Checkpoint, folder: Path, at: datetime) -> SealRefusedError:
    row = models.Head.objects.filter(pk=models.HEAD_ID).first()
    facts: dict[str, object] = {
        "reason": reason,
        "origin": known.origin,
        "signed_size": known.size,
        "signed_root": known.root.hex(),
        "found_size": queries.index_of(row.size) if row else 0,
        "found_epoch": queries.number_of(row.size) if row else 1,
    }
    return SealRefusedError(reason, memory.keep_incident(folder, facts, at=at))


def _published(verifier: Verifier, epoch: int) -> tuple[Checkpoint, str] | None:
    row = queries.last_checkpoint(epoch)
    if row is None:
        return None
    try:
        return open_checkpoint(row.note, verifier), row.note
    except NoteError:  # of another key: whoever changed it must also open another log
        return None


def _require_epoch(folder: Path, epoch: int, statements: Verifier | None) -> None:
    """Check that the present log is the one last signed, or was opened after it by the operator.

    Raises:
        ProofError: an earlier log came back, or one was opened that does not begin with the last
            checkpoint this signer remembers.
    """
    last = memory.last_epoch(folder)
    if last > epoch:
        raise ProofError(f"an earlier log came back: {last} was signed, {epoch} is there")
    if epoch in {1, last}:
        return
    opened = models.Epoch.objects.filter(pk=epoch).first()
    leaf = models.Leaf.objects.filter(pk=queries.begin_of(epoch)).first()
    state = json.loads(bytes(leaf.leaf))["data"]["state"] if leaf else {}
    if opened is None or state.get("statement") != opened.statement:
        raise ProofError("the log does not begin with the statement of an operator")
    if statements is not None:
        _require_signed(opened.statement, statements)
    before = queries.epoch_before(epoch)
    kept = memory.last_note(folder, before)
    aside = memory.last_note(folder, last) if before < last < epoch else ""
    if kept and state.get("previous_note") != kept:
        raise ProofError("the log was not opened after the last checkpoint signed here")
    if aside and _aside_line(aside) not in opened.statement.splitlines():
        raise ProofError("the log does not say what became of the last one signed here")


def _require_signed(note: str, statements: Verifier) -> None:
    try:
        require_statement(note, statements)
    except NoteError as error:
        raise ProofError("the statement of the log is not signed by the operator’s key") from error


def _aside_line(note: str) -> str:
    return aside_line(parse_checkpoint(note.rpartition("\n\n")[0] + "\n"))


def _require_continuation(known: Checkpoint, head: queries.LogHead) -> None:
    """Check the head against the last checkpoint twice: by proof, and by hashing the new leaves.

    Raises:
        ProofError: it is not a continuation.
        LedgerBrokenError: leaves or nodes are missing.
    """
    if head.size < known.size:
        raise ProofError("the log is shorter than what was signed")
    begin = head.begin
    proof = with_nodes(lambda read: consistency_proof(known.size, head.size, read), begin=begin)
    verify_consistency(known.size, known.root, head.size, head.root, proof)
    tree = with_nodes(lambda read: Tree.read(known.size, read), begin=begin)
    if tree.root() != known.root:
        raise ProofError("the log does not begin with what was signed")
    rows = models.Leaf.objects.filter(seq__gte=begin + known.size, seq__lt=head.end).order_by("seq")
    for seq, leaf in rows.values_list("seq", "leaf").iterator(chunk_size=CHUNK):
        if seq != begin + tree.size:
            raise LedgerBrokenError(f"leaf {tree.size} is missing")
        tree.append(bytes(leaf))
    if (tree.size, tree.root()) != (head.size, head.root):
        raise LedgerBrokenError("the leaves do not lead to the root of the head")


def _publish(checkpoint: Checkpoint, note: str, begin: int, at: datetime) -> None:
    if checkpoint.size:
        models.Checkpoint.objects.get_or_create(
            size=begin + checkpoint.size, defaults={"root": checkpoint.root, "note": note, "at": at}
        )


def is_urgent() -> bool:
    """Return whether something was entered that is to be sealed at once. Two queries."""
    last = queries.last_checkpoint()
    return models.Leaf.objects.filter(verb__in=URGENT, seq__gte=last.size if last else 0).exists()
