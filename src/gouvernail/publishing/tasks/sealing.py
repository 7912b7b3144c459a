"""From ENGAGED to SEALED: once the exclusive lock is obtained, nothing is under way any more."""

from collections.abc import Callable
from datetime import datetime

from gouvernail.foundation.clock import now
from gouvernail.publishing.actions import seal_freeze
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.sender import locks

DRAIN_SECONDS = 5.0


def seal_engaged(
    *, wait_seconds: float = DRAIN_SECONDS, clock: Callable[[], datetime] = now
) -> int:
    """Seal the freezes engaged, if everything under way ends within `wait_seconds`; return them.

    A sender holds the lock, shared, from before its first byte until its outcome is written: who
    holds it exclusively knows that nobody is sending.
    """
    engaged = Freeze.objects.filter(status=Freeze.Status.ENGAGED)
    waiting = list(engaged.order_by("engaged_at").values_list("pk", flat=True))
    if not waiting:
        return 0
    with locks.held(locks.FREEZE, wait_seconds=wait_seconds) as drained:
        if not drained:
            return 0
        for freeze_id in waiting:
            seal_freeze(freeze_id=freeze_id, at=clock())
    return len(waiting)
