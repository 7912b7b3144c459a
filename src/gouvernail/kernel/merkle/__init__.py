"""Merkle logs: RFC 6962 trees, C2SP tiles, signed notes and proofs. Pure."""

from gouvernail.kernel.merkle.cosignatures import (
    WitnessKey,
    checkpoint_request,
    cosign,
    cosigned_by,
    parse_witness_key,
)
from gouvernail.kernel.merkle.errors import MerkleError, NoteError, ProofError, TileError
from gouvernail.kernel.merkle.hashing import EMPTY_ROOT, HASH_SIZE, leaf_hash, node_hash
from gouvernail.kernel.merkle.notes import (
    Checkpoint,
    Note,
    Signer,
    Verifier,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_skey,
    parse_vkey,
    sign,
    vkey,
)
from gouvernail.kernel.merkle.proofs import TlogProof, parse_proof, verify_proof
from gouvernail.kernel.merkle.tree import (
    NodeReader,
    Tree,
    consistency_proof,
    inclusion_proof,
    nodes_read,
    range_nodes,
    root,
)
from gouvernail.kernel.merkle.verification import verify_consistency, verify_inclusion

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "Checkpoint",
    "MerkleError",
    "NodeReader",
    "Note",
    "NoteError",
    "ProofError",
    "Signer",
    "TileError",
    "TlogProof",
    "Tree",
    "Verifier",
    "WitnessKey",
    "checkpoint_request",
    "consistency_proof",
    "cosign",
    "cosigned_by",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "nodes_read",
    "open_checkpoint",
    "open_note",
    "parse_checkpoint",
    "parse_proof",
    "parse_skey",
    "parse_vkey",
    "parse_witness_key",
    "range_nodes",
    "root",
    "sign",
    "verify_consistency",
    "verify_inclusion",
    "verify_proof",
    "vkey",
]
