"""A licence that lapses under a post for several accounts, or where few people agree."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.content.actions import (
    Writing,
    save_draft,
    submit_draft,
    wait_for_licence,
)
from gouvernail.content.errors import DraftPartlyPublishedError
from gouvernail.content.models import Draft
from gouvernail.content.queries import examine, manuscript_of, plan_for
from gouvernail.content.tasks import READERS as CONTENT
from gouvernail.foundation.outbox import deliver
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import confirm_hand_off, reschedule_missed
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks.sending import send_one
from gouvernail.training.models import Course
from tests.make.approvals import make_route
from tests.make.content import make_draft, request_of
from tests.make.ledger import leaves
from tests.make.licences import a_draft, agreed, make_certificate
from tests.make.people import make_grant
from tests.make.publishing import make_practice_account

MORNING = timedelta(hours=20)
pytestmark = pytest.mark.usefixtures("asked")


@pytest.fixture
def lapsed_on_two(
    hugo: Person, camille: Person, dora: Person, energy: Unit, course: Course, noon: datetime
) -> Draft:
    """A post agreed to for X, by hand, and for the practice network; then its author lapsed."""
    make_certificate(person=hugo, course=course, until=None)
    draft = make_draft(
        author=hugo,
        unit=energy,
        accounts=(
            make_practice_account(unit=energy, by=hugo, network="x"),
            make_practice_account(unit=energy, by=hugo),
        ),
    )
    draft = agreed(submit_draft(draft_id=draft.pk, by=hugo, at=noon), by=(camille,), at=noon)
    hugo.certificates.all().update(until=date(2026, 11, 16))
    return draft


@pytest.fixture
def on_two(lapsed_on_two: Draft, noon: datetime) -> Draft:
    """The same, of which both wait."""
    assert wait_for_licence(draft_id=lapsed_on_two.pk, at=noon)
    lapsed_on_two.refresh_from_db()
    return lapsed_on_two


@pytest.fixture
def on_two_of_which_one_failed(lapsed_on_two: Draft) -> Draft:
    """The same, of which the practice network refused one."""
    rows = Delivery.objects.filter(subject_id=lapsed_on_two.pk, account__network="practice")
    rows.update(status=Delivery.Status.FAILED)
    Draft.objects.filter(pk=lapsed_on_two.pk).update(status=Draft.Status.PROBLEM)
    return lapsed_on_two


def of_network(draft: Draft, network: str) -> Delivery:
    return Delivery.objects.get(subject_id=draft.pk, account__network=network)


def link_brought(draft: Draft, *, by: Person, at: datetime) -> None:
    delivery = of_network(draft, "x")
    confirm_hand_off(delivery_id=delivery.pk, url="https://x.com/AlizeX/status/1", by=by, at=at)
    deliver(CONTENT, at=at)
    draft.refresh_from_db()


def test_the_link_of_one_account_leaves_the_question_about_the_others(
    on_two: Draft, hugo: Person, dora: Person, noon: datetime
) -> None:
    link_brought(on_two, by=hugo, at=noon)

    assert on_two.status == Draft.Status.IN_REVIEW
    assert agreed(on_two, by=(dora,), at=noon).status == Draft.Status.APPROVED
    assert of_network(on_two, "practice").status == Delivery.Status.QUEUED
    assert of_network(on_two, "x").status == Delivery.Status.SENT


def test_the_link_of_the_last_account_that_waits_ends_the_question_in_the_journal(
    on_two: Draft, hugo: Person, noon: datetime
) -> None:
    Delivery.objects.filter(account__network="practice").delete()

    link_brought(on_two, by=hugo, at=noon)

    assert on_two.status == Draft.Status.PUBLISHED
    assert len(leaves(verb="draft.goes_again")) == 1


def test_what_was_public_before_an_edit_is_not_agreed_to_a_second_time(
    on_two: Draft,
    client: Client,
    hugo: Person,
    camille: Person,
    dora: Person,
    noon: datetime,
) -> None:
    held = of_network(on_two, "x")
    save_draft(draft_id=on_two.pk, writing=Writing(text="Other words."), by=hugo, at=noon)
    draft = submit_draft(draft_id=on_two.pk, by=hugo, at=noon)
    client.force_login(hugo)
    page = client.get(reverse("publishing:hand-off", args=[held.pk])).content.decode()
    page += client.get(reverse("publishing:delivery-detail", args=[held.pk])).content.decode()
    assert "one more approval" not in page
    assert "bring its link" in page
    assert "it does not leave" in page
    link_brought(draft, by=hugo, at=noon)

    with pytest.raises(DraftPartlyPublishedError):
        agreed(draft, by=(camille, dora), at=noon)

    assert not Delivery.objects.filter(subject_id=draft.pk, revision=2).exists()


def test_what_failed_stays_for_whoever_resolves_it_and_leaves_on_what_was_agreed_since(
    on_two_of_which_one_failed: Draft, claire: Person, dora: Person, noon: datetime
) -> None:
    draft = on_two_of_which_one_failed
    assert wait_for_licence(draft_id=draft.pk, at=noon)
    failed = of_network(draft, "practice")
    assert failed.status == Delivery.Status.FAILED
    draft.refresh_from_db()

    assert agreed(draft, by=(dora,), at=noon).status == Draft.Status.APPROVED
    failed.refresh_from_db()
    assert failed.status == Delivery.Status.FAILED

    make_grant(person=claire, unit=draft.unit, role="lead")
    reschedule_missed(delivery_id=failed.pk, by=claire, at=noon)
    for _turn in range(2):
        send_one(failed.pk, clock=lambda: noon)
        deliver(CONTENT, at=noon)
    failed.refresh_from_db()
    assert failed.status == Delivery.Status.SENT


def test_whoever_must_agree_already_is_not_the_one_more_person_of_a_regulated_site(
    hugo: Person,
    camille: Person,
    dora: Person,
    energy: Unit,
    ends_tonight: None,
    charter: Charter,
    noon: datetime,
) -> None:
    charter.separation = Charter.Separation.REGULATED
    charter.save()
    make_route(("communications",), subject_kind="draft", is_default=True)

    draft = submit_draft(draft_id=a_draft(hugo, energy, at=noon + MORNING).pk, by=hugo, at=noon)

    steps = [step.seats for step in request_of(draft).steps.all()]
    assert steps == [["communications"], ["colleague"]]
    assert agreed(draft, by=(dora, camille), at=noon).status == Draft.Status.APPROVED


@pytest.mark.parametrize("setting", ["regulated", "standard"])
def test_a_way_that_asks_one_person_twice_is_blocked_where_each_is_another(
    setting: str,
    hugo: Person,
    dora: Person,
    energy: Unit,
    ends_tonight: None,
    charter: Charter,
    noon: datetime,
) -> None:
    charter.separation = setting
    charter.save()
    make_route(("communications",), subject_kind="draft", is_default=True)
    manuscript = manuscript_of(a_draft(hugo, energy, at=noon + MORNING))

    plan = plan_for(manuscript, examine(manuscript, at=noon + MORNING), by=hugo)

    assert [step.seats for step in plan.steps] == [("communications",), ("communications",)]
    assert plan.is_blocked is (setting == "regulated")
