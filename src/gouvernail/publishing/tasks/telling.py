"""Telling people what became of publications and of the freeze."""

from datetime import datetime, timedelta

from django.urls import reverse

from gouvernail.foundation.models import OutboxEvent
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person, Role, RoleGrant
from gouvernail.publishing.models import Delivery, Freeze, Withdrawal
from gouvernail.publishing.queries import freezes_in_force

TOLD = {
    Delivery.Status.FAILED: "delivery.failed",
    Delivery.Status.NEEDS_HUMAN: "delivery.needs_human",
    Delivery.Status.MISSED: "delivery.missed",
    Delivery.Status.ALTERED: "delivery.altered",
    Delivery.Status.DISAPPEARED: "delivery.disappeared",
    Delivery.Status.WITHDRAWN: "delivery.withdrawn",
}
FREEZES = {
    "publishing.frozen": "freeze.engaged",
    "publishing.lift_asked": "freeze.lift_asked",
    "publishing.lifted": "freeze.lifted",
}
AHEAD = timedelta(minutes=15)
TOPICS = frozenset({"publishing.changed", "publishing.withdrawal", *FREEZES})
TAKEN_DOWN_BY_HAND = frozenset({Withdrawal.Status.BY_HAND, Withdrawal.Status.FAILED})


def tell_people(event: OutboxEvent, at: datetime) -> None:
    """Tell those who answer for the account, or for the whole."""
    if event.topic in FREEZES:
        _tell_freeze(event, at=at)
        return
    rows = Delivery.objects.select_related("account").filter(pk=event.payload["delivery_id"])
    delivery = rows.first()
    kind = _kind(event)
    if delivery is None or kind is None:
        return
    account = delivery.account
    people = {one for one in (account.owner_id, account.backup_id) if one}
    leads = RoleGrant.objects.filter(
        role=Role.DELEGATE, unit_id=account.unit_id, revoked_at__isnull=True
    )
    network = NETWORKS.get(account.network)
    message = Message(
        kind=kind,
        once=f"delivery:{delivery.pk}:{event.position}",
        path=reverse("publishing:delivery-detail", args=[delivery.pk]),
        facts={"title": delivery.title, "network": network.name if network else account.network},
        subject_kind="delivery",
        subject_id=str(delivery.pk),
    )
    tell(people={*people, *leads.values_list("person_id", flat=True)}, message=message, at=at)


def _kind(event: OutboxEvent) -> str | None:
    status = event.payload["status"]
    if event.topic == "publishing.withdrawal":
        return "delivery.to_take_down" if status in TAKEN_DOWN_BY_HAND else None
    return TOLD.get(Delivery.Status(status))


def _tell_freeze(event: OutboxEvent, *, at: datetime) -> None:
    freeze = Freeze.objects.filter(pk=event.payload["freeze_id"]).first()
    by = Person.objects.filter(pk=event.payload["by"]).first()
    if freeze is None or by is None:
        return
    concerned = RoleGrant.objects.filter(
        role__in=(Role.LEAD, Role.DELEGATE, Role.SECURITY, Role.CONTRIBUTOR),
        revoked_at__isnull=True,
        person__is_active=True,
    )
    message = Message(
        kind=_kind_of_freeze(event.topic, freeze),
        once=f"freeze:{freeze.pk}:{event.position}",
        path=reverse("publishing:freeze"),
        facts={"by": by.name},
        subject_kind="freeze",
        subject_id=str(freeze.pk),
    )
    people = set(concerned.values_list("person_id", flat=True)) - {by.pk}
    tell(people=people, message=message, at=at)


def _kind_of_freeze(topic: str, freeze: Freeze) -> str:
    if topic == "publishing.frozen" and freeze.cause == Freeze.Cause.RESTORE:
        return "freeze.restored"
    if topic == "publishing.lifted" and freezes_in_force().exists():
        return "freeze.one_lifted"
    return FREEZES[topic]


def tell_hand_offs(at: datetime) -> None:
    """Tell owner and backup, a quarter of an hour ahead, what is to be published by hand."""
    rows = Delivery.objects.filter(
        status=Delivery.Status.TO_HAND_OFF,
        publish_at__lte=at + AHEAD,
        publish_at__gt=at - AHEAD * 4,
    ).select_related("account")
    for delivery in rows:
        account = delivery.account
        network = NETWORKS.get(account.network)
        message = Message(
            kind="delivery.to_hand_off",
            once=f"hand-off:{delivery.pk}",
            path=reverse("publishing:hand-off", args=[delivery.pk]),
            facts={"title": delivery.title, "network": network.name if network else ""},
            subject_kind="delivery",
            subject_id=str(delivery.pk),
        )
        people = [one for one in (account.owner_id, account.backup_id) if one]
        tell(people=people, message=message, at=at)
