"""What a licence that lapses does at each act: nothing is blocked in silence, nothing is lost."""

from datetime import date, datetime, timedelta

import pytest

from gouvernail.approvals.actions import expire_requests
from gouvernail.approvals.errors import OtherPersonNeededError
from gouvernail.approvals.models import Request
from gouvernail.content.actions import (
    Choice,
    Writing,
    decide_draft,
    save_draft,
    submit_draft,
    withdraw_draft,
)
from gouvernail.content.models import Draft
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.content.queries.reviewing import review_of
from gouvernail.content.tasks import PERIODIC
from gouvernail.content.tasks import READERS as CONTENT
from gouvernail.foundation.outbox import deliver
from gouvernail.licences.actions import NewWaiver, give_waiver, restrict, suspend
from gouvernail.licences.errors import LicenceLackingError, LicenceSuspendedError
from gouvernail.licences.models import Act
from gouvernail.licences.tasks import see_ended
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.publishing.actions import confirm_hand_off, say_posted
from gouvernail.publishing.errors import LicenceLapsedError
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries.story import story_of
from gouvernail.publishing.tasks.sending import send_one
from gouvernail.training.models import Course
from tests.make.content import request_of
from tests.make.ledger import leaves
from tests.make.licences import a_draft, agreed, make_certificate, make_requirement
from tests.make.people import make_grant, make_person

EVENING = timedelta(hours=6)  # of the 17th, in Paris
MORNING = timedelta(hours=20)
pytestmark = pytest.mark.usefixtures("asked")


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=kind).select_related("person")
    return {one.person.name for one in rows}


def test_a_post_that_appears_after_the_lapse_asks_one_more_seat_at_once(
    hugo: Person, camille: Person, dora: Person, energy: Unit, ends_tonight: None, noon: datetime
) -> None:
    draft = a_draft(hugo, energy, at=noon + MORNING)

    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    steps = [step.seats for step in request_of(draft).steps.all()]
    assert steps == [["colleague"], ["communications"]]
    assert agreed(draft, by=(camille, dora), at=noon).status == Draft.Status.APPROVED
    delivery = Delivery.objects.get(subject_id=draft.pk)
    assert send_one(delivery.pk, clock=lambda: noon + MORNING)
    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.SENT  # what was lacking was put to who agreed


def night_falls(at: datetime) -> None:
    """One turn of the worker in the small hours, then its readers."""
    see_ended(at)
    deliver(CONTENT, at=at)
    deliver(CONTENT, at=at)


def test_a_certificate_that_lapses_overnight_has_the_scheduled_post_wait_in_the_morning(
    scheduled: Draft, hugo: Person, dora: Person, noon: datetime
) -> None:
    night_falls(noon + timedelta(hours=12))

    scheduled.refresh_from_db()
    request = request_of(scheduled)
    assert scheduled.status == Draft.Status.IN_REVIEW
    assert [step.seats for step in request.steps.all()] == [["communications"]]
    assert request.context["why"] == "licence"
    assert Delivery.objects.get(subject_id=scheduled.pk).status == Delivery.Status.VOID
    assert told("licence.lapsed") == {"Hugo Petit"}
    assert told("draft.waits_for_licence") == {"Hugo Petit"}
    assert len(leaves(verb="draft.waits_for_licence")) == 1


def test_heard_twice_it_waits_once(scheduled: Draft, noon: datetime) -> None:
    night_falls(noon + timedelta(hours=12))
    night_falls(noon + timedelta(hours=13))

    assert Request.objects.filter(status=Request.Status.PENDING).count() == 1


def test_once_agreed_to_it_leaves_with_the_same_digest(
    scheduled: Draft, dora: Person, noon: datetime
) -> None:
    before = Delivery.objects.get(subject_id=scheduled.pk)
    night_falls(noon + timedelta(hours=12))
    scheduled.refresh_from_db()

    agreed(scheduled, by=(dora,), at=noon + timedelta(hours=19))
    after = Delivery.objects.get(subject_id=scheduled.pk)
    assert send_one(after.pk, clock=lambda: noon + MORNING)

    after.refresh_from_db()
    assert (after.digest, after.status) == (before.digest, Delivery.Status.SENT)
    assert after.approval_id != before.approval_id


@pytest.mark.parametrize("way", ["renewal", "waiver"])
def test_it_goes_by_itself_after_a_renewal_or_a_waiver(
    way: str, scheduled: Draft, hugo: Person, claire: Person, course: Course, noon: datetime
) -> None:
    night_falls(noon + timedelta(hours=12))
    early = noon + timedelta(hours=18)

    if way == "renewal":
        make_certificate(person=hugo, course=course, until=date(2027, 11, 17))
        see_ended(early)
    else:
        new = NewWaiver(until=noon + timedelta(days=5), reason="Course on Friday")
        give_waiver(person_id=hugo.pk, new=new, by=claire, at=early)
    deliver(CONTENT, at=early)

    scheduled.refresh_from_db()
    delivery = Delivery.objects.get(subject_id=scheduled.pk)
    assert scheduled.status == Draft.Status.APPROVED
    assert told("draft.goes_again") == {"Hugo Petit"}
    assert send_one(delivery.pk, clock=lambda: noon + MORNING)
    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.SENT


def test_no_worker_all_night_and_the_sender_holds_it_all_the_same(
    scheduled: Draft, dora: Person, noon: datetime
) -> None:
    delivery = Delivery.objects.get(subject_id=scheduled.pk)

    send_one(delivery.pk, clock=lambda: noon + MORNING)
    deliver(CONTENT, at=noon + MORNING)

    delivery.refresh_from_db()
    scheduled.refresh_from_db()
    assert (delivery.status, delivery.explanation) == (Delivery.Status.VOID, "licence")
    assert scheduled.status == Draft.Status.IN_REVIEW
    late = noon + MORNING + timedelta(hours=3)
    agreed(scheduled, by=(dora,), at=late)  # three hours late, and somebody says so
    assert send_one(delivery.pk, clock=lambda: late)
    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.SENT


def test_an_edit_voids_what_was_agreed_to_before_the_lapse_too(
    scheduled: Draft, hugo: Person, noon: datetime
) -> None:
    night_falls(noon + timedelta(hours=12))

    save_draft(
        draft_id=scheduled.pk, writing=Writing(text="Other words."), by=hugo, at=noon + EVENING * 3
    )

    rows = Request.objects.filter(subject_id=scheduled.pk)
    assert set(rows.values_list("status", flat=True)) == {Request.Status.VOID}


def test_what_is_posted_by_hand_waits_too(
    hugo: Person, camille: Person, dora: Person, energy: Unit, course: Course, noon: datetime
) -> None:
    make_certificate(person=hugo, course=course, until=None)
    draft = a_draft(hugo, energy, at=noon + EVENING, network="x")
    draft = agreed(submit_draft(draft_id=draft.pk, by=hugo, at=noon), by=(camille,), at=noon)
    delivery = Delivery.objects.get(subject_id=draft.pk)
    hugo.certificates.all().update(until=date(2026, 11, 16))

    with pytest.raises(LicenceLapsedError):
        say_posted(delivery_id=delivery.pk, by=hugo, at=noon + EVENING)

    url = "https://x.com/AlizeX/status/1"  # posted before anybody noticed: the link is a fact
    sent = confirm_hand_off(delivery_id=delivery.pk, url=url, by=hugo, at=noon + EVENING)
    assert sent.status == Delivery.Status.SENT
    assert "had lapsed" in " ".join(one.sentence for one in story_of(sent))


def test_what_lapses_while_people_read_asks_one_more_as_they_agree(
    hugo: Person, camille: Person, dora: Person, energy: Unit, course: Course, noon: datetime
) -> None:
    make_certificate(person=hugo, course=course, until=None)
    draft = submit_draft(
        draft_id=a_draft(hugo, energy, at=noon + EVENING, network="x").pk, by=hugo, at=noon
    )
    hugo.certificates.all().update(until=date(2026, 11, 16))

    agreed(draft, by=(camille,), at=noon)

    assert request_of(draft).context["why"] == "licence"
    assert draft.status == Draft.Status.IN_REVIEW
    assert agreed(draft, by=(dora,), at=noon).status == Draft.Status.APPROVED
    delivery = Delivery.objects.get(subject_id=draft.pk)
    assert say_posted(delivery_id=delivery.pk, by=hugo, at=noon).status == "to_confirm"


def test_a_post_of_which_one_account_failed_asks_too(scheduled: Draft, noon: datetime) -> None:
    Draft.objects.filter(pk=scheduled.pk).update(status=Draft.Status.PROBLEM)

    night_falls(noon + timedelta(hours=12))

    scheduled.refresh_from_db()
    assert scheduled.status == Draft.Status.IN_REVIEW


def test_a_licence_lost_and_found_again_between_two_looks_lets_go(
    scheduled: Draft, hugo: Person, course: Course, noon: datetime
) -> None:
    send_one(Delivery.objects.get(subject_id=scheduled.pk).pk, clock=lambda: noon + MORNING)
    deliver(CONTENT, at=noon + MORNING)
    make_certificate(person=hugo, course=course, until=date(2027, 11, 17))
    see_ended(noon + MORNING)

    for task in PERIODIC:
        task.run(noon + MORNING)

    scheduled.refresh_from_db()
    assert scheduled.status == Draft.Status.APPROVED
    assert told("draft.goes_again") == {"Hugo Petit"}


def test_one_that_is_locked_keeps_no_other_from_going(
    scheduled: Draft, hugo: Person, camille: Person, energy: Unit, course: Course, noon: datetime
) -> None:
    hugo.certificates.all().update(until=None)
    other = a_draft(hugo, energy, at=noon + MORNING + EVENING)
    agreed(submit_draft(draft_id=other.pk, by=hugo, at=noon), by=(camille,), at=noon)
    hugo.certificates.all().update(until=date(2026, 11, 17))
    night_falls(noon + timedelta(hours=12))
    rows = Delivery.objects.filter(subject_id=scheduled.pk)
    rows.update(status=Delivery.Status.UNKNOWN)

    make_certificate(person=hugo, course=course, until=date(2027, 11, 17))
    night_falls(noon + timedelta(hours=13))

    other.refresh_from_db()
    assert other.status == Draft.Status.APPROVED


@pytest.mark.parametrize("way", ["sent_back", "withdrawn", "expired"])
def test_what_goes_back_to_its_author_rests_on_no_former_agreement(
    way: str, scheduled: Draft, hugo: Person, dora: Person, noon: datetime
) -> None:
    night_falls(noon + timedelta(hours=12))
    scheduled.refresh_from_db()
    request, late = request_of(scheduled), noon + timedelta(hours=13)

    if way == "sent_back":
        choice = Choice(verdict="changes", digest=request.digest, comment="Rewrite it")
        decide_draft(request_id=request.pk, choice=choice, by=dora, at=late)
    elif way == "withdrawn":
        withdraw_draft(draft_id=scheduled.pk, by=hugo, at=late)
    else:
        expire_requests(at=noon + MORNING)
        deliver(CONTENT, at=noon + MORNING)

    scheduled.refresh_from_db()
    assert scheduled.approval_id is None
    assert not Request.objects.filter(status=Request.Status.APPROVED).exists()


def test_without_that_seat_another_colleague_agrees_besides(
    hugo: Person, camille: Person, energy: Unit, ends_tonight: None, noon: datetime
) -> None:
    other = make_person(name="Paul Guy", home_unit=energy)
    make_grant(person=other, unit=energy, role="reviewer", seat=Seat.COLLEAGUE)
    draft = submit_draft(draft_id=a_draft(hugo, energy, at=noon + MORNING).pk, by=hugo, at=noon)

    with pytest.raises(OtherPersonNeededError):
        agreed(draft, by=(camille, camille), at=noon)

    def may_decide(who: Person) -> bool:
        request = request_of(draft)
        return review_of(request, draft, viewer=who, at=noon, replaced=()).may_decide

    assert [may_decide(one) for one in (camille, other)] == [False, True]
    assert agreed(draft, by=(other,), at=noon).status == Draft.Status.APPROVED


def test_whoever_writes_is_told_beside_the_text_and_may_go_on(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = a_draft(hugo, energy, at=noon + EVENING)

    cards = {card.key: card for card in examine(manuscript_of(draft), at=noon).cards}

    assert cards["licence-publish"].kind == "warn"
    assert "one more approval" in cards["licence-publish"].message
    assert not examine(manuscript_of(draft), at=noon).blocks


def test_whoever_is_suspended_submits_nothing_and_a_colleague_may(
    hugo: Person, karim: Person, claire: Person, energy: Unit, dora: Person, noon: datetime
) -> None:
    draft = a_draft(hugo, energy, at=noon + EVENING)
    suspend(hugo, by=claire, at=noon, reason="Password shared")

    with pytest.raises(LicenceSuspendedError):
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert submit_draft(draft_id=draft.pk, by=karim, at=noon).status == Draft.Status.IN_REVIEW


def test_an_approver_without_the_licence_to_agree_may_still_send_back(
    hugo: Person, camille: Person, claire: Person, energy: Unit, dora: Person, noon: datetime
) -> None:
    make_requirement(by=claire, act=Act.APPROVE, second_factor=True)
    draft = a_draft(hugo, energy, at=noon + EVENING)
    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    request = request_of(draft)

    with pytest.raises(LicenceLackingError):
        agreed(draft, by=(camille,), at=noon)

    choice = Choice(verdict="changes", digest=request.digest, comment="A date is missing")
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    draft.refresh_from_db()
    assert draft.status == Draft.Status.CHANGES


def test_a_restriction_decided_since_holds_what_was_agreed_to(
    scheduled: Draft, hugo: Person, claire: Person, noon: datetime
) -> None:
    restrict(hugo, by=claire, at=noon, reason="Two errors", case="M-3")
    deliver(CONTENT, at=noon)

    scheduled.refresh_from_db()
    assert scheduled.status == Draft.Status.IN_REVIEW
    assert told("licence.restricted") == {"Hugo Petit"}
    assert told("licence.lapsed") == set()


def test_a_restriction_that_ends_before_it_appears_holds_nothing(
    scheduled: Draft, hugo: Person, claire: Person, noon: datetime
) -> None:
    hugo.certificates.all().update(until=None)
    restrict(hugo, by=claire, at=noon, until=noon + EVENING, reason="Two errors", case="M-3")
    deliver(CONTENT, at=noon)

    scheduled.refresh_from_db()
    assert scheduled.status == Draft.Status.APPROVED
    assert Delivery.objects.get(subject_id=scheduled.pk).status == Delivery.Status.QUEUED
