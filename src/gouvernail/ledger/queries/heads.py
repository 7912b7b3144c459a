"""The head of the log, its last checkpoint, and reading its nodes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.conf import settings
from django.db.models import Q

from gouvernail.kernel.merkle import HASH_SIZE, NodeReader, Tree, nodes_read
from gouvernail.ledger.errors import LedgerBrokenError
from gouvernail.ledger.models import HEAD_ID, Checkpoint, Head, Leaf, Node

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogHead:
    """How many leaves the log has, and the 32-byte root over them."""

    origin: str
    size: int
    root: bytes


def tree_of(size: int, edge: bytes) -> Tree:
    """Return the tree that the head row describes. No query.

    Raises:
        LedgerBrokenError: the edge does not fit the size.
    """
    if len(edge) != HASH_SIZE * size.bit_count():
        raise LedgerBrokenError("the edge of the head does not fit its size")
    return Tree(size, [edge[at : at + HASH_SIZE] for at in range(0, len(edge), HASH_SIZE)])


def head() -> LogHead:
    """Return the present head; a log without entries has size 0. One query.

    Raises:
        LedgerBrokenError: the head row contradicts itself.
    """
    found = Head.objects.filter(pk=HEAD_ID).values_list("size", "edge").first() or (0, b"")
    tree = tree_of(found[0], bytes(found[1]))
    return LogHead(settings.LEDGER_ORIGIN, tree.size, tree.root())


def last_checkpoint() -> Checkpoint | None:
    """Return the newest signed checkpoint, if any was made yet. One query."""
    return Checkpoint.objects.order_by("-size").first()


def with_nodes(compute: Callable[[NodeReader], T]) -> T:
    """Return `compute(reader)` where the reader knows the stored nodes. Two queries.

    Raises:
        LedgerBrokenError: a node that must be there is not.
    """
    wanted = nodes_read(compute)
    found = _leaf_hashes([index for level, index in wanted if not level])
    found |= _node_hashes([place for place in wanted if place[0]])
    if len(found) != len(wanted):
        raise LedgerBrokenError("nodes of the tree are missing")
    return compute(lambda level, index: found[level, index])


def _leaf_hashes(seqs: list[int]) -> dict[tuple[int, int], bytes]:
    rows = Leaf.objects.filter(seq__in=seqs).values_list("seq", "leaf_hash") if seqs else ()
    return {(0, seq): bytes(value) for seq, value in rows}


def _node_hashes(places: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    if not places:
        return {}
    any_of = reduce(or_, (Q(level=level, index=index) for level, index in places))
    rows = Node.objects.filter(any_of).values_list("level", "index", "hash")
    return {(level, index): bytes(value) for level, index, value in rows}
