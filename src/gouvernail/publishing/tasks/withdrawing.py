"""Withdrawals, one turn at a time: delete, then look until it is gone."""

import logging
from collections.abc import Callable
from datetime import datetime

from gouvernail.foundation.clock import now
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.networks.contract import (
    Absent,
    Connector,
    Deleted,
    DeleteOutcome,
    Found,
    Refused,
    Session,
    Unknown,
)
from gouvernail.publishing.actions import withdrawals
from gouvernail.publishing.errors import StaleWriteError
from gouvernail.publishing.models import RemoteStep, Withdrawal
from gouvernail.publishing.sender import locks
from gouvernail.publishing.sender.owners import owner_name
from gouvernail.publishing.sender.sessions import renewed
from gouvernail.publishing.sender.wire import connector_of, fields_of
from gouvernail.publishing.tasks.sending import FAULTS
from gouvernail.publishing.tasks.sessions import KEEPER

log = logging.getLogger(__name__)
Status = Withdrawal.Status
Clock = Callable[[], datetime]
MOST = 50


def withdraw(*, clock: Clock = now) -> int:
    """Do what withdrawals have to do at this instant; return how many were touched."""
    done = _each(Status.SENDING, _take_over, clock=clock)
    done += _each(Status.QUEUED, _delete, clock=clock)
    return done + _each(Status.UNKNOWN, _look, clock=clock)


def _each(status: str, act: Callable[[Withdrawal, Clock], None], *, clock: Clock) -> int:
    rows = Withdrawal.objects.filter(status=status)
    if status != Status.SENDING:
        rows = rows.filter(next_try_at__lte=clock())
    waiting = list(rows.select_related("delivery__account__unit").order_by("next_try_at")[:MOST])
    for withdrawal in waiting:
        still_at_work()
        with locks.held(f"delivery-{withdrawal.delivery_id}") as ours:
            if ours:
                _try(withdrawal, act, clock=clock)
    return len(waiting)


def _try(withdrawal: Withdrawal, act: Callable[[Withdrawal, Clock], None], *, clock: Clock) -> None:
    try:
        act(withdrawal, clock)
    except StaleWriteError:
        log.warning("withdrawal %s was taken over", withdrawal.pk)
    except FAULTS:  # whoever finds it next looks at the network first
        log.exception("withdrawal %s is left as it stands", withdrawal.pk)


def _take_over(withdrawal: Withdrawal, clock: Clock) -> None:
    withdrawals.note_withdrawal_orphan(withdrawal_id=withdrawal.pk, at=clock())


def _delete(withdrawal: Withdrawal, clock: Clock) -> None:
    with locks.held(locks.FREEZE, shared=True, wait_seconds=1.0) as permit:
        if not permit or withdrawals.stands_frozen(withdrawal):
            return
        taken = withdrawals.claim_withdrawal(
            withdrawal_id=withdrawal.pk, owner=owner_name(), at=clock()
        )
        if taken is not None:
            _settle(taken, _deleted(taken, clock), clock=clock)


def _deleted(withdrawal: Withdrawal, clock: Clock) -> DeleteOutcome:
    """Delete every post that is out, the last one first; stop at the first that is not."""
    account = withdrawal.delivery.account
    adapter = connector_of(account.network)
    session = renewed(account.pk, adapter=adapter, keeper=KEEPER, at=clock())
    if not isinstance(session, Session):
        return session
    outcome: DeleteOutcome = Refused(code="not_found", message="no post", permanent=True)
    for step in _steps(withdrawal):
        outcome = _on_the_wire(adapter, session, step.remote_id)
        if not isinstance(outcome, Deleted):
            return outcome
        withdrawals.note_deletion(step_id=step.pk, at=clock())
    return outcome


def _on_the_wire(adapter: Connector, session: Session, remote_id: str) -> DeleteOutcome:
    """Take one post down; the only place that does."""
    if not locks.still_held(locks.FREEZE):
        message = "the permit to send was lost"
        return Refused(code="permit_lost", message=message, permanent=False)
    try:
        return adapter.delete(session, remote_id)
    except FAULTS as error:
        log.exception("the connector broke on the wire")
        return Unknown(reason=f"connector: {type(error).__name__}")


def _settle(withdrawal: Withdrawal, outcome: DeleteOutcome, *, clock: Clock) -> None:
    key, fence, at = withdrawal.pk, withdrawal.fence, clock()
    if isinstance(outcome, Refused):
        withdrawals.refuse_withdrawal(withdrawal_id=key, fence=fence, refused=outcome, at=at)
    elif isinstance(outcome, Unknown):
        withdrawals.doubt_withdrawal(withdrawal_id=key, fence=fence, why=outcome.reason, at=at)
    else:
        withdrawals.settle_deleted(withdrawal_id=key, fence=fence, at=at)


def _look(withdrawal: Withdrawal, clock: Clock) -> None:
    account = withdrawal.delivery.account
    adapter = connector_of(account.network)
    session = renewed(account.pk, adapter=adapter, keeper=KEEPER, at=clock())
    gone = _is_gone(withdrawal, adapter, session) if isinstance(session, Session) else None
    withdrawals.note_absence(
        withdrawal_id=withdrawal.pk, fence=withdrawal.fence, gone=gone, at=clock()
    )


def _is_gone(withdrawal: Withdrawal, adapter: Connector, session: Session) -> bool | None:
    """Return whether every post is gone; None when one could not be read."""
    fields = fields_of(withdrawal.delivery.fields)
    for step in _steps(withdrawal):
        seen = adapter.read(session, step.remote_id, fields)
        if isinstance(seen, Found):
            return False
        if not isinstance(seen, Absent) or not seen.conclusive:
            return None
    return True


def _steps(withdrawal: Withdrawal) -> list[RemoteStep]:
    rows = withdrawal.delivery.steps.filter(kind=RemoteStep.Kind.DELETE)
    return list(rows.order_by("position"))
