"""What a look at the network, or a person, makes of a delivery."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists
from django.utils.translation import gettext as _

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Absent, Found, Sent
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.publishing.actions.archiving import SENDER, archive_delivery
from gouvernail.publishing.actions.orders import tell
from gouvernail.publishing.actions.sending import MAX_ATTEMPTS, SETTLE, settle_sent
from gouvernail.publishing.actions.threads import leave_as_it_stands, settle_part
from gouvernail.publishing.errors import (
    DeliveryMovedOnError,
    LinkInvalidError,
    SecondPersonNeededError,
    StaleWriteError,
)
from gouvernail.publishing.models import Delivery, Withdrawal
from gouvernail.publishing.permissions import visible_delivery
from gouvernail.publishing.sender.crash import crashpoint
from gouvernail.publishing.sender.links import is_link_of, remote_id_at
from gouvernail.records.models import Record
from gouvernail.registry.queries import network_label

Status = Delivery.Status
LOOKS_BEFORE_RESENDING = 2
LOOKS_BEFORE_ASKING = 6
MAX_AGE = timedelta(minutes=30)
READ_BACK = (Status.SENT, Status.VERIFIED, Status.ALTERED)
READ_AGAIN = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
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
    delivery.settle_at, delivery.looks, delivery.absences = at + SETTLE, 0, 0
    delivery.save()
    record(actor=SENDER, verb=verb, subject=delivery, at=at, data={"why": "owner_gone"})
    tell(delivery, at=at)
    crashpoint("in-orphan")
    return delivery


@action("publishing.note_look")
def note_look(
    *, delivery_id: UUID, fence: int, seen: Found | Absent | None, at: datetime
) -> Delivery:
    """Note what a look at the network says of an unknown outcome; None means we could not look.

    Found: it is sent. Absent for sure, twice in a row and each after the network had time to
    settle: it is queued again under the same key. Otherwise we look again, and after a while a
    person is asked.

    Raises:
        StaleWriteError: another process took it over.
    """
    if isinstance(seen, Found):
        sent = Sent(
            remote_id=seen.remote_id, url=seen.url, response_sha256="", reference=seen.reference
        )
        found = settle_sent(delivery_id=delivery_id, fence=fence, sent=sent, at=at)
        return found if seen.matches else _alter(found, seen, at=at)
    crashpoint("in-look")
    rows = Delivery.objects.select_for_update(of=("self",))
    delivery = rows.filter(pk=delivery_id, fence=fence, status=Status.UNKNOWN).first()
    if delivery is None:
        raise StaleWriteError
    settled = delivery.settle_at is None or at >= delivery.settle_at
    conclusive = isinstance(seen, Absent) and seen.conclusive and settled
    delivery.looks = delivery.looks + 1 if seen is not None else delivery.looks
    delivery.absences = delivery.absences + 1 if conclusive else 0
    surely_absent = delivery.absences >= LOOKS_BEFORE_RESENDING
    if surely_absent and delivery.attempt < MAX_ATTEMPTS:
        _move(delivery, Status.QUEUED, "delivery.released", why="absent", at=at)
    elif surely_absent or _has_waited_enough(delivery, at=at):
        _move(delivery, Status.NEEDS_HUMAN, "delivery.needs_human", why="not_found", at=at)
    else:
        delivery.settle_at = at + SETTLE
        delivery.save(update_fields=("settle_at", "looks", "absences"))
    return delivery


def _has_waited_enough(delivery: Delivery, *, at: datetime) -> bool:
    began = delivery.claimed_at or delivery.created_at
    return delivery.looks >= LOOKS_BEFORE_ASKING or at - began > MAX_AGE


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

    The first reading comes soon after; later ones an hour, a day and a week after, since a post may
    be altered or taken down by others. Absence counts when it was seen twice in a row. Returns None
    when nothing is to be noted.
    """
    rows = Delivery.objects.select_for_update(of=("self",))
    going = Withdrawal.objects.filter(delivery=delivery_id).exclude(status__in=("done", "dropped"))
    delivery = rows.filter(pk=delivery_id, status__in=READ_BACK).exclude(Exists(going)).first()
    if delivery is None:
        return None
    gone = isinstance(seen, Absent) and seen.conclusive
    delivery.absences = delivery.absences + 1 if gone else 0
    if gone and delivery.absences >= LOOKS_BEFORE_RESENDING:
        delivery.verified_at, delivery.settle_at = at, None
        _move(delivery, Status.DISAPPEARED, "delivery.disappeared", why="", at=at)
    elif not isinstance(seen, Found):
        delivery.settle_at = at + (3 * SETTLE if gone else _pause_before_reading(delivery, at=at))
        delivery.save(update_fields=("settle_at", "absences"))
    else:
        delivery.verified_at = at
        delivery.settle_at = _next_reading(delivery, at=at)
        crashpoint("in-reading")
        _note_found(delivery, seen, at=at)
    return delivery


def _note_found(delivery: Delivery, seen: Found, *, at: datetime) -> None:
    told = delivery.explanation_facts.get("differences")
    if not seen.matches and (delivery.status, told) == (Status.ALTERED, list(seen.differences)):
        delivery.save(update_fields=("verified_at", "settle_at", "absences"))
    elif not seen.matches:
        _alter(delivery, seen, at=at)
    elif delivery.status == Status.VERIFIED:
        delivery.save(update_fields=("verified_at", "settle_at", "absences"))
        record(actor=SENDER, verb="delivery.verified", subject=delivery, at=at)
    else:
        delivery.explanation_facts = {}
        _move(delivery, Status.VERIFIED, "delivery.verified", why="", at=at)


def _next_reading(delivery: Delivery, *, at: datetime) -> datetime | None:
    """Return when to read again: an hour, a day, a week after publication; None after the last.

    Each delivery has its own place within a tenth of the interval, so that a thousand posts of
    the same minute are not read in the same second.
    """
    sent = delivery.sent_at or at
    share = 1 + delivery.pk.int % 1000 / 10_000
    return next((sent + after * share for after in READ_AGAIN if sent + after * share > at), None)


def _pause_before_reading(delivery: Delivery, *, at: datetime) -> timedelta:
    """Return how long to wait when nothing could be read: longer as the post grows older."""
    age = at - (delivery.sent_at or at)
    return min(max(3 * SETTLE, age / 10), timedelta(days=1))


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
        raise LinkInvalidError(network_label(delivery.account.network))
    delivery.fence += 1
    delivery.explanation = f"said_{verdict}"
    if verdict == "online":
        _seen_online(delivery, url, at=at)
    elif verdict == "cancel":
        _give_up(delivery, by=by, at=at)
    else:
        _resend(delivery, by=by, at=at)
    delivery.save()
    data = {"verdict": delivery.explanation.removeprefix("said_")}
    record(actor=by, verb="delivery.resolved", subject=delivery, at=at, data=data)
    if verdict == "online" and delivery.parts == 1:
        archive_delivery(delivery, source=Record.Source.BY_HAND, at=at)
    tell(delivery, at=at)
    return delivery


def _seen_online(delivery: Delivery, url: str, *, at: datetime) -> None:
    """Take a person's word; a thread goes on from the post they saw, when we can name it."""
    name = remote_id_at(url, delivery)
    sent = Sent(remote_id=name, url=url, response_sha256="")
    goes_on = settle_part(delivery, sent, source=Record.Source.BY_HAND, at=at)
    delivery.next_try_at = delivery.intent_created_at = None
    if goes_on and name:
        delivery.status, delivery.next_try_at, delivery.attempt = Status.QUEUED, at, 0
        delivery.intent_key, delivery.request_sha256, delivery.intent_facts = "", "", {}
        return
    if goes_on:  # the next post would not know what it answers
        leave_as_it_stands(delivery, at=at)
    delivery.status, delivery.sent_at = Status.SENT, delivery.sent_at or at
    delivery.remote_url = delivery.remote_url or url
    delivery.settle_at = None  # nothing to read back: only people know where it stands


def _give_up(delivery: Delivery, *, by: Person, at: datetime) -> None:
    if delivery.is_partly_out:
        leave_as_it_stands(delivery, at=at)
    else:
        delivery.status = Status.CANCELLED
    delivery.explanation, delivery.explanation_facts = "said_cancel", {"by": str(by.pk)}


def _resend(delivery: Delivery, *, by: Person, at: datetime) -> None:
    asked_by = delivery.explanation_facts.get("asked_by")
    if separation() != Charter.Separation.SMALL:
        if asked_by is None:
            delivery.status, delivery.explanation = Status.NEEDS_HUMAN, RESEND_ASKED
            delivery.explanation_facts = {"asked_by": str(by.pk)}
            return
        if asked_by == str(by.pk):
            raise SecondPersonNeededError
    delivery.status, delivery.next_try_at = Status.QUEUED, at
    delivery.explanation_facts = {}
