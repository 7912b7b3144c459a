"""What a look at the network, or a person, makes of a delivery."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Absent, Deleted, Found, Sent
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.publishing.actions.orders import tell
from gouvernail.publishing.actions.sending import (
    MAX_ATTEMPTS,
    SENDER,
    SETTLE,
    archive_delivery,
    settle_sent,
)
from gouvernail.publishing.errors import (
    DeliveryMovedOnError,
    LinkInvalidError,
    SecondPersonNeededError,
)
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.permissions import visible_delivery
from gouvernail.publishing.sender.links import is_link_of
from gouvernail.records.models import Record

Status = Delivery.Status
LOOKS_BEFORE_RESENDING = 2
LOOKS_BEFORE_ASKING = 6
MAX_AGE = timedelta(minutes=30)
RESEND_ASKED = "resend_asked"


@action("publishing.note_orphan")
def note_orphan(*, delivery_id: UUID, at: datetime) -> Delivery | None:
    """Take over a delivery whose owner is gone; the caller holds its lock.

    CLAIMED goes back to the queue, for nothing left; SENDING becomes UNKNOWN, for something may
    have. What made senders stop again and again is given to a person.
    """
    rows = Delivery.objects.select_for_update(of=("self",)).filter(
        pk=delivery_id, status__in=(Status.CLAIMED, Status.SENDING)
    )
    delivery = rows.first()
    if delivery is None:
        return None
    if delivery.status == Status.SENDING:
        delivery.status, verb = Status.UNKNOWN, "delivery.unknown"
    elif delivery.attempt >= MAX_ATTEMPTS:
        delivery.status, verb = Status.FAILED, "delivery.failed"
    else:
        delivery.status, verb = Status.QUEUED, "delivery.released"
    delivery.explanation, delivery.owner = "owner_gone", ""
    delivery.fence += 1
    delivery.settle_at, delivery.looks = at + SETTLE, 0
    delivery.save()
    record(actor=SENDER, verb=verb, subject=delivery, at=at, data={"why": "owner_gone"})
    tell(delivery, at=at)
    return delivery


@action("publishing.note_look")
def note_look(
    *, delivery_id: UUID, fence: int, seen: Found | Absent | None, at: datetime
) -> Delivery:
    """Note what a look at the network says of an unknown outcome; None means we could not look.

    Found: it is sent. Absent for sure, twice: it is queued again under the same key. Otherwise we
    look again, and after a while a person is asked.

    Raises:
        StaleWriteError: another process took it over.
    """
    if isinstance(seen, Found):
        sent = Sent(remote_id=seen.remote_id, url=seen.url, response_sha256="")
        delivery = settle_sent(delivery_id=delivery_id, fence=fence, sent=sent, at=at)
        return delivery if seen.matches else _alter(delivery, seen, at=at)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(
        pk=delivery_id, fence=fence, status=Status.UNKNOWN
    )
    conclusive = isinstance(seen, Absent) and seen.conclusive
    delivery.looks = delivery.looks + 1 if seen is not None else delivery.looks
    if conclusive and delivery.looks >= LOOKS_BEFORE_RESENDING and delivery.attempt < MAX_ATTEMPTS:
        _move(delivery, Status.QUEUED, "delivery.released", why="absent", at=at)
    elif _has_waited_enough(delivery, at=at):
        _move(delivery, Status.NEEDS_HUMAN, "delivery.needs_human", why="not_found", at=at)
    else:
        delivery.settle_at = at + SETTLE
        delivery.save(update_fields=("settle_at", "looks"))
    return delivery


def _has_waited_enough(delivery: Delivery, *, at: datetime) -> bool:
    began = delivery.claimed_at or delivery.created_at
    tired = delivery.looks >= LOOKS_BEFORE_RESENDING and delivery.attempt >= MAX_ATTEMPTS
    return tired or delivery.looks >= LOOKS_BEFORE_ASKING or at - began > MAX_AGE


def _move(delivery: Delivery, status: str, verb: str, *, why: str, at: datetime) -> None:
    delivery.status, delivery.explanation, delivery.next_try_at = status, why, at
    delivery.save()
    record(actor=SENDER, verb=verb, subject=delivery, at=at, data={"why": why})
    tell(delivery, at=at)


def _alter(delivery: Delivery, seen: Found, *, at: datetime) -> Delivery:
    delivery.status, delivery.explanation = Status.ALTERED, "differs"
    delivery.explanation_facts = {"differences": list(seen.differences)}
    delivery.save()
    data = {"differences": list(seen.differences)}
    record(actor=SENDER, verb="delivery.altered", subject=delivery, at=at, data=data)
    tell(delivery, at=at)
    return delivery


@action("publishing.note_reading")
def note_reading(
    *, delivery_id: UUID, seen: Found | Absent | None, at: datetime
) -> Delivery | None:
    """Note what stands online after publication; None means we could not look.

    Returns None when nothing is to be noted.
    """
    rows = Delivery.objects.select_for_update(of=("self",)).filter(
        pk=delivery_id, status=Status.SENT
    )
    delivery = rows.first()
    if delivery is None:
        return None
    if seen is None or (isinstance(seen, Absent) and not seen.conclusive):
        delivery.settle_at = at + 3 * SETTLE
        delivery.save(update_fields=("settle_at",))
        return delivery
    delivery.verified_at = at
    if isinstance(seen, Found) and not seen.matches:
        return _alter(delivery, seen, at=at)
    found = isinstance(seen, Found)
    status = Status.VERIFIED if found else Status.DISAPPEARED
    verb = "delivery.verified" if found else "delivery.disappeared"
    _move(delivery, status, verb, why="", at=at)
    return delivery


@action("publishing.resolve_delivery")
def resolve_delivery(
    *, delivery_id: UUID, verdict: str, by: Person, at: datetime, url: str = ""
) -> Delivery:
    """Say what became of a delivery that nobody could tell: a person looked.

    `verdict` is `online` (with its address), `resend` or `cancel`. Sending again could double the
    post: outside a small team the first `resend` only asks, and another person's confirms.

    Raises:
        DeliveryMovedOnError: it does not wait for a person.
        SecondPersonNeededError: `by` asked for the new sending.
        RightMissingError: `by` may not resolve deliveries of that unit.
        InvalidInputError: the verdict or the address is missing.
    """
    delivery = visible_delivery(delivery_id, viewer=by, lock=True)
    require(by, Right.RESOLVE_DELIVERY, unit=delivery.account.unit)
    if delivery.status not in {Status.NEEDS_HUMAN, Status.UNKNOWN}:
        raise DeliveryMovedOnError(delivery.get_status_display())
    if verdict not in {"online", "resend", "cancel"}:
        message = _("Say what you saw on the network.")
        raise InvalidInputError(message, fields={"verdict": message})
    if verdict == "online" and not is_link_of(url, delivery.account.network):
        known = NETWORKS.get(delivery.account.network)
        raise LinkInvalidError(known.name if known else delivery.account.network)
    delivery.fence += 1
    delivery.explanation = f"said_{verdict}"
    if verdict == "online":
        delivery.status, delivery.remote_url, delivery.sent_at = Status.SENT, url, at
        delivery.settle_at = None  # nothing to read back: only people know where it stands
    elif verdict == "cancel":
        delivery.status = Status.CANCELLED
    else:
        _resend(delivery, by=by, at=at)
    delivery.save()
    data = {"verdict": delivery.explanation.removeprefix("said_")}
    record(actor=by, verb="delivery.resolved", subject=delivery, at=at, data=data)
    if verdict == "online":
        archive_delivery(delivery, source=Record.Source.BY_HAND, at=at)
    tell(delivery, at=at)
    return delivery


def _resend(delivery: Delivery, *, by: Person, at: datetime) -> None:
    asked_by = delivery.explanation_facts.get("asked_by")
    if separation() != Charter.Separation.SMALL:
        if asked_by is None:
            delivery.status, delivery.explanation = Status.NEEDS_HUMAN, RESEND_ASKED
            delivery.explanation_facts = {"asked_by": str(by.pk), "name": by.name}
            return
        if asked_by == str(by.pk):
            raise SecondPersonNeededError
    delivery.status, delivery.next_try_at = Status.QUEUED, at
    delivery.explanation_facts = {}


@action("publishing.withdraw_delivery")
def withdraw_delivery(
    *, delivery_id: UUID, reason: str, gone: Deleted | None, by: Person, at: datetime
) -> Delivery:
    """Note that a published post was taken down: by the network's answer, or by hand.

    Raises:
        DeliveryMovedOnError: it is not online.
        RightMissingError: `by` may not resolve deliveries of that unit.
        InvalidInputError: no reason was given.
    """
    delivery = visible_delivery(delivery_id, viewer=by, lock=True)
    require(by, Right.RESOLVE_DELIVERY, unit=delivery.account.unit)
    if delivery.status not in {Status.SENT, Status.VERIFIED, Status.ALTERED}:
        raise DeliveryMovedOnError(delivery.get_status_display())
    if not reason.strip():
        message = _("Say why it is withdrawn.")
        raise InvalidInputError(message, fields={"reason": message})
    delivery.status, delivery.explanation = Status.WITHDRAWN, "withdrawn"
    delivery.explanation_facts = {"reason": reason.strip()[:300]}
    delivery.save()
    data = {"by_network": gone is not None, "private": {"reason": reason.strip()[:300]}}
    record(actor=by, verb="delivery.withdrawn", subject=delivery, at=at, data=data)
    tell(delivery, at=at)
    return delivery
