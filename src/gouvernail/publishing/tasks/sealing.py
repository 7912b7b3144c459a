"""From ENGAGED to SEALED: once the exclusive lock is obtained, nothing is under way any more."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from gouvernail.foundation.clock import now
from gouvernail.publishing.actions import seal_freeze
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.sender import locks
from gouvernail.publishing.sender.owners import here, host_of

log = logging.getLogger(__name__)
DRAIN_SECONDS = 5.0
MARGIN_SECONDS = 5.0
_LET_GO_SECONDS = 2.0  # for the kernel, and the database, to give back what a killed process held
_first_seen: dict[UUID, float] = {}  # monotonic: a clock that steps does not delay the end


def seal_engaged(
    *, wait_seconds: float = DRAIN_SECONDS, clock: Callable[[], datetime] = now
) -> int:
    """Seal the freezes engaged, if everything under way ends within `wait_seconds`; return them.

    A sender holds the lock, shared, from before its first byte until its outcome is written: who
    holds it exclusively knows that nobody is sending. Who has not let go five seconds after the
    freeze is killed: its lock is given back by the kernel, and its delivery is unknown.
    """
    engaged = Freeze.objects.filter(status=Freeze.Status.ENGAGED).order_by("engaged_at")
    waiting = list(engaged.only("pk", "engaged_at"))
    _remember(waiting)
    if not waiting:
        return 0
    if _sealed(waiting, wait_seconds=wait_seconds, clock=clock):
        return len(waiting)
    if not _drained_too_long(waiting, at=clock()):
        return 0
    killed = locks.end_holders(locks.FREEZE)
    log.critical("a freeze waits for what is under way: senders killed: %s", killed)
    return len(waiting) if _sealed(waiting, wait_seconds=_LET_GO_SECONDS, clock=clock) else 0


def _remember(waiting: list[Freeze]) -> None:
    instant = time.monotonic()
    for key in set(_first_seen) - {freeze.pk for freeze in waiting}:
        del _first_seen[key]
    for freeze in waiting:
        _first_seen.setdefault(freeze.pk, instant)


def _drained_too_long(waiting: list[Freeze], *, at: datetime) -> bool:
    """Return whether one of them has waited five seconds, by the clock or since we first saw it."""
    instant = time.monotonic()
    return any(
        at - freeze.engaged_at >= timedelta(seconds=DRAIN_SECONDS)
        or instant - _first_seen[freeze.pk] >= DRAIN_SECONDS
        for freeze in waiting
    )


def _sealed(waiting: list[Freeze], *, wait_seconds: float, clock: Callable[[], datetime]) -> bool:
    with locks.held(locks.FREEZE, wait_seconds=wait_seconds) as drained:
        if not drained or _may_send_elsewhere(waiting, at=clock()):
            return False
        for freeze in waiting:
            seal_freeze(freeze_id=freeze.pk, at=clock())
    return True


def _may_send_elsewhere(waiting: list[Freeze], *, at: datetime) -> bool:
    """Return whether a sender of another machine may still have a call open.

    The lock of a database session is lost when the session is, while its call may live on: until
    the longest call has passed, what another machine had under way is not known to have ended.
    """
    longest = timedelta(seconds=settings.SEND_TIMEOUT_SECONDS + MARGIN_SECONDS)
    if all(at - freeze.engaged_at >= longest for freeze in waiting):
        return False
    owners = Delivery.objects.filter(
        status__in=(Delivery.Status.CLAIMED, Delivery.Status.SENDING)
    ).values_list("owner", flat=True)
    return any(host_of(owner) != here() for owner in owners if owner)
