"""Checking proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 say, sizes and lengths included."""

from collections.abc import Sequence

from gouvernail.kernel.merkle.errors import ProofError
from gouvernail.kernel.merkle.hashing import EMPTY_ROOT, HASH_SIZE, node_hash


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that a leaf hash and its proof lead to.

    Raises:
        ProofError: the index is outside the tree, or the proof has the wrong shape.
    """
    if not 0 <= index < size:
        raise ProofError("the index lies outside the tree")
    _require_hashes(leaf, *proof)
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(proof) != inner + border:
        raise ProofError("the proof has the wrong length")
    node = leaf
    for level, sibling in enumerate(proof[:inner]):
        left = index >> level & 1
        node = node_hash(sibling, node) if left else node_hash(node, sibling)
    for sibling in proof[inner:]:
        node = node_hash(sibling, node)
    return node


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that a leaf, given by its hash, stands at `index` of the tree with this root.

    Raises:
        ProofError: it does not, or the proof is malformed.
    """
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise ProofError("the leaf is not in the tree")


def verify_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the new tree begins with the whole of the old one.

    Raises:
        ProofError: it does not, or the proof is malformed.
    """
    _require_hashes(old_root, new_root, *proof)
    if not 0 <= old_size <= new_size:
        raise ProofError("the old tree is larger than the new one")
    if old_size in {0, new_size}:
        _verify_trivial(old_size, old_root, new_size, new_root, proof)
        return
    shift = (old_size & -old_size).bit_length() - 1
    steps = list(proof)
    if old_size == 1 << shift:  # the old tree is one whole subtree of the new: its root is known
        steps.insert(0, old_root)
    if not steps:
        raise ProofError("the proof has the wrong length")
    index, last = (old_size - 1) >> shift, (new_size - 1) >> shift
    old = new = steps[0]
    for sibling in steps[1:]:
        if not last:
            raise ProofError("the proof has the wrong length")
        if index & 1 or index == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise ProofError("the proof has the wrong length")
    if old != old_root or new != new_root:
        raise ProofError("the trees are not consistent")


def _verify_trivial(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    if proof:
        raise ProofError("the proof has the wrong length")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise ProofError("the root of the empty tree is another")
    if old_size == new_size and old_root != new_root:
        raise ProofError("two trees of one size have different roots")


def _require_hashes(*values: bytes) -> None:
    if any(len(value) != HASH_SIZE for value in values):
        raise ProofError("a hash is not 32 bytes long")
