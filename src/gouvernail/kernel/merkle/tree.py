"""An append-only tree, and what can be computed from its stored nodes.

Only *complete* subtrees are nodes: node (level, index) is the hash of the leaves from
`index << level` up to `(index + 1) << level`. A complete node never changes once written, so a
store only ever inserts. Everything else (the root, the proofs) is derived by reading O(log n) of
them through a `NodeReader`.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import TypeAlias

from gouvernail.kernel.merkle.errors import MerkleError
from gouvernail.kernel.merkle.hashing import EMPTY_ROOT, node_hash

NodeReader: TypeAlias = Callable[[int, int], bytes]
"""Given the level and index of a complete node, returns its 32-byte hash."""


class Tree:
    """The right edge of a tree: enough to append and to know the root, in O(log n) memory."""

    __slots__ = ("_edge", "size")

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        """Continue a tree of `size` leaves whose edge is `edge`, largest subtree first.

        Raises:
            MerkleError: the edge does not have one hash per set bit of `size`.
        """
        self.size = size
        self._edge = list(edge)
        if size < 0 or len(self._edge) != size.bit_count():
            raise MerkleError("the edge does not fit the size")

    @classmethod
    def read(cls, size: int, read: NodeReader) -> "Tree":
        """Continue a stored tree of `size` leaves; reads one node per set bit of `size`."""
        return cls(size, [read(level, index) for level, index in range_nodes(0, size)])

    def append(self, leaf: bytes) -> list[bytes]:
        """Add one leaf (its bytes, not its hash) and return the nodes this completes.

        Element L of the list is node (L, old size >> L); the first is the leaf's own hash.
        """
        # Inlined hashing: a call per node would cost a third of the whole.
        node = sha256(b"\x00" + leaf).digest()
        nodes = [node]
        edge = self._edge
        size = self.size
        self.size = size + 1
        while size & 1:
            node = sha256(b"\x01" + edge.pop() + node).digest()
            nodes.append(node)
            size >>= 1
        edge.append(node)
        return nodes

    @property
    def edge(self) -> bytes:
        """Return the hashes of the complete subtrees at the right edge, largest first, joined."""
        return b"".join(self._edge)

    def root(self) -> bytes:
        """Return the 32-byte root; that of the empty tree is SHA-256 of nothing."""
        return fold(self._edge)


def fold(nodes: list[bytes]) -> bytes:
    """Return the hash over adjacent subtrees of falling size, given from left to right."""
    if not nodes:
        return EMPTY_ROOT
    right = nodes[-1]
    for left in reversed(nodes[:-1]):
        right = node_hash(left, right)
    return right


def range_nodes(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the (level, index) of the complete nodes that make up leaves `begin` to `end`.

    `begin` must be a multiple of the largest power of two not above `end - begin`, which holds
    for every subtree of RFC 6962. Half-open; largest node first.
    """
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield level, begin >> level
        begin += 1 << level


def range_hash(begin: int, end: int, read: NodeReader) -> bytes:
    """Return MTH(D[begin:end]) of RFC 6962, reading O(log n) nodes."""
    return fold([read(level, index) for level, index in range_nodes(begin, end)])


def root(size: int, read: NodeReader) -> bytes:
    """Return the root of the first `size` leaves."""
    return range_hash(0, size, read)


def split(size: int) -> int:
    """Return the largest power of two below `size` (at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """Return PATH(index, D[size]) of RFC 6962 section 2.1.1, the leaf's sibling first.

    Raises:
        MerkleError: the index is not in a tree of that size.
    """
    if not 0 <= index < size:
        raise MerkleError("no such leaf in a tree of this size")
    path = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            path.append(range_hash(middle, end, read))
            end = middle
        else:
            path.append(range_hash(begin, middle, read))
            begin = middle
    path.reverse()
    return path


def consistency_proof(old_size: int, new_size: int, read: NodeReader) -> list[bytes]:
    """Return PROOF(old_size, D[new_size]) of RFC 6962 section 2.1.2.

    Empty when either tree needs no proof: the old one is empty, or they are the same size.

    Raises:
        MerkleError: the old tree is larger than the new one.
    """
    if not 0 <= old_size <= new_size:
        raise MerkleError("the old tree is larger than the new one")
    if old_size in {0, new_size}:
        return []
    path = []
    begin, end = 0, new_size
    while old_size != end:
        middle = begin + split(end - begin)
        if old_size <= middle:
            path.append(range_hash(middle, end, read))
            end = middle
        else:
            path.append(range_hash(begin, middle, read))
            begin = middle
    if begin:  # the old tree's last subtree is not the old tree itself: its hash must be given
        path.append(range_hash(begin, end, read))
    path.reverse()
    return path


def nodes_read(compute: Callable[[NodeReader], object]) -> set[tuple[int, int]]:
    """Return the nodes that `compute` reads, so that a store can fetch them in one query.

    `compute` must choose what it reads from positions alone, as everything in this module does.
    """
    wanted: set[tuple[int, int]] = set()

    def remember(level: int, index: int) -> bytes:
        wanted.add((level, index))
        return EMPTY_ROOT

    compute(remember)
    return wanted
