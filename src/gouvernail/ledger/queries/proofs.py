"""Proof that an entry stands in the log, for a person, a file and a machine."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext_lazy as _

from gouvernail.kernel.merkle import TlogProof, inclusion_proof, parse_checkpoint
from gouvernail.ledger.errors import EntryNotFoundError, NotYetSealedError
from gouvernail.ledger.models import Checkpoint, Leaf, Opening, SubjectKey
from gouvernail.ledger.queries.epochs import begin_of, index_of, number_of
from gouvernail.ledger.queries.heads import full_note, last_checkpoint, with_nodes
from gouvernail.ledger.queries.timelines import LINK_SALT, Event, events_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An entry, its place, and the path from its hash to the root of a signed checkpoint.

    `leaf` is the exact bytes; hashes are 32 bytes. `seq` is the entry's place, `size` that of its
    own log. `text` is the content of a `.tlog-proof` file.
    """

    seq: int
    leaf: bytes
    leaf_hash: bytes
    size: int
    root: bytes
    sealed_at: datetime
    path: tuple[bytes, ...]
    text: str

    @property
    def number(self) -> int:
        """Return the number people are told, which counts from 1."""
        return index_of(self.seq) + 1

    @property
    def path_hex(self) -> list[str]:
        """Return the path for reading, the entry's sibling first."""
        return [value.hex() for value in self.path]

    @property
    def root_hex(self) -> str:
        """Return the root for reading."""
        return self.root.hex()

    def as_json(self) -> dict[str, Any]:
        """Return all of it for a machine; bytes in hexadecimal."""
        return {
            "seq": self.seq,
            "leaf": self.leaf.decode(),
            "leaf_hash": self.leaf_hash.hex(),
            "tree_size": self.size,
            "root": self.root_hex,
            "path": self.path_hex,
            "tlog_proof": self.text,
        }


def seq_of_link(link: str) -> int:
    """Return the entry that a link made by `proof_link` opens.

    Raises:
        EntryNotFoundError: this site did not make that link.
    """
    try:
        return int(signing.Signer(salt=LINK_SALT).unsign(link))
    except signing.BadSignature as error:
        raise EntryNotFoundError from error


def leaf_of(seq: int) -> Leaf:
    """Return one row of the log. One query.

    Raises:
        EntryNotFoundError: there is none.
    """
    row = Leaf.objects.filter(seq=seq).first()
    if row is None:
        raise EntryNotFoundError
    return row


def event_at(seq: int) -> Event:
    """Return one entry as a timeline shows it. Two queries.

    Raises:
        EntryNotFoundError: there is none.
    """
    return events_of([leaf_of(seq)])[0]


def leaf_content(seq: int) -> bytes:
    """Return the exact bytes of one entry. One query.

    Raises:
        EntryNotFoundError: there is none.
    """
    return bytes(leaf_of(seq).leaf)


def entry_at(seq: int) -> dict[str, Any]:
    """Return what the leaf of one entry says. One query.

    Raises:
        EntryNotFoundError: there is none.
    """
    content: dict[str, Any] = json.loads(leaf_content(seq))
    return content


CHECK_STEPS: Final = (
    ("leaf", _("Digest of the entry")),
    ("path", _("Root that the path leads to")),
    ("root", _("Root in the checkpoint")),
    ("key", _("Key")),
    ("signature", _("Signature of the checkpoint")),
    ("opening", _("Statement of the operator who opened this journal after a restore")),
)


def proof_page(seq: int, *, vkey: str = "", statements: str = "") -> dict[str, Any]:
    """Return what the page of a proof shows: event, leaf, and proof once sealed. Eleven queries.

    `vkey` is the public key that the page proposes for checking it in the browser, `statements`
    those of operators, for a log opened after a restore: five queries more there. `hidden` says
    whether what the entry commits to is `kept`, was `erased`, or is `nothing`.

    Raises:
        EntryNotFoundError: there is no such entry.
    """
    row = leaf_of(seq)
    proof = proof_for(seq) if is_sealed(seq) else None
    leaf_text = bytes(row.leaf).decode()
    return {
        "event": events_of([row])[0],
        "leaf_text": leaf_text,
        "leaf_hash": bytes(row.leaf_hash).hex(),
        "hidden": hidden_part(row),
        "proof": proof,
        "check": {
            "steps": CHECK_STEPS,
            "vkey": vkey,
            "statements": statements,
            "data": {
                "leaf": leaf_text,
                "proof": proof.text if proof else "",
                "opening": _opening_of(seq) if proof else None,
            },
        },
    }


def _opening_of(seq: int) -> dict[str, str] | None:
    """Return the first entry of a log that was opened after a restore, with its proof."""
    epoch = number_of(seq)
    if epoch == 1:
        return None
    first = proof_for(begin_of(epoch))
    return {"leaf": first.leaf.decode(), "text": first.text}


def hidden_part(row: Leaf) -> str:
    """Return whether what an entry commits to is `kept`, was `erased`, or is `nothing`.

    Two queries. It is erased once the key of its subject was destroyed: the commitment stays, and
    says nothing.
    """
    if not json.loads(bytes(row.leaf))["pii"]:
        return "nothing"
    opening = Opening.objects.filter(pk=row.seq).first()
    kept = opening is not None and SubjectKey.objects.filter(pk=opening.key_id).exists()
    return "kept" if kept else "erased"


def is_sealed(seq: int) -> bool:
    """Return whether a signed checkpoint covers the entry. One query."""
    after = begin_of(number_of(seq) + 1)
    return Checkpoint.objects.filter(size__gt=seq, size__lt=after).exists()


def proof_for(seq: int) -> Proof:
    """Return the proof of one entry against the last signed checkpoint. Five queries.

    Raises:
        EntryNotFoundError: there is no such entry.
        NotYetSealedError: no checkpoint covers it yet; the signer makes one within a minute.
    """
    row = leaf_of(seq)
    epoch = number_of(seq)
    checkpoint = last_checkpoint(epoch)
    if checkpoint is None or checkpoint.size <= seq:
        raise NotYetSealedError
    index, size = index_of(seq), index_of(checkpoint.size)
    path = tuple(with_nodes(lambda read: inclusion_proof(index, size, read), begin=begin_of(epoch)))
    return Proof(
        seq=seq,
        leaf=bytes(row.leaf),
        leaf_hash=bytes(row.leaf_hash),
        size=size,
        root=parse_checkpoint(checkpoint.note.rpartition("\n\n")[0] + "\n").root,
        sealed_at=checkpoint.at,
        path=path,
        text=TlogProof(index=index, path=path, checkpoint=full_note(checkpoint)).text,
    )
