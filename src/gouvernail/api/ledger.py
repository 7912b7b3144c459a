"""The head of the log and the proof of an entry, over REST.

It stands here and not in the ledger, which is below people and cannot ask who may read it.
"""

from typing import Any

from ninja import Router, Schema

from gouvernail.foundation.web import KeyRequest
from gouvernail.ledger.queries import full_note, head, last_checkpoint, proof_for
from gouvernail.people.permissions import Right, require

router = Router(tags=["ledger"])


class HeadOut(Schema):
    """The log as it stands, and the newest signed checkpoint (C2SP signed note), if any."""

    origin: str
    size: int
    root: str
    checkpoint: str


class ProofOut(Schema):
    """One entry and its path to the root; hashes in hexadecimal."""

    seq: int
    leaf: str
    leaf_hash: str
    tree_size: int
    root: str
    path: list[str]
    tlog_proof: str


@router.get("/ledger/head", response=HeadOut)
def ledger_head(request: KeyRequest) -> dict[str, Any]:
    """Return the head of the log."""
    require(request.auth, Right.READ_LEDGER)
    found = head()
    signed = last_checkpoint(found.epoch)
    return {
        "origin": found.origin,
        "size": found.size,
        "root": found.root.hex(),
        "checkpoint": full_note(signed) if signed else "",
    }


@router.get("/ledger/proofs/{seq}", response=ProofOut)
def proof(request: KeyRequest, seq: int) -> dict[str, Any]:
    """Return the proof of one entry, numbered from 0."""
    require(request.auth, Right.READ_LEDGER)
    return proof_for(seq).as_json()
