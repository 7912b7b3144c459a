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
    inner, border = _shape(index, size)
    if len(proof) != inner + border:
        raise ProofError("the proof has the wrong length")
    return _climb(leaf, index, proof[:inner], proof[inner:])


def _shape(index: int, size: int) -> tuple[int, int]:
    """Return how many siblings a leaf has below, and along, the right border of a tree."""
    inner = (index ^ (size - 1)).bit_length()
    return inner, (index >> inner).bit_count()


def _climb(node: bytes, index: int, inner: Sequence[bytes], border: Sequence[bytes]) -> bytes:
    for level, sibling in enumerate(inner):
        left = index >> level & 1
        node = node_hash(sibling, node) if left else node_hash(node, sibling)
    return _along_border(node, border)


def _along_border(node: bytes, siblings: Sequence[bytes]) -> bytes:
    for sibling in siblings:
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
    # The proof starts where the old tree's last complete subtree stands; when the old tree is
    # that subtree, its root is known and not repeated.
    shift = (old_size & -old_size).bit_length() - 1
    steps = [old_root, *proof] if old_size == 1 << shift else list(proof)
    inner, border = _shape(old_size - 1, new_size)
    inner -= shift
    if len(steps) != 1 + inner + border:
        raise ProofError("the proof has the wrong length")
    index = (old_size - 1) >> shift
    shared = [step for level, step in enumerate(steps[1 : 1 + inner]) if index >> level & 1]
    if _along_border(steps[0], shared + steps[1 + inner :]) != old_root:
        raise ProofError("the old tree is another")
    if _climb(steps[0], index, steps[1 : 1 + inner], steps[1 + inner :]) != new_root:
        raise ProofError("the new tree does not begin with the old one")


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
