"""Looking at networks: what became of an unknown outcome, what stands online, whose owner died."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from gouvernail.foundation.clock import now
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.networks.contract import Absent, Connector, Found, Session, Unreadable
from gouvernail.publishing.actions.evidence import keep_look
from gouvernail.publishing.actions.repair import note_look, note_orphan, note_reading
from gouvernail.publishing.actions.sending import note_stale_write, settle_sent
from gouvernail.publishing.errors import StaleWriteError
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.sender import locks, spool
from gouvernail.publishing.sender.crash import crashpoint
from gouvernail.publishing.sender.owners import owner_name
from gouvernail.publishing.sender.sessions import renewed
from gouvernail.publishing.sender.threads import read_back
from gouvernail.publishing.sender.wire import connector_of, fields_of, intent_of
from gouvernail.publishing.tasks.sending import FAULTS
from gouvernail.publishing.tasks.sessions import KEEPER
from gouvernail.vault.errors import SecretNotFoundError, SecretUnreadableError

log = logging.getLogger(__name__)
Status = Delivery.Status
Clock = Callable[[], datetime]
Seen = Found | Absent | None
FAR = timedelta(minutes=10)  # beyond any time a network is given to settle


def recover_orphans(*, clock: Clock = now) -> int:
    """Take over deliveries whose owner has ended: only those whose lock can be had."""
    rows = Delivery.objects.filter(status__in=(Status.CLAIMED, Status.SENDING))
    recovered = 0
    for delivery_id in list(rows.values_list("pk", flat=True)):
        with locks.held(f"delivery-{delivery_id}") as ours:
            if ours and note_orphan(delivery_id=delivery_id, at=clock()) is not None:
                crashpoint("after-orphan")
                recovered += 1
    return recovered


def settle_unknowns(*, clock: Clock = now) -> int:
    """Look for every post whose outcome is unknown and whose time to look has come."""
    return _each((Status.UNKNOWN,), _look, clock=clock)


def verify_sent(*, clock: Clock = now) -> int:
    """Read back what was sent: soon after, then an hour, a day and a week later."""
    done = _each((Status.SENT,), _read, clock=clock)
    return done + _each((Status.VERIFIED, Status.ALTERED), _read, clock=clock)


def _each(statuses: tuple[str, ...], look: Callable[[UUID, Clock], None], *, clock: Clock) -> int:
    at = clock()
    due = Q(settle_at__lte=at)
    if Status.UNKNOWN in statuses:  # set before the clock was: it is not left for a day
        due |= Q(settle_at__gt=at + FAR)
    rows = Delivery.objects.filter(due, status__in=statuses, mode=Delivery.Mode.AUTOMATIC)
    keys = list(rows.order_by("settle_at").values_list("pk", flat=True)[:50])
    for key in keys:
        still_at_work()
        with locks.held(f"delivery-{key}") as ours:
            if ours:
                look(key, clock)
    return len(keys)


def _look(delivery_id: UUID, clock: Clock) -> None:
    delivery = Delivery.objects.select_related("account").get(pk=delivery_id)

    def find(adapter: Connector, session: Session) -> Found | Absent | Unreadable:
        intent, fields = intent_of(delivery), fields_of(delivery.fields, delivery.parts_out)
        return adapter.find(session, intent, fields, at=clock())

    if _settled_by_spool(delivery, at=clock()):
        return
    seen = _seen(delivery, find, at=clock())
    if isinstance(seen, Absent) and delivery.intent_facts.get("guessed"):
        seen = Absent(conclusive=False)  # it may stand there under the key that was forgotten
    crashpoint("after-look")
    try:
        note_look(delivery_id=delivery.pk, fence=delivery.fence, seen=seen, at=clock())
    except StaleWriteError:
        log.warning("delivery %s moved on while we looked", delivery_id)
        note_stale_write(
            delivery_id=delivery.pk, fence=delivery.fence, owner=owner_name(), at=clock()
        )
    except FAULTS:
        log.exception("what was seen of delivery %s cannot be kept", delivery_id)
        note_look(delivery_id=delivery.pk, fence=delivery.fence, seen=None, at=clock())


def _settled_by_spool(delivery: Delivery, *, at: datetime) -> bool:
    """Take the network's own answer, if it was heard before its sender stopped; say whether."""
    sent = spool.answer_for(delivery.pk, key=delivery.intent_key)
    if sent is None:
        return False
    settle_sent(delivery_id=delivery.pk, fence=delivery.fence, sent=sent, at=at)
    return True


def _read(delivery_id: UUID, clock: Clock) -> None:
    delivery = Delivery.objects.select_related("account").get(pk=delivery_id)

    def read(adapter: Connector, session: Session) -> Found | Absent | Unreadable:
        return read_back(delivery, adapter, session)

    seen = _seen(delivery, read, at=clock())
    crashpoint("after-reading")
    note_reading(delivery_id=delivery.pk, seen=seen, at=clock())


def _seen(
    delivery: Delivery,
    look: Callable[[Connector, Session], Found | Absent | Unreadable],
    *,
    at: datetime,
) -> Seen:
    """Return what a look says; None when we could not look, whatever the reason."""
    try:
        adapter = connector_of(delivery.account.network)
        session = _session(delivery, adapter, at=at)
        answer = None if session is None else look(adapter, session)
    except FAULTS:
        log.exception("delivery %s could not be looked at", delivery.pk)
        answer = Unreadable(reason="connector")
    if delivery.status == Status.UNKNOWN:
        keep_look(delivery_id=delivery.pk, answer=answer, at=at)
    return None if isinstance(answer, Unreadable) else answer


def _session(delivery: Delivery, adapter: Connector, *, at: datetime) -> Session | None:
    try:
        answer = renewed(delivery.account_id, adapter=adapter, keeper=KEEPER, at=at)
    except (SecretNotFoundError, SecretUnreadableError):
        return None
    return answer if isinstance(answer, Session) else None
