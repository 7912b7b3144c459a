"""Whoever may do what comes next is told: never only people who cannot."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.attestations.actions import (
    Attestation,
    Confirmation,
    attest_review,
    confirm_review,
    disown_review,
    finish_task,
    open_review,
)
from gouvernail.attestations.actions.reminders import remind_reviews
from gouvernail.attestations.models import Review
from gouvernail.attestations.queries.evidence import FACTS
from gouvernail.attestations.queries.leaders import leaders_of
from gouvernail.attestations.tasks import READERS
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.outbox import deliver
from gouvernail.notifications.models import Notification
from gouvernail.people.actions.persons import mark_left
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.people.permissions import Right, holders_of_right
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = AT.date()
KEEP = Attestation(needed=True, purpose_right=True, decision="keep", right=FACTS)
REWORK = Attestation(needed=True, purpose_right=True, decision="rework", reason="Old.", right=FACTS)


def kinds(person: Person) -> list[str]:
    rows = Notification.objects.filter(person=person).order_by("at", "pk")
    return [one.kind.removeprefix("account_review.") for one in rows]


def test_a_delegate_no_more_or_not_yet_hides_nobody(
    energy: Unit, solar: Unit, claire: Person, karim: Person
) -> None:
    later = make_person(name="Léa Roy", home_unit=solar)
    make_grant(person=later, unit=solar, role="delegate", starts_on=TODAY + timedelta(days=60))
    assert leaders_of(solar, at=AT) == [karim]
    RoleGrant.objects.filter(person=karim).update(ends_on=TODAY - timedelta(days=30))

    assert leaders_of(energy, at=AT) == [claire]
    review = open_review(make_account(unit=energy).pk, by=claire, at=AT)
    assert (review.status, kinds(claire), kinds(karim)) == ("to_assign", ["to_assign"], [])


def test_when_the_delegate_attests_who_is_above_confirms_and_is_told(
    client: Client, energy: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    review = open_review(make_account(unit=energy, owner=karim, backup=hugo).pk, by=claire, at=AT)
    attest_review(review_id=review.pk, attestation=KEEP, by=karim, at=AT)
    assert (kinds(claire), kinds(karim)) == (["to_confirm"], ["to_attest"])
    Review.objects.update(due_on=TODAY)
    for day in (0, 7, 14):
        remind_reviews(at=AT + timedelta(days=day))

    assert kinds(claire) == ["to_confirm", "today", "late", "late"]
    assert kinds(karim) == ["to_attest"]
    client.force_login(hugo)
    shown = client.get(reverse("attestations:review-detail", args=[review.pk])).text
    assert "Claire Morvan" in shown.split('id="confirm"')[1].split("</section>")[0]


def test_when_the_delegate_disowns_who_is_above_is_told(
    energy: Unit, claire: Person, karim: Person
) -> None:
    review = open_review(make_account(unit=energy, owner=karim).pk, by=claire, at=AT)
    disown_review(review_id=review.pk, reason="Not mine.", by=karim, at=AT)

    assert kinds(claire) == ["to_assign"]


def test_where_nobody_else_may_confirm_the_leaders_are_reminded_all_the_same(
    nordet: Unit, claire: Person
) -> None:
    review = open_review(make_account(unit=nordet, owner=claire).pk, by=claire, at=AT)
    attest_review(review_id=review.pk, attestation=KEEP, by=claire, at=AT)
    Review.objects.update(due_on=TODAY)
    remind_reviews(at=AT)

    assert list(holders_of_right(Right.EDIT_ACCOUNTS, unit=nordet)) == [claire]
    assert kinds(claire) == ["to_attest", "today"]


def test_a_review_of_somebody_who_left_is_given_again_and_lateness_climbs(
    energy: Unit, claire: Person, karim: Person, hugo: Person, nina: Person
) -> None:
    of_hugo = open_review(make_account(unit=energy, owner=hugo).pk, by=claire, at=AT)
    of_nina = open_review(make_account(unit=energy, owner=nina).pk, by=claire, at=AT)
    attest_review(review_id=of_nina.pk, attestation=REWORK, by=nina, at=AT)
    told = Confirmation(
        next_on=TODAY + timedelta(days=90), task="Rework.", assignee_id=hugo.pk, task_due_on=TODAY
    )
    confirm_review(review_id=of_nina.pk, confirmation=told, by=karim, at=AT)
    late = open_review(make_account(unit=energy, owner=nina).pk, by=claire, at=AT)
    before = kinds(karim)
    mark_left(person_id=hugo.pk, by=claire, at=AT)
    deliver(READERS, at=AT)
    deliver(READERS, at=AT)

    of_hugo.refresh_from_db()
    assert (of_hugo.status, of_hugo.assignee) == ("to_assign", None)
    assert kinds(karim)[len(before) :] == ["to_assign", "task_stuck"]
    gone = len(kinds(hugo))
    Review.objects.filter(pk=late.pk).update(due_on=TODAY)
    Review.objects.filter(pk=of_hugo.pk).update(due_on=TODAY + timedelta(days=300))
    for day in (0, 1, 7):
        remind_reviews(at=AT + timedelta(days=day))
    assert kinds(karim)[len(before) + 2 :] == ["task_stuck", "task_stuck", "late", "task_stuck"]
    assert [one for one in kinds(nina) if one in ("today", "late")] == ["today", "late", "late"]
    assert len(kinds(hugo)) == gone
    finish_task(review_id=of_nina.pk, note="", by=karim, at=AT)


def test_a_task_is_not_given_to_somebody_who_left(
    energy: Unit, claire: Person, karim: Person, hugo: Person, nina: Person
) -> None:
    review = open_review(make_account(unit=energy, owner=nina).pk, by=claire, at=AT)
    attest_review(review_id=review.pk, attestation=REWORK, by=nina, at=AT)
    mark_left(person_id=hugo.pk, by=claire, at=AT)
    told = Confirmation(
        next_on=TODAY + timedelta(days=90), task="Rework.", assignee_id=hugo.pk, task_due_on=TODAY
    )
    with pytest.raises(InvalidInputError) as refused:
        confirm_review(review_id=review.pk, confirmation=told, by=karim, at=AT)

    assert set(refused.value.fields) == {"assignee"}
