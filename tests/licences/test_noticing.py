"""Noticing where licences stand: on each network that matters, of everybody, a batch at a time."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.models import Request
from gouvernail.content.actions import Choice, decide_draft
from gouvernail.content.models import Draft
from gouvernail.content.tasks import READERS as CONTENT
from gouvernail.foundation.actions import action
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import announce, deliver
from gouvernail.licences.actions import NewWaiver, give_waiver, lift, look_again, restrict
from gouvernail.licences.actions.following import look_at_ended
from gouvernail.licences.models import Standing
from gouvernail.licences.tasks import READERS, see_ended
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import confirm_hand_off
from gouvernail.publishing.models import Delivery
from tests.make.content import make_submitted
from tests.make.licences import make_certificate, make_course, make_requirement

DAY = timedelta(days=1)


def heard() -> list[bool]:
    """What was announced of licences, in order: whether something was lost."""
    rows = OutboxEvent.objects.filter(topic="licences.changed").order_by("position")
    return [one.payload["lost"] for one in rows]


def test_a_restriction_where_nothing_is_asked_is_noticed_and_its_lift_too(
    claire: Person, hugo: Person, client: Client, noon: datetime
) -> None:
    row = restrict(hugo, by=claire, at=noon, reason="Two errors", networks=("x",))
    client.force_login(hugo)
    shown = client.get(reverse("licences:mine")).text
    lift(row.pk, reason="Trained since", by=claire, at=noon + DAY)
    look_again(at=noon + 2 * DAY)

    assert heard() == [True, False]
    assert "needs one more approval" in shown
    assert not Standing.objects.filter(person=hugo).exists()  # nothing is asked: nothing is kept


def test_what_a_waiver_lets_off_on_one_network_ends_there(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    make_requirement(by=claire, second_factor=True)
    look_again(at=noon)
    new = NewWaiver(until=noon + DAY, reason="New phone", networks=("x",))
    give_waiver(person_id=hugo.pk, new=new, by=claire, at=noon)
    before = len(heard())

    look_at_ended(at=noon + DAY)

    assert heard()[before:] == [True]


def test_what_was_posted_by_hand_before_the_lapse_was_seen_brings_its_link_and_asks_nobody(
    claire: Person, hugo: Person, camille: Person, energy: Unit, noon: datetime, client: Client
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    restrict(hugo, by=claire, at=noon + DAY, reason="Two errors")
    deliver(CONTENT, at=noon + DAY)
    held = Delivery.objects.get(subject_id=draft.pk)
    client.force_login(hugo)
    shown = client.get(reverse("publishing:hand-off", args=[held.pk])).text

    url = f"https://x.com/{held.account.handle}/status/1"
    confirm_hand_off(delivery_id=held.pk, url=url, by=hugo, at=noon + DAY)
    deliver(CONTENT, at=noon + DAY)

    draft.refresh_from_db()
    assert held.status == Delivery.Status.VOID
    assert "If it is public already" in shown
    assert (draft.status, draft.approval_id) == (Draft.Status.PUBLISHED, request.pk)
    assert not Request.objects.filter(status=Request.Status.PENDING).exists()


@action("tests.publish")
def publish(at: datetime) -> None:
    announce("policies.published", {}, at=at)


def test_a_version_in_force_has_everybody_seen_again_a_batch_at_a_time(
    claire: Person, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_requirement(by=claire, second_factor=True)
    monkeypatch.setattr("gouvernail.licences.actions.following.BATCH", 1)
    publish(noon)

    deliver(READERS, at=noon)
    seen_first = Standing.objects.filter(ok=False).exists()
    deliver(READERS, at=noon)

    assert OutboxEvent.objects.filter(topic="licences.look").count() == 2
    assert not seen_first
    assert set(Standing.objects.values_list("person", flat=True)) == {claire.pk, hugo.pk}


def test_notices_come_thirty_seven_and_one_day_before_and_once(
    claire: Person, hugo: Person, nordet: Unit, noon: datetime
) -> None:
    course = make_course(by=claire, unit=nordet)
    make_requirement(by=claire, courses=[course.slug])
    make_certificate(person=hugo, course=course, until=date(2026, 12, 10))
    look_again(at=noon)

    for days in range(26):
        see_ended(noon + timedelta(days=days))

    mine = Notification.objects.filter(person=hugo).order_by("at")
    kinds = list(mine.values_list("kind", flat=True))
    assert [one for one in kinds if one.startswith("licence.")] == [
        "licence.ending_30",
        "licence.ending_7",
        "licence.ending_1",
        "licence.lapsed",
    ]
