"""A thread, post by post: each is public on its own, so each is settled on its own.

The delivery holds the intent of the post that is next or under way (`parts_out` is its place);
what is out stands in its step. A post that is out is never sent again.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Intent, Sent
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.publishing.actions.archiving import SENDER, archive_part
from gouvernail.publishing.actions.orders import tell
from gouvernail.publishing.errors import DeliveryMovedOnError
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.permissions import visible_delivery
from gouvernail.publishing.sender.links import web_address
from gouvernail.publishing.sender.threads import steps_of

Status = Delivery.Status
Step = RemoteStep.Status
RESTING = frozenset({Status.QUEUED, Status.MISSED, Status.FAILED})
STOPPED = "thread_stopped"


def intend_part(delivery: Delivery, intent: Intent, request_sha256: str) -> None:
    """Note the key and the bytes of the post that is about to leave; nothing outside a thread."""
    if delivery.parts > 1:
        _current(delivery).update(
            status=Step.SENDING, key=intent.key, request_sha256=request_sha256
        )


def doubt_part(delivery: Delivery) -> None:
    """Note that nobody knows what became of the post under way."""
    if delivery.parts > 1:
        _current(delivery).update(status=Step.UNKNOWN)


def settle_part(delivery: Delivery, sent: Sent, *, source: str, at: datetime) -> bool:
    """Note that one post of a thread is out; return whether others are still to leave.

    The caller saves the delivery and says what happened.
    """
    if delivery.parts == 1:
        return False
    step = _current(delivery).get()
    step.status, step.done_at = Step.DONE, at
    step.remote_id, step.remote_url = sent.remote_id, web_address(sent.url)
    step.result = {"reference": sent.reference, "response_sha256": sent.response_sha256}
    step.save()
    archive_part(delivery, step, source=source, at=at)
    if delivery.parts_out == 0:
        delivery.remote_id, delivery.remote_url = sent.remote_id, web_address(sent.url)
        delivery.sent_at = at
    delivery.parts_out += 1
    return delivery.parts_out < delivery.parts


def queue_next_part(delivery: Delivery, *, at: datetime) -> None:
    """Put a thread back in the queue for its next post, under a new key; saves and says so."""
    delivery.status, delivery.owner, delivery.explanation = Status.QUEUED, "", ""
    delivery.explanation_facts, delivery.intent_facts = {}, {}
    delivery.intent_key, delivery.intent_created_at, delivery.request_sha256 = "", None, ""
    delivery.next_try_at, delivery.attempt = at, 0
    delivery.save()
    record(actor=SENDER, verb="delivery.part_sent", subject=delivery, at=at)
    tell(delivery, at=at)


@action("publishing.stop_thread")
def stop_thread(*, delivery_id: UUID, by: Person, at: datetime) -> Delivery:
    """Leave a thread as it stands: what is out stays, the rest never leaves.

    Raises:
        DeliveryMovedOnError: no part of it is out, or it is on its way at this moment.
        RightMissingError: `by` may not resolve deliveries of that unit.
    """
    delivery = visible_delivery(delivery_id, viewer=by, lock=True)
    require(by, Right.RESOLVE_DELIVERY, unit=delivery.account.unit)
    if not delivery.is_partly_out or delivery.status not in RESTING:
        raise DeliveryMovedOnError(delivery.get_status_display())
    delivery.fence += 1
    leave_as_it_stands(delivery, at=at)
    delivery.save()
    record(actor=by, verb="delivery.stopped", subject=delivery, at=at)
    tell(delivery, at=at)
    return delivery


def leave_as_it_stands(delivery: Delivery, *, at: datetime) -> None:
    """Make of a thread what is out of it; the caller saves and records."""
    delivery.status, delivery.explanation = Status.SENT, STOPPED
    delivery.explanation_facts = {}
    delivery.settle_at, delivery.absences = at, 0
    steps_of(delivery).exclude(status=Step.DONE).update(status=Step.FAILED)


def _current(delivery: Delivery) -> QuerySet[RemoteStep]:
    return steps_of(delivery).filter(position=delivery.parts_out)
