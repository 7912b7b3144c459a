"""Account reviews: opened in time, attested by the owner, decided by a second person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.attestations.actions import (
    Attestation,
    Confirmation,
    RuleFacts,
    assign_review,
    attest_review,
    cancel_review,
    confirm_review,
    disown_review,
    finish_task,
    open_due_reviews,
    open_review,
    return_review,
    write_rule,
)
from gouvernail.attestations.actions.reminders import remind_reviews
from gouvernail.attestations.errors import (
    AccountNotReviewedError,
    NotTheAssigneeError,
    ReviewMovedOnError,
    ReviewNotFoundError,
    ReviewUnderWayError,
    SecondPersonNeededError,
)
from gouvernail.attestations.models import Review, ReviewRule
from gouvernail.attestations.queries.evidence import FACTS, evidence_of
from gouvernail.attestations.queries.lists import waiting_for
from gouvernail.attestations.queries.rhythms import Rhythms, later
from gouvernail.charter.models import Charter
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError, UnitNotFoundError
from gouvernail.people.models import Absence, Person, Unit
from gouvernail.registry.models import Account, Closing
from tests.make.registry import make_account, make_reading

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = AT.date()
KEEP = Attestation(needed=True, purpose_right=True, decision="keep", right=FACTS)
NEXT = Confirmation(next_on=date(2027, 5, 17))


@pytest.fixture
def account(energy: Unit, hugo: Person, karim: Person) -> Account:
    """An account that Hugo owns, whose delegate is Karim."""
    return make_account(unit=energy, owner=hugo, backup=karim, purpose="Recharge en Bretagne")


@pytest.fixture
def review(account: Account, karim: Person) -> Review:
    return open_review(account.pk, by=karim, at=AT)


def kinds(person: Person) -> list[str]:
    rows = Notification.objects.filter(person=person).order_by("at", "pk")
    return [one.kind.removeprefix("account_review.") for one in rows]


def test_a_review_opens_by_itself_some_weeks_before_its_day(
    energy: Unit, hugo: Person, karim: Person
) -> None:
    near = make_account(unit=energy, owner=hugo, review_on=TODAY + timedelta(days=20))
    far = make_account(unit=energy, owner=hugo, review_on=TODAY + timedelta(days=40))
    past = make_account(unit=energy, review_on=TODAY - timedelta(days=9))
    closed = make_account(unit=energy, review_on=TODAY, status=Account.Status.CLOSED)
    own = make_account(unit=energy, review_on=TODAY, kind=Account.Kind.PERSONAL)

    assert open_due_reviews(at=AT) == 2
    assert open_due_reviews(at=AT) == 0

    assert not Review.objects.filter(account__in=(far, closed, own)).exists()
    opened = Review.objects.get(account=near)
    assert (opened.assignee, opened.due_on, opened.status) == (hugo, near.review_on, "open")
    nobody = Review.objects.get(account=past)
    assert (nobody.assignee, nobody.due_on) == (None, TODAY + timedelta(days=14))
    assert nobody.status == Review.Status.TO_ASSIGN
    assert kinds(hugo) == ["to_attest"]
    assert kinds(karim) == ["to_assign"]


def test_a_review_is_opened_by_hand_once_by_who_may(
    account: Account, hugo: Person, karim: Person, ines: Person
) -> None:
    with pytest.raises(RightMissingError):
        open_review(account.pk, by=hugo, at=AT)
    with pytest.raises(InvalidInputError):
        open_review(account.pk, by=karim, at=AT, due_on=TODAY - timedelta(days=1))
    review = open_review(account.pk, by=karim, at=AT)

    assert review.due_on == TODAY + timedelta(weeks=4)
    with pytest.raises(ReviewUnderWayError):
        open_review(account.pk, by=karim, at=AT)
    with pytest.raises(ReviewNotFoundError):
        attest_review(review_id=review.pk, attestation=KEEP, by=ines, at=AT)
    fan = make_account(unit=account.unit, status=Account.Status.FAN)
    with pytest.raises(AccountNotReviewedError):
        open_review(fan.pk, by=karim, at=AT)


def test_kept_by_two_people_the_next_day_is_set(
    review: Review, hugo: Person, karim: Person, claire: Person
) -> None:
    with pytest.raises(NotTheAssigneeError):
        attest_review(review_id=review.pk, attestation=KEEP, by=karim, at=AT)
    attested = attest_review(review_id=review.pk, attestation=KEEP, by=hugo, at=AT)

    assert attested.status == Review.Status.TO_CONFIRM
    assert attested.answers["purpose"]["shown"] == "Recharge en Bretagne"
    assert attested.evidence["loads"][0] == {"place": "owner", "accounts": 1}
    assert kinds(karim) == ["to_confirm"]
    with pytest.raises(InvalidInputError):
        confirm_review(review_id=review.pk, confirmation=Confirmation(), by=karim, at=AT)
    done = confirm_review(review_id=review.pk, confirmation=NEXT, by=karim, at=AT)

    assert (done.status, done.alone, done.unfollowed) == ("decided", False, "")
    assert Account.objects.get().review_on == NEXT.next_on
    with pytest.raises(ReviewMovedOnError):
        confirm_review(review_id=review.pk, confirmation=NEXT, by=claire, at=AT)


@pytest.mark.parametrize("separation", ["small", "standard", "regulated"])
def test_nobody_confirms_what_they_attest_but_in_a_small_team(
    review: Review, karim: Person, claire: Person, separation: str
) -> None:
    Charter.objects.update(separation=separation)
    assign_review(review_id=review.pk, person_id=karim.pk, by=claire, at=AT)
    attest_review(review_id=review.pk, attestation=KEEP, by=karim, at=AT)

    if separation == "small":
        alone = confirm_review(review_id=review.pk, confirmation=NEXT, by=karim, at=AT)
        assert alone.alone
        return
    with pytest.raises(SecondPersonNeededError):
        confirm_review(review_id=review.pk, confirmation=NEXT, by=karim, at=AT)
    assert not confirm_review(review_id=review.pk, confirmation=NEXT, by=claire, at=AT).alone


def test_where_the_charter_is_strict_no_holder_confirms(
    review: Review, hugo: Person, karim: Person
) -> None:
    Charter.objects.update(separation="regulated")
    attest_review(review_id=review.pk, attestation=KEEP, by=hugo, at=AT)

    with pytest.raises(SecondPersonNeededError):
        confirm_review(review_id=review.pk, confirmation=NEXT, by=karim, at=AT)  # the backup


def test_an_attestation_answers_every_line_and_says_why(review: Review, hugo: Person) -> None:
    told = Attestation(needed=False, purpose_right=False, decision="close", right=FACTS[1:])
    with pytest.raises(InvalidInputError) as refused:
        attest_review(review_id=review.pk, attestation=told, by=hugo, at=AT)
    kept = Attestation(needed=False, purpose_right=True, decision="keep", right=FACTS)
    with pytest.raises(InvalidInputError) as unneeded:
        attest_review(review_id=review.pk, attestation=kept, by=hugo, at=AT)
    merged = Attestation(needed=False, purpose_right=True, decision="merge", right=FACTS)
    with pytest.raises(InvalidInputError) as nowhere:
        attest_review(review_id=review.pk, attestation=merged, by=hugo, at=AT)

    assert set(refused.value.fields) == {"address_says", "reason"}
    assert set(unneeded.value.fields) == {"decision"}
    assert set(nowhere.value.fields) == {"heir", "reason"}


def test_sent_back_it_is_attested_again(review: Review, hugo: Person, karim: Person) -> None:
    attest_review(review_id=review.pk, attestation=KEEP, by=hugo, at=AT)
    with pytest.raises(InvalidInputError):
        return_review(review_id=review.pk, reason=" ", by=karim, at=AT)
    back = return_review(review_id=review.pk, reason="The audience changed.", by=karim, at=AT)

    assert (back.status, back.back_reason) == ("open", "The audience changed.")
    assert kinds(hugo) == ["to_attest", "returned"]
    again = attest_review(review_id=review.pk, attestation=KEEP, by=hugo, at=AT)
    assert again.back_reason == ""


def test_not_mine_any_more_goes_to_the_delegate_who_gives_it_to_another(
    client: Client, review: Review, hugo: Person, karim: Person, nina: Person
) -> None:
    with pytest.raises(InvalidInputError):
        disown_review(review_id=review.pk, reason="", by=hugo, at=AT)
    disowned = disown_review(review_id=review.pk, reason="Nina runs it.", by=hugo, at=AT)

    assert (disowned.status, disowned.assignee) == ("to_assign", None)
    assert kinds(karim) == ["to_assign"]
    assert [one.pk for one in waiting_for(karim, at=AT).reviews] == [review.pk]
    with pytest.raises(RightMissingError):
        assign_review(review_id=review.pk, person_id=nina.pk, by=hugo, at=AT)
    given = assign_review(review_id=review.pk, person_id=nina.pk, by=karim, at=AT)
    assert (given.status, given.assignee) == ("open", nina)
    assert kinds(nina) == ["to_attest"]
    client.force_login(nina)  # an employee, who sees no account but attests this one
    page = reverse("attestations:review-detail", args=[review.pk])
    assert f"{page}attest" in client.get(page).text
    assert client.get(reverse("attestations:review-list")).status_code == 403


def test_who_stands_in_attests_for_who_is_away(
    account: Account, hugo: Person, karim: Person, nina: Person, camille: Person
) -> None:
    Absence.objects.create(
        person=hugo, delegate=camille, starts_at=AT, ends_at=AT + timedelta(days=9)
    )
    review = open_review(account.pk, by=karim, at=AT)

    assert kinds(camille) == ["to_attest"]
    assert waiting_for(camille, at=AT).reviews
    done = attest_review(review_id=review.pk, attestation=KEEP, by=camille, at=AT)
    assert done.attested_by == camille
    with pytest.raises(ReviewMovedOnError):
        attest_review(review_id=review.pk, attestation=KEEP, by=hugo, at=AT)


def test_closing_begins_with_its_plan_and_a_task_to_its_end(
    review: Review, hugo: Person, karim: Person
) -> None:
    told = Attestation(
        needed=False, purpose_right=False, decision="close", reason="Nobody reads it.", right=FACTS
    )
    attest_review(review_id=review.pk, attestation=told, by=hugo, at=AT)
    with pytest.raises(InvalidInputError) as refused:
        confirm_review(review_id=review.pk, confirmation=Confirmation(), by=karim, at=AT)
    assert set(refused.value.fields) == {
        *("task", "assignee", "task_due_on", "last_post", "elsewhere")
    }
    confirmation = Confirmation(
        task="Close it.",
        assignee_id=hugo.pk,
        task_due_on=TODAY + timedelta(days=30),
        last_post="We go on elsewhere.",
        elsewhere="https://nordet.example",
    )
    done = confirm_review(review_id=review.pk, confirmation=confirmation, by=karim, at=AT)

    assert done.unfollowed == ""
    assert Account.objects.get().status == Account.Status.CLOSING
    assert Closing.objects.get().ends_on == confirmation.task_due_on
    assert waiting_for(hugo, at=AT).tasks[0].text == "Close it."
    task = finish_task(review_id=review.pk, note="Done.", by=hugo, at=AT)
    assert (task.done_by, task.note) == (hugo, "Done.")
    assert not waiting_for(hugo, at=AT).tasks
    assert kinds(karim)[-1] == "task_done"


def test_a_status_that_the_register_refuses_is_told_and_the_decision_stands(
    review: Review, hugo: Person, karim: Person
) -> None:
    other = make_account(unit=review.account.unit)
    told = Attestation(
        needed=False,
        purpose_right=True,
        decision="merge",
        reason="One is enough.",
        heir_id=other.pk,
        right=FACTS,
    )
    attest_review(review_id=review.pk, attestation=told, by=hugo, at=AT)
    Account.objects.filter(pk=review.account_id).update(status=Account.Status.SUSPENDED)
    confirmation = Confirmation(task="Merge.", assignee_id=hugo.pk, task_due_on=TODAY)
    done = confirm_review(review_id=review.pk, confirmation=confirmation, by=karim, at=AT)

    assert done.status == Review.Status.DECIDED
    assert done.unfollowed == "no_way_there"
    assert Account.objects.get(pk=review.account_id).review_on == TODAY
    assert open_due_reviews(at=AT + timedelta(hours=1)) == 0
    assert open_due_reviews(at=AT + timedelta(days=1)) == 1
    assert Account.objects.get(pk=review.account_id).status == Account.Status.SUSPENDED


def test_a_review_without_object_is_cancelled(review: Review, karim: Person) -> None:
    with pytest.raises(ReviewMovedOnError):
        cancel_review(review_id=review.pk, by=karim, at=AT)
    Account.objects.update(status=Account.Status.CLOSED)

    assert cancel_review(review_id=review.pk, by=karim, at=AT).status == "cancelled"


def test_people_are_reminded_two_weeks_and_three_days_before_the_day_then_each_week(
    review: Review, hugo: Person, karim: Person
) -> None:
    due = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)
    told = [day for day in range(-20, 16) if remind_reviews(at=due + timedelta(days=day))]
    again = remind_reviews(at=due)

    assert told == [-14, -3, 0, 1, 7, 14]
    assert again == 1  # the same fact: no new row
    assert kinds(hugo) == ["to_attest", "soon", "soon", "today", "late", "late", "late"]
    assert kinds(karim) == ["late", "late"]  # from the seventh day


def test_a_unit_says_its_own_rhythm_and_the_rest_comes_from_above(
    nordet: Unit, energy: Unit, solar: Unit, claire: Person, karim: Person
) -> None:
    fast = make_account(unit=solar)  # on X, one of the main platforms
    slow = make_account(unit=solar, address="https://vimeo.com/nordetvideo")
    rhythms = Rhythms()
    assert (rhythms.of(fast).months, rhythms.of(slow).months) == (6, 12)

    write_rule(facts=RuleFacts(unit_id=nordet.pk, months=9, accounts_most=5), by=claire, at=AT)
    write_rule(facts=RuleFacts(unit_id=energy.pk, network="x", months=3), by=karim, at=AT)
    with pytest.raises(UnitNotFoundError):
        write_rule(facts=RuleFacts(unit_id=nordet.pk, months=1), by=karim, at=AT)
    with pytest.raises(InvalidInputError):
        write_rule(facts=RuleFacts(unit_id=energy.pk, months=99), by=karim, at=AT)
    rhythms = Rhythms()
    assert (rhythms.of(fast).months, rhythms.of(fast).said_by) == (3, energy)
    assert (rhythms.of(slow).months, rhythms.most(solar)) == (9, 5)

    write_rule(facts=RuleFacts(unit_id=energy.pk, network="x"), by=karim, at=AT)
    assert ReviewRule.objects.count() == 1
    assert later(date(2026, 8, 31), months=6) == date(2027, 2, 28)


def test_the_evidence_shows_who_read_what_and_which_account_repeats_it(
    review: Review, hugo: Person, karim: Person
) -> None:
    account = review.account
    make_reading(account=account, by=karim, followers=640, last_post_on=date(2026, 7, 28))
    Account.objects.filter(pk=account.pk).update(
        name="Bornes Bretagne", purpose="La recharge électrique des conducteurs de Bretagne"
    )
    twin = make_account(
        unit=account.unit, name="Bornes Ouest", purpose="Recharge électrique, conducteurs, Bretagne"
    )
    make_account(unit=account.unit, name="Recrutement", purpose="Les métiers de la recharge")
    review.refresh_from_db()
    found = evidence_of(review, viewer=hugo, today=TODAY)

    assert found is not None
    assert [one.account for one in found.overlaps] == [twin]
    assert set(found.overlaps[0].shared) >= {"electrique", "conducteurs", "bretagne"}
    assert len(found.overlaps[0].reasons) == 2
    kept = found.kept()
    assert kept["followers"] == [{"on": "2026-11-16", "count": 640, "by": str(karim.pk)}]
    assert kept["last_post_read_by"] == str(karim.pk)


def test_a_review_is_walked_on_its_pages(
    client: Client, review: Review, hugo: Person, karim: Person
) -> None:
    page = reverse("attestations:review-detail", args=[review.pk])
    client.force_login(hugo)
    assert "review-attest" not in client.get(page).text
    assert f"{page}attest" in client.get(page).text
    empty = client.post(f"{page}attest", {"decision": "close"})
    assert empty.status_code == 422
    answers = dict.fromkeys(FACTS, "right") | {
        "needed": "yes", "purpose_right": "no", "decision": "rework", "reason": "New audience.",
        "audience": "wrong", "audience_says": "Drivers",
    }  # fmt: skip
    assert client.post(f"{page}attest", answers).status_code == 302

    client.force_login(karim)
    shown = client.get(page).text
    assert "Drivers" in shown
    assert f"{page}confirm" in shown
    told = {
        "next_on": "2027-06-01", "task": "Write for drivers.", "assignee": "Hugo Petit",
        "task_due_on": "2099-01-01",
    }  # fmt: skip
    assert client.post(f"{page}confirm", told | {"assignee": "Nobody"}).status_code == 422
    assert client.post(f"{page}confirm", told).status_code == 302

    assert Account.objects.get().status == Account.Status.UNDER_REVIEW
    listed = client.get(reverse("attestations:review-list") + "?view=to_follow")
    assert review.account.name in listed.text
    panel = client.get(reverse("attestations:account-reviews", args=[review.account_id]))
    assert page in panel.text
    client.force_login(hugo)
    assert client.post(f"{page}finish", {"note": "Written."}).status_code == 302
    assert "Written." in client.get(page).text
