"""The tree against a naive one, and proofs against every forgery hypothesis can think of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.merkle import (
    EMPTY_ROOT,
    MerkleError,
    ProofError,
    Tree,
    consistency_proof,
    inclusion_proof,
    nodes_read,
    root,
    verify_consistency,
    verify_inclusion,
)
from gouvernail.kernel.merkle.verification import root_from_inclusion
from tests.make.merkle import make_log, naive_root

LOG = make_log(300)
ROOTS = [root(size, LOG.read) for size in range(301)]
HASH = st.binary(min_size=32, max_size=32)


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    """Return a leaf and the size of a tree that holds it."""
    size = draw(st.integers(1, 300))
    return draw(st.integers(0, size - 1)), size


@st.composite
def growths(draw: st.DrawFn) -> tuple[int, int]:
    """Return two sizes of a tree, the second not smaller."""
    new = draw(st.integers(0, 300))
    return draw(st.integers(0, new)), new


@given(st.lists(st.binary(max_size=80), max_size=70))
def test_the_root_is_that_of_the_naive_tree(leaves: list[bytes]) -> None:
    log = make_log(leaves)

    assert log.tree.root() == naive_root(leaves)
    assert root(len(leaves), log.read) == naive_root(leaves)


@given(st.integers(0, 300))
def test_the_root_of_every_earlier_size_can_be_read_back(size: int) -> None:
    assert ROOTS[size] == naive_root(LOG.leaves[:size])


@given(st.integers(0, 300), st.integers(0, 40))
def test_a_tree_continues_from_its_stored_nodes(size: int, more: int) -> None:
    size = min(size, 300 - more)
    tree = Tree.read(size, LOG.read)
    for leaf in LOG.leaves[size : size + more]:
        tree.append(leaf)

    assert tree.root() == ROOTS[size + more]
    again = Tree(tree.size, [tree.edge[n : n + 32] for n in range(0, len(tree.edge), 32)])
    assert again.root() == tree.root()


def test_appending_returns_the_nodes_it_completes() -> None:
    tree = Tree()

    completed = [len(tree.append(b"x")) for _ in range(16)]

    assert completed == [1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 2, 1, 5]


@given(places())
def test_every_leaf_can_be_proven(place: tuple[int, int]) -> None:
    index, size = place

    proof = inclusion_proof(index, size, LOG.read)

    verify_inclusion(LOG.read(0, index), index, size, proof, ROOTS[size])
    assert len(proof) <= size.bit_length()


@given(growths())
def test_every_growth_can_be_proven(growth: tuple[int, int]) -> None:
    old, new = growth

    proof = consistency_proof(old, new, LOG.read)

    verify_consistency(old, ROOTS[old], new, ROOTS[new], proof)


@given(places(), st.data())
def test_a_changed_inclusion_proof_is_refused(place: tuple[int, int], data: st.DataObject) -> None:
    index, size = place
    proof = inclusion_proof(index, size, LOG.read)
    forged = data.draw(changed(proof))

    with pytest.raises(ProofError):
        verify_inclusion(LOG.read(0, index), index, size, forged, ROOTS[size])


@st.composite
def changed(draw: st.DrawFn, proof: list[bytes]) -> list[bytes]:
    """Return a proof that differs: cut, longer, reordered, or with a bit turned."""
    forged = list(proof)
    kind = draw(st.sampled_from(["longer", "cut", "bit"] if proof else ["longer"]))
    at = draw(st.integers(0, max(len(proof) - 1, 0)))
    if kind == "longer":
        forged.insert(at, draw(HASH))
    elif kind == "cut":
        del forged[at]
    else:
        bit = draw(st.integers(0, 255))
        forged[at] = (int.from_bytes(forged[at], "big") ^ 1 << bit).to_bytes(32, "big")
    return forged


@given(places(), st.integers(-2, 305), st.integers(-2, 305))
def test_a_proof_proves_one_place_only(place: tuple[int, int], index: int, size: int) -> None:
    true_index, true_size = place
    proof = inclusion_proof(true_index, true_size, LOG.read)
    if index == true_index and 0 <= size <= 300 and ROOTS[size] == ROOTS[true_size]:
        return

    with pytest.raises(ProofError):
        verify_inclusion(
            LOG.read(0, true_index), index, size, proof, ROOTS[size] if 0 <= size <= 300 else b""
        )


@given(growths(), st.data())
def test_a_changed_consistency_proof_is_refused(
    growth: tuple[int, int], data: st.DataObject
) -> None:
    old, new = growth
    forged = data.draw(changed(consistency_proof(old, new, LOG.read)))

    with pytest.raises(ProofError):
        verify_consistency(old, ROOTS[old], new, ROOTS[new], forged)


@given(growths(), growths())
def test_a_consistency_proof_proves_two_sizes_only(
    growth: tuple[int, int], claimed: tuple[int, int]
) -> None:
    old, new = growth
    proof = consistency_proof(old, new, LOG.read)
    if claimed == growth or (claimed[0] in {0, claimed[1]} and not proof):
        return

    with pytest.raises(ProofError):
        verify_consistency(claimed[0], ROOTS[claimed[0]], claimed[1], ROOTS[claimed[1]], proof)


@given(growths(), HASH)
def test_a_fork_is_refused_whatever_the_proof(growth: tuple[int, int], other: bytes) -> None:
    old, new = growth
    proof = consistency_proof(old, new, LOG.read)

    with pytest.raises(ProofError):
        verify_consistency(old, other, new, ROOTS[new], proof)
    if old:
        with pytest.raises(ProofError):
            verify_consistency(old, ROOTS[old], new, other, proof)


@given(st.integers(0, 20), st.integers(0, 20), st.lists(HASH, max_size=8), HASH)
def test_made_up_proofs_are_refused_without_a_crash(
    old: int, new: int, proof: list[bytes], made_up: bytes
) -> None:
    with pytest.raises(ProofError):
        verify_consistency(old, made_up, new, ROOTS[new], proof)
    with pytest.raises(ProofError):
        verify_inclusion(made_up, old, new, proof, ROOTS[new])


@pytest.mark.parametrize("size", [31, 33])
def test_hashes_of_another_length_are_refused(size: int) -> None:
    with pytest.raises(ProofError):
        root_from_inclusion(bytes(size), 0, 1, [])
    with pytest.raises(ProofError):
        verify_consistency(1, ROOTS[1], 2, ROOTS[2], [bytes(size)])


def test_two_roots_of_one_size_are_a_fork() -> None:
    with pytest.raises(ProofError):
        verify_consistency(5, ROOTS[5], 5, ROOTS[6], [])
    with pytest.raises(ProofError):
        verify_consistency(0, ROOTS[1], 5, ROOTS[5], [])
    with pytest.raises(ProofError):
        verify_consistency(6, ROOTS[6], 5, ROOTS[5], [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(MerkleError):
        inclusion_proof(index, size, LOG.read)


def test_there_is_no_proof_of_shrinking() -> None:
    with pytest.raises(MerkleError):
        consistency_proof(4, 3, LOG.read)


def test_an_edge_that_does_not_fit_is_refused() -> None:
    with pytest.raises(MerkleError):
        Tree(3, [EMPTY_ROOT])


@given(places())
def test_the_nodes_a_proof_reads_are_known_beforehand_and_few(place: tuple[int, int]) -> None:
    index, size = place

    wanted = nodes_read(lambda read: inclusion_proof(index, size, read))

    assert wanted <= LOG.nodes.keys()
    assert len(wanted) <= 2 * size.bit_length()


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (5, 11), (255, 256), (256, 300)])
def test_the_nodes_a_proof_reads_are_known_before_it_is_made(index: int, size: int) -> None:
    log = make_log(size)
    read: set[tuple[int, int]] = set()

    def noted(level: int, at: int) -> bytes:
        read.add((level, at))
        return log.read(level, at)

    inclusion_proof(index, size, noted)

    assert nodes_read(lambda reader: inclusion_proof(index, size, reader)) == read
    assert bool(read) == (size > 1)
