"""What content does when areas below tell of a change."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.approvals.models import Decision, Request
from gouvernail.approvals.queries import decisions_of
from gouvernail.content.actions import (
    copy_draft,
    follow_deliveries,
    follow_expiry,
    go_again,
    resting_on,
    wait_for_licence,
)
from gouvernail.content.actions.licences import LICENCE, waiting_for_licence
from gouvernail.content.errors import DraftNotFoundError
from gouvernail.content.models import Draft
from gouvernail.content.queries.accounts import network_title
from gouvernail.content.queries.drafts import editor_ids
from gouvernail.content.queries.uses import drafts_losing_rights
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.notifications.actions import Message, tell
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.publishing.errors import InFlightError
from gouvernail.publishing.models import Delivery, Withdrawal

RIGHTS_AHEAD: Final = timedelta(days=7)


def hear_publishing(event: OutboxEvent, at: datetime) -> None:
    """Follow a delivery that changed, or that may no longer leave as it is."""
    draft_id = UUID(event.payload["subject_id"])
    follow_deliveries(draft_id=draft_id, revision=event.payload["revision"], at=at)
    if event.payload["status"] == Delivery.Status.WITHDRAWN:
        _tell_withdrawn(draft_id, event, at=at)


def _tell_withdrawn(draft_id: UUID, event: OutboxEvent, *, at: datetime) -> None:
    """Tell who wrote a withdrawn publication, and who agreed to it."""
    draft = Draft.objects.filter(pk=draft_id).first()
    delivery = Delivery.objects.select_related("account").get(pk=event.payload["delivery_id"])
    if draft is None:
        return
    agreed = decisions_of("draft", draft_id).filter(verdict=Decision.Verdict.APPROVE)
    people = editor_ids(draft) | set(agreed.values_list("person_id", flat=True))
    message = Message(
        kind="delivery.withdrawn",
        once=f"delivery:{delivery.pk}:{event.position}",
        path=reverse("publishing:delivery-detail", args=[delivery.pk]),
        facts={"title": delivery.title, "network": network_title(delivery.account)},
        subject_kind="delivery",
        subject_id=str(delivery.pk),
    )
    tell(people=set(people), message=message, at=at)


def hear_withdrawal(event: OutboxEvent, at: datetime) -> None:
    """Give who asked for a correction a draft of it, to be reviewed as any other."""
    payload = event.payload
    if not payload["asked"] or payload["purpose"] != Withdrawal.Purpose.CORRECT:
        return
    by = Person.objects.get(pk=payload["by"])
    once = f"correction:{payload['withdrawal_id']}"
    if Notification.objects.filter(once=f"{once}:{by.pk}").exists():
        return  # heard before
    try:
        only = UUID(payload["account_id"])
        draft = copy_draft(draft_id=payload["subject_id"], only=only, by=by, at=at)
    except (DraftNotFoundError, RightMissingError):
        return  # they may withdraw there and not write: others do
    message = Message(
        kind="draft.to_correct",
        once=once,
        path=reverse("content:draft-edit", args=[draft.pk]),
        facts={"title": draft.title},
        subject_kind="draft",
        subject_id=str(draft.pk),
    )
    tell(people={by.pk}, message=message, at=at)


def hear_approvals(event: OutboxEvent, at: datetime) -> None:
    """Follow a request that ended without a decision."""
    if event.payload["kind"] == "draft" and event.payload["status"] == "expired":
        follow_expiry(request_id=UUID(event.payload["request_id"]), at=at)


def hear_licences(event: OutboxEvent, at: datetime) -> None:
    """Have what rests on a licence that lapsed wait; let go what waited for one that holds again.

    One that cannot be changed now keeps the others from nothing, and is looked at again just
    before it is sent, or in `waits_again`.
    """
    person_id = UUID(event.payload["person_id"])
    for draft_id in resting_on(person_id, waiting=True):
        _let_go(draft_id, at=at)
    if event.payload["lost"]:
        for draft_id in resting_on(person_id, waiting=False):
            with suppress(InFlightError):
                wait_for_licence(draft_id=draft_id, at=at)


def waits_again(at: datetime) -> None:
    """Let go what waits for a licence that holds again, whether or not anybody noticed the change.

    A licence lost and found again between two looks announces nothing.
    """
    for draft_id in waiting_for_licence():
        _let_go(draft_id, at=at)


def _let_go(draft_id: UUID, *, at: datetime) -> None:
    """Let a draft go, and tell who writes it; one that is locked now waits for the next turn."""
    with suppress(InFlightError):
        draft = go_again(draft_id=draft_id, at=at)
        if draft is not None:
            _tell_of_licence(draft, "draft.goes_again", once=f"{at:%Y%m%d%H%M%S}", at=at)


def hear_waits(event: OutboxEvent, at: datetime) -> None:
    """Tell who writes a draft that it waits for a licence; who decides is told by approvals."""
    request = Request.objects.filter(pk=event.payload["request_id"]).first()
    if request is None or request.context.get("why") != LICENCE:
        return
    draft = Draft.objects.select_related("author").filter(pk=request.subject_id).first()
    if draft is not None:
        _tell_of_licence(draft, "draft.waits_for_licence", once=str(event.position), at=at)


def _tell_of_licence(draft: Draft, kind: str, *, once: str, at: datetime) -> None:
    message = Message(
        kind=kind,
        once=f"draft:{draft.pk.hex}:{kind}:{once}",
        path=reverse("content:draft-detail", args=[draft.pk]),
        facts={"title": draft.title, "by": draft.author.name},
        subject_kind="draft",
        subject_id=str(draft.pk),
    )
    tell(people=set(editor_ids(draft)), message=message, at=at)


def watch_rights(at: datetime) -> None:
    """Tell who writes a draft that a picture in it loses its rights within a week, once."""
    for one in drafts_losing_rights(until=site_day(at) + RIGHTS_AHEAD):
        message = Message(
            kind="rights.in_draft",
            once=f"rights:{one.pk}:{one.asset.rights_until}",
            path=reverse("content:draft-edit", args=[one.draft_id]),
            facts={"title": one.draft.title},
            subject_kind="draft",
            subject_id=str(one.draft_id),
        )
        tell(people={one.draft.author_id}, message=message, at=at)


PERIODIC = [
    Periodic(name="content.rights", every=timedelta(hours=6), run=watch_rights),
    Periodic(name="content.waits_again", every=timedelta(minutes=5), run=waits_again),
]
READERS = [
    Reader(
        name="content.publishing",
        topics=frozenset({"publishing.changed", "publishing.stricter"}),
        handle=hear_publishing,
    ),
    Reader(
        name="content.withdrawals",
        topics=frozenset({"publishing.withdrawal"}),
        handle=hear_withdrawal,
    ),
    Reader(name="content.approvals", topics=frozenset({"approvals.closed"}), handle=hear_approvals),
    Reader(name="content.licences", topics=frozenset({"licences.changed"}), handle=hear_licences),
    Reader(name="content.waits", topics=frozenset({"approvals.step_opened"}), handle=hear_waits),
]
