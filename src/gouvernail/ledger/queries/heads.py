"""The head of the log, its last checkpoint, and reading its nodes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q, Subquery

from gouvernail.kernel.merkle import HASH_SIZE, NodeReader, Tree, nodes_read
from gouvernail.ledger.errors import LedgerBrokenError
from gouvernail.ledger.models import HEAD_ID, Anchor, Checkpoint, Epoch, Head, Leaf, Node
from gouvernail.ledger.queries.epochs import begin_of, index_of, number_of, origin_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogHead:
    """How many leaves the present log has, and the 32-byte root over them."""

    origin: str
    size: int
    root: bytes
    epoch: int = 1

    @property
    def begin(self) -> int:
        """Return the place of the log's first leaf in the tables."""
        return begin_of(self.epoch)

    @property
    def end(self) -> int:
        """Return the place that the next leaf will have."""
        return self.begin + self.size


def earlier_logs() -> list[LogHead]:
    """Return what each log that a restore ended had come to; those set aside are not here."""
    heads, number = [], 1
    for following in Epoch.objects.filter(pk__gt=1).order_by("pk"):
        root = bytes.fromhex(following.kept_root)
        heads.append(LogHead(origin_of(number), following.kept_size, root, number))
        number = following.pk
    return heads


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
    tree = tree_of(index_of(found[0]), bytes(found[1]))
    number = number_of(found[0])
    return LogHead(origin_of(number), tree.size, tree.root(), number)


def head_epoch() -> int:
    """Return the number of the present log: one more than the restores that cut one short."""
    size = Head.objects.filter(pk=HEAD_ID).values_list("size", flat=True).first()
    return number_of(size or 0)


def epoch_before(number: int) -> int:
    """Return which log an epoch follows: not always the one before, after a second restore."""
    before = (
        Epoch.objects.filter(pk__lt=number).order_by("-pk").values_list("pk", flat=True).first()
    )
    return before or 1


def last_checkpoint(epoch: int | None = None) -> Checkpoint | None:
    """Return the newest signed checkpoint, if any; of one epoch if given. One query."""
    rows = Checkpoint.objects.order_by("-size")
    if epoch is not None:
        rows = rows.filter(size__gt=begin_of(epoch), size__lt=begin_of(epoch + 1))
    return rows.first()


def last_signed_at() -> Subquery:
    """Return when the newest checkpoint was signed, as a part of another query. No query here."""
    return Subquery(Checkpoint.objects.order_by("-size").values("at")[:1])


def full_note(checkpoint: Checkpoint) -> str:
    """Return the note of a checkpoint with the cosignatures of witnesses under it. One query."""
    rows = Anchor.objects.filter(kind=Anchor.Kind.WITNESS, size=checkpoint.size).order_by("pk")
    lines = {bytes(line).decode(): None for line in rows.values_list("evidence", flat=True)}
    return checkpoint.note + "".join(lines)


def printed_checkpoint(epoch: int | None = None) -> str:
    """Return the newest checkpoint as every export prints it; empty before the first. Two queries.

    Whoever keeps the export keeps the checkpoint with it.
    """
    checkpoint = last_checkpoint(epoch)
    return full_note(checkpoint) if checkpoint else ""


def with_nodes(compute: Callable[[NodeReader], T], *, begin: int = 0) -> T:
    """Return `compute(reader)` where the reader knows the stored nodes. Two queries.

    `begin` is the place of the log's first leaf: `compute` counts from 0 in its own log.

    Raises:
        LedgerBrokenError: a node that must be there is not.
    """
    wanted = {
        (level, index): (level, (begin >> level) + index) for level, index in nodes_read(compute)
    }
    found = _leaf_hashes([index for level, index in wanted.values() if not level])
    found |= _node_hashes([place for place in wanted.values() if place[0]])
    if len(found) != len(wanted):
        raise LedgerBrokenError("nodes of the tree are missing")
    return compute(lambda level, index: found[wanted[level, index]])


def _leaf_hashes(seqs: list[int]) -> dict[tuple[int, int], bytes]:
    rows = Leaf.objects.filter(seq__in=seqs).values_list("seq", "leaf_hash") if seqs else ()
    return {(0, seq): bytes(value) for seq, value in rows}


def _node_hashes(places: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    if not places:
        return {}
    any_of = reduce(or_, (Q(level=level, index=index) for level, index in places))
    rows = Node.objects.filter(any_of).values_list("level", "index", "hash")
    return {(level, index): bytes(value) for level, index, value in rows}
