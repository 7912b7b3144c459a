"""Who outside the site holds which checkpoint, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Min

from gouvernail.kernel.merkle import checkpoint_request, consistency_proof
from gouvernail.ledger.models import Anchor, Checkpoint, Leaf, Verification
from gouvernail.ledger.queries.epochs import begin_of, index_of, number_of
from gouvernail.ledger.queries.heads import full_note, last_checkpoint, with_nodes

MAIL_EVERY: Final = timedelta(days=1)
AT_ONCE: Final = ("freeze.engaged", "epoch.opened")


@dataclass(frozen=True, slots=True)
class Held:
    """The newest checkpoint that one outsider holds; `size` counts in its own log."""

    kind: str
    target: str
    size: int
    epoch: int
    at: datetime


def held_outside() -> list[Held]:
    """Return the newest anchor of each outsider, the most recent first. One query."""
    rows = Anchor.objects.values("kind", "target").annotate(last=Max("size"), when=Max("at"))
    return [
        Held(row["kind"], row["target"], index_of(row["last"]), number_of(row["last"]), row["when"])
        for row in rows.order_by("-when", "kind", "target")
    ]


def anchor_age(*, at: datetime) -> timedelta | None:
    """Return how old the oldest entry is that nobody outside can vouch for. Three queries.

    Zero when the last anchor covers the whole log; None when nothing was ever anchored and there
    are entries. This is the window in which history could still be changed without detection.
    """
    last = Anchor.objects.aggregate(last=Max("size"))["last"]
    oldest = Leaf.objects.filter(seq__gte=last or 0).aggregate(at=Min("at"))["at"]
    if oldest is None:
        return timedelta()
    return None if last is None else max(at - oldest, timedelta())


def last_verification() -> Verification | None:
    """Return what the last verification found, if there was one. One query."""
    return Verification.objects.order_by("-at", "-pk").first()


def last_anchor(kind: str, target: str) -> Anchor | None:
    """Return the newest checkpoint that one outsider was given. One query."""
    return Anchor.objects.filter(kind=kind, target=target).order_by("-size").first()


def to_anchor(kind: str, target: str, *, at: datetime) -> Checkpoint | None:
    """Return the checkpoint an outsider is to be given now, if any. Three queries.

    Once a day when the log has grown, and at once when a freeze or another log is sealed.
    """
    newest = last_checkpoint()
    given = last_anchor(kind, target)
    if newest is None or (given and given.size >= newest.size):
        return None
    if given is None or at - given.at >= MAIL_EVERY:
        return newest
    fresh = Leaf.objects.filter(verb__in=AT_ONCE, seq__gte=given.size, seq__lt=newest.size)
    return newest if fresh.exists() else None


def continuation(checkpoint: Checkpoint, *, known_size: int) -> str:
    """Return the request that proves a checkpoint to whoever knows the log at `known_size`.

    It is what one posts to a witness (c2sp.org/tlog-witness), and what `verify_ledger.py since`
    reads. `known_size` counts in the checkpoint's own log. Three queries.

    Raises:
        ProofError: the log was never that long.
    """
    begin = begin_of(number_of(checkpoint.size))
    size = index_of(checkpoint.size)
    proof = with_nodes(lambda read: consistency_proof(known_size, size, read), begin=begin)
    return checkpoint_request(known_size, proof, full_note(checkpoint))
