"""Deliveries, by subject, by account, by state."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.licences.queries.answering import lapsed_since
from gouvernail.people.models import Person
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.permissions import visible_deliveries, visible_delivery

Status = Delivery.Status
IN_FLIGHT = (Status.SENDING, Status.UNKNOWN, Status.NEEDS_HUMAN)
RESTING = (Status.QUEUED, Status.CLAIMED, Status.MISSED, Status.FAILED)
DONE = (Status.SENT, Status.VERIFIED, Status.ALTERED, Status.DISAPPEARED, Status.WITHDRAWN)


def said_by(delivery: Delivery) -> Person | None:
    """Return who said what became of a delivery; an erased person has no name here either."""
    facts = delivery.explanation_facts
    key = facts.get("by") or facts.get("asked_by")
    return Person.objects.filter(pk=key).first() if key else None


def order_digest(fields: Mapping[str, object]) -> str:
    """Return the approval digest of one account's fields (trust.md 6.1), in hexadecimal."""
    return sha256_hex(b"\x03", canonical(fields))


def has_lapsed(delivery: Delivery, *, at: datetime) -> bool:
    """Return whether a licence it rests on lapsed since it was agreed to, or written.

    `answering` of its fields names who answers for it and the act, where that is not publishing.
    Queries: those of `lapsed_since`.
    """
    said, network = delivery.fields.get("answering"), delivery.account.network
    found = lapsed_since(
        delivery.approval_id, network, at=at, said=said if isinstance(said, dict) else None
    )
    return found is not None


def is_locked(subject_id: UUID) -> bool:
    """Return whether content must not change now: something may be on its way. One query."""
    partly = Q(parts_out__gt=0, parts_out__lt=F("parts")) & Q(status__in=RESTING)
    rows = Delivery.objects.filter(subject_id=subject_id)
    return rows.filter(Q(status__in=IN_FLIGHT) | partly).exists()


def deliveries_of(subject_id: UUID) -> QuerySet[Delivery]:
    """Return the deliveries of a subject, latest revision first. One query when iterated."""
    return (
        Delivery.objects.filter(subject_id=subject_id)
        .select_related("account")
        .order_by("-revision", "publish_at", "pk")
    )


def delivery_for(delivery_id: UUID | str, *, viewer: Person) -> Delivery:
    """Return one delivery. One query.

    Raises:
        DeliveryNotFoundError: missing or hidden.
    """
    return visible_delivery(delivery_id, viewer=viewer)


def deliveries_for_list(*, viewer: Person, state: str = "") -> QuerySet[Delivery]:
    """Return deliveries, the next or latest first, accounts and units loaded.

    `state` is `problems`, `waiting`, `done` or empty for all. One query when iterated.
    """
    rows = visible_deliveries(viewer).select_related("account__unit")
    return rows.filter(_STATES.get(state, Q()))


_STATES = {
    "problems": Q(
        status__in=(
            Status.UNKNOWN,
            Status.NEEDS_HUMAN,
            Status.FAILED,
            Status.MISSED,
            Status.ALTERED,
            Status.DISAPPEARED,
        )
    ),
    "waiting": Q(
        status__in=(
            Status.QUEUED,
            Status.CLAIMED,
            Status.SENDING,
            Status.TO_HAND_OFF,
            Status.TO_CONFIRM,
        )
    ),
    "done": Q(status__in=DONE),
}


def delivery_counts(*, viewer: Person) -> dict[str, int]:
    """Return how many deliveries stand in each state of `deliveries_for_list`. One query."""
    totals = {name: Count("pk", filter=condition) for name, condition in _STATES.items()}
    return visible_deliveries(viewer).aggregate(**totals)


def hand_offs_for(person: Person, *, until: datetime) -> QuerySet[Delivery]:
    """Return what `person` should publish by hand before `until`: of their accounts, and theirs.

    One query when iterated.
    """
    owned = Q(account__owner=person) | Q(account__backup=person)
    seen = Q(pk__in=visible_deliveries(person).filter(owned).values("pk"))
    mine = seen | Q(fields__answering__person=str(person.pk))
    return (
        Delivery.objects.filter(status__in=(Status.TO_HAND_OFF, Status.TO_CONFIRM))
        .filter(mine, publish_at__lte=until)
        .select_related("account__unit")
        .order_by("publish_at", "pk")
    )
