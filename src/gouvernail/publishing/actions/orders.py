"""Orders: what approval turns into, and what ends it before anything was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gouvernail.egress import Egress, Policy
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.foundation.digests import sha256_hex
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Capability, Means
from gouvernail.networks.registry import connector
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.publishing.errors import DeliveryMovedOnError, InFlightError
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.permissions import visible_delivery
from gouvernail.publishing.queries.deliveries import IN_FLIGHT, is_locked, order_digest
from gouvernail.publishing.sender.wire import parts_of
from gouvernail.registry.models import Account

Status = Delivery.Status
LICENCE = "licence"
TO_COME = (Status.QUEUED, Status.CLAIMED, Status.TO_HAND_OFF)
BEFORE_SENDING = (*TO_COME, Status.MISSED, Status.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was approved for one account. `fields` are those of trust.md 6.1.

    `by_hand`: a person posts it, even where the account is connected.
    """

    subject_id: UUID
    revision: int
    title: str
    account_id: UUID
    fields: Mapping[str, object]
    digest: str
    approval_id: UUID | None
    publish_at: datetime
    time_zone: str
    wall_time: str
    tags: tuple[str, ...] = ()
    by_hand: bool = False


@action("publishing.queue_delivery")
def queue_delivery(*, order: Order, by: HasActor | Actor, at: datetime) -> Delivery:
    """Queue one approved payload, in the transaction of its last approval.

    Accounts whose network has a connector, and that are connected, are sent automatically; the
    others wait for a person to publish by hand.

    Raises:
        ValueError: the digest is not that of the fields; a defect of the caller.
        InFlightError: an earlier payload of this subject is on its way to this account.
    """
    if order_digest(order.fields) != order.digest:
        raise ValueError("The digest of an order must be that of its fields.")
    if is_locked(order.subject_id):
        raise InFlightError
    account = Account.objects.select_related("connection").get(pk=order.account_id)
    by_hand = order.by_hand or not _sends_itself(account)
    delivery = Delivery.objects.create(
        subject_id=order.subject_id,
        revision=order.revision,
        title=order.title,
        account=account,
        fields=dict(order.fields),
        digest=order.digest,
        approval_id=order.approval_id,
        mode=Delivery.Mode.BY_HAND if by_hand else Delivery.Mode.AUTOMATIC,
        status=Status.TO_HAND_OFF if by_hand else Status.QUEUED,
        publish_at=order.publish_at,
        time_zone=order.time_zone,
        wall_time=order.wall_time,
        tags=list(order.tags),
        parts=len(parts_of(order.fields)),
        created_at=at,
    )
    _write_steps(delivery)
    record(actor=by, verb="delivery.queued", subject=delivery, at=at, digest=order.digest)
    return delivery


def _sends_itself(account: Account) -> bool:
    connection = getattr(account, "connection", None)
    if connection is None or connection.status == connection.Status.CLOSED:
        return False
    adapter = connector(account.network, egress=Egress(Policy()))
    return adapter.capabilities.get(Capability.PUBLISH) == Means.AUTOMATIC


def _write_steps(delivery: Delivery) -> None:
    if delivery.mode == Delivery.Mode.AUTOMATIC:
        steps = [
            RemoteStep(delivery=delivery, position=item["order"], sha256=item["sha256"])
            for item in delivery.fields["media"]
        ]
        posts = parts_of(delivery.fields) if delivery.parts > 1 else []
        steps += [
            RemoteStep(
                delivery=delivery,
                kind=RemoteStep.Kind.POST,
                position=place,
                sha256=sha256_hex(text.encode()),
            )
            for place, text in enumerate(posts)
        ]
        RemoteStep.objects.bulk_create(steps)


@action("publishing.requeue_held")
def requeue_held(
    *,
    subject_id: UUID,
    revision: int,
    approval_id: UUID,
    by: HasActor | Actor,
    at: datetime,
    late: bool = False,
) -> set[UUID]:
    """Queue again what waited for a licence, on the approval that lets it go; return its accounts.

    The payload and its digest are those that were agreed to: nothing of them is read anew. `late`:
    a person let it go now, even where its time is over.

    Raises:
        InFlightError: an earlier payload of this subject is on its way.
    """
    if is_locked(subject_id):
        raise InFlightError
    rows = Delivery.objects.select_for_update().filter(
        subject_id=subject_id, revision=revision, status=Status.VOID, explanation=LICENCE
    )
    held = list(rows)
    for delivery in held:
        by_hand = delivery.mode == Delivery.Mode.BY_HAND
        delivery.status = Status.TO_HAND_OFF if by_hand else Status.QUEUED
        delivery.approval_id, delivery.explanation = approval_id, ""
        delivery.next_try_at = at if late and delivery.publish_at < at else None
        delivery.fence += 1
        delivery.save(
            update_fields=("status", "approval_id", "explanation", "next_try_at", "fence")
        )
        record(actor=by, verb="delivery.queued", subject=delivery, at=at, digest=delivery.digest)
    return {delivery.account_id for delivery in held}


@action("publishing.cancel_deliveries")
def cancel_deliveries(
    *, subject_id: UUID, by: HasActor | Actor, at: datetime, why: str
) -> list[Delivery]:
    """End every delivery of a subject from which nothing has left; return them.

    `why` is a stable word: `edited`, `cancelled`, `rescheduled`, `revoked`, `licence`. What waits
    for a licence goes again by itself: what failed, or missed its time, stays for whoever resolves
    it.

    Raises:
        InFlightError: one is being sent, or nobody knows whether it went out.
    """
    rows = list(Delivery.objects.select_for_update().filter(subject_id=subject_id))
    # known only under their locks
    if any(one.status in IN_FLIGHT or one.waits_partly_out for one in rows):
        raise InFlightError
    among = TO_COME if why == LICENCE else BEFORE_SENDING
    ended = [delivery for delivery in rows if delivery.status in among]
    status, verb = (
        (Status.CANCELLED, "delivery.cancelled")
        if why == "cancelled"
        else (Status.VOID, "delivery.voided")
    )
    for delivery in ended:
        delivery.status, delivery.explanation = status, why
        delivery.fence += 1
        delivery.save(update_fields=("status", "explanation", "fence"))
        record(actor=by, verb=verb, subject=delivery, at=at, data={"why": why})
    return ended


@action("publishing.reschedule_missed")
def reschedule_missed(*, delivery_id: UUID, by: Person, at: datetime) -> Delivery:
    """Send at once what missed its time or was held by a freeze: a person says so, one by one.

    The approved fields named a time: that time stays in the record, with the person who let it go
    out late.

    Raises:
        DeliveryMovedOnError: it is not waiting for such a word.
        RightMissingError: `by` may not resolve deliveries of that unit.
    """
    delivery = visible_delivery(delivery_id, viewer=by, lock=True)
    require(by, Right.RESOLVE_DELIVERY, unit=delivery.account.unit)
    if delivery.status not in {Status.MISSED, Status.FAILED}:
        raise DeliveryMovedOnError(delivery.get_status_display())
    delivery.status, delivery.explanation = Status.QUEUED, "sent_late"
    delivery.next_try_at = at
    delivery.save(update_fields=("status", "explanation", "next_try_at"))
    record(actor=by, verb="delivery.rescheduled", subject=delivery, at=at)
    tell(delivery, at=at)
    return delivery


def tell(delivery: Delivery, *, at: datetime) -> None:
    """Announce a delivery's new state to the areas above."""
    announce(
        "publishing.changed",
        {
            "delivery_id": delivery.pk,
            "subject_id": delivery.subject_id,
            "revision": delivery.revision,
            "account_id": delivery.account_id,
            "status": str(delivery.status),
        },
        at=at,
    )
