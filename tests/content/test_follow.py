"""What a draft becomes when deliveries change, when the rules become stricter, when time passes."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.actions import expire_requests
from gouvernail.content.actions import Choice, Timetable, decide_draft, schedule_draft, submit_draft
from gouvernail.content.models import Draft
from gouvernail.content.tasks import READERS
from gouvernail.foundation.actions import action
from gouvernail.foundation.models import OutboxMark
from gouvernail.foundation.outbox import announce, deliver
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from tests.make.content import make_draft, make_submitted, request_of
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.make.rulebooks import STATIONS, make_pack


@action("tests.announce")
def tell(draft: Draft, *, at: datetime, topic: str = "publishing.changed") -> None:
    for delivery in Delivery.objects.filter(subject_id=draft.pk):
        facts = {
            "delivery_id": delivery.pk,
            "subject_id": draft.pk,
            "revision": delivery.revision,
            "account_id": delivery.account_id,
            "status": delivery.status,
        }
        announce(topic, facts, at=at)


@pytest.fixture
def approved(hugo: Person, camille: Person, energy: Unit, noon: datetime) -> Draft:
    accounts = (make_account(unit=energy), make_account(unit=energy))
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon, accounts=accounts)
    choice = Choice(verdict="approve", digest=request.digest)
    return decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)


def after(draft: Draft, *statuses: str, at: datetime, **fields: str) -> str:
    for delivery, status in zip(Delivery.objects.order_by("pk"), statuses, strict=True):
        Delivery.objects.filter(pk=delivery.pk).update(status=status, **fields)
    tell(draft, at=at)
    deliver(READERS, at=at)
    draft.refresh_from_db()
    return draft.status


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (("sent", "queued"), "approved"),
        (("sent", "verified"), "published"),
        (("sent", "cancelled"), "published"),
        (("sent", "failed"), "problem"),
        (("queued", "unknown"), "problem"),
        (("needs_human", "sent"), "problem"),
        (("missed", "queued"), "problem"),
        (("to_confirm", "sent"), "approved"),
        (("cancelled", "cancelled"), "approved"),
    ],
)
def test_a_draft_stands_where_its_deliveries_stand(
    approved: Draft, noon: datetime, statuses: tuple[str, str], status: str
) -> None:
    assert after(approved, *statuses, at=noon) == status


def test_hearing_twice_changes_nothing_more(approved: Draft, noon: datetime) -> None:
    after(approved, "sent", "sent", at=noon)
    OutboxMark.objects.all().delete()

    deliver(READERS, at=noon)

    assert len(leaves(verb="draft.published")) == 1


def test_a_draft_comes_back_from_trouble(approved: Draft, noon: datetime) -> None:
    assert after(approved, "failed", "sent", at=noon) == "problem"

    assert after(approved, "sent", "sent", at=noon) == "published"


def stricter(draft: Draft, *, at: datetime) -> None:
    """Do as the sender does when the rules became stricter."""
    first = Delivery.objects.filter(status="queued").order_by("pk").first()
    first = first or Delivery.objects.exclude(status="sent").order_by("pk").first()
    assert first is not None
    Delivery.objects.filter(pk=first.pk).update(status="void", explanation="stricter")
    tell(draft, at=at)
    deliver(READERS, at=at)
    draft.refresh_from_db()


def test_when_the_rules_became_stricter_the_same_words_are_asked_again(
    client: Client, approved: Draft, camille: Person, hugo: Person, noon: datetime
) -> None:
    former = request_of(approved)
    words = approved.text

    stricter(approved, at=noon)

    former.refresh_from_db()
    asked = request_of(approved)
    assert (approved.status, approved.revision, former.status) == ("in_review", 2, "void")
    assert (asked.status, asked.submitted_by, asked.revision) == ("pending", hugo, 2)
    assert approved.revisions.get(number=2).text == words
    assert {one.status for one in Delivery.objects.all()} == {"void"}
    entry = leaves(verb="draft.submitted")[-1]
    assert (entry["data"]["why"], entry["actor"]["kind"]) == ("stricter", "machine")
    client.force_login(camille)
    page = client.get(reverse("content:review", args=[asked.pk])).text
    assert "The rules became stricter after these words were agreed to" in page
    choice = Choice(verdict="approve", digest=asked.digest)
    decide_draft(request_id=asked.pk, choice=choice, by=camille, at=noon)
    waiting = Delivery.objects.exclude(status="void")
    assert {(one.revision, one.status) for one in waiting} == {(2, "to_hand_off")}


def test_a_time_that_is_over_becomes_as_soon_as_agreed(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    times = Timetable(wall_time="2026-11-17T18:00", time_zone="Europe/Paris")
    schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)
    request = request_of(submit_draft(draft_id=draft.pk, by=hugo, at=noon))
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)

    stricter(draft, at=noon + timedelta(hours=6))

    assert (draft.status, draft.publish_at, draft.wall_time) == ("in_review", None, "")
    expire_requests(at=noon + timedelta(days=2))
    assert request_of(draft).status == "pending"


def test_what_the_rules_now_forbid_goes_back_to_its_author(
    approved: Draft, claire: Person, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire, source=STATIONS)

    stricter(approved, at=noon)

    assert (approved.status, approved.approval_id, approved.revision) == ("changes", None, 1)
    assert leaves(verb="draft.returned")[-1]["data"]["why"] == "stricter"


def test_what_is_out_on_an_account_is_not_asked_again(approved: Draft, noon: datetime) -> None:
    out = Delivery.objects.order_by("pk").first()
    assert out is not None
    Delivery.objects.filter(pk=out.pk).update(status="sent")

    stricter(approved, at=noon)
    stricter(approved, at=noon)

    assert (approved.status, approved.revision) == ("problem", 1)
    assert [one["data"]["why"] for one in leaves(verb="draft.failed")] == ["stricter"]


def test_an_earlier_revision_no_longer_moves_the_draft(approved: Draft, noon: datetime) -> None:
    Draft.objects.filter(pk=approved.pk).update(revision=2)

    assert after(approved, "sent", "sent", at=noon) == "approved"


def test_a_request_that_expired_gives_the_draft_back(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    times = Timetable(wall_time="2026-11-17T18:00", time_zone="Europe/Paris")
    schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)
    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    expire_requests(at=noon + timedelta(hours=6))
    deliver(READERS, at=noon + timedelta(hours=6))

    draft.refresh_from_db()
    assert (draft.status, draft.approval_id) == ("drafting", None)
    assert leaves()[-1]["type"] == "draft.missed"
