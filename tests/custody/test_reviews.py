"""Access reviews: who is asked, what an answer does, refusals, reminders, lateness, the end."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gouvernail.credentials.actions import add_item
from gouvernail.credentials.actions.items import ItemFacts
from gouvernail.custody.actions import (
    AccessFacts,
    ReviewFacts,
    answer_reviewed,
    change_access,
    close_access,
    close_review,
    extend_review,
    give_reviewed,
    open_review,
    refuse_reviewed,
    remind_reviews,
)
from gouvernail.custody.errors import (
    AccessReviewClosedError,
    AccessReviewInvalidError,
    AccessReviewNotFoundError,
    ReviewedAccessNotYoursError,
    ReviewedAccessOverError,
)
from gouvernail.custody.models import AccessReview, ReviewedAccess, Standing
from gouvernail.custody.queries.reviewing import (
    askers_of,
    lines_for_list,
    progress_of,
    review_csv,
    reviews_for_list,
    to_answer,
    to_lead,
)
from gouvernail.foundation.outbox import deliver
from gouvernail.networks.contract import Secret
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Absence, Person, Unit
from gouvernail.project.schedule import readers
from tests.make.custody import make_access, make_access_review, make_reviewed
from tests.make.ledger import leaves
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
DUE = TODAY + timedelta(days=20)
DAY = timedelta(days=1)


@pytest.fixture
def site(energy: Unit, solar: Unit, karim: Person, hugo: Person, nina: Person) -> None:
    """Hugo owns one account that Nina and an agency get into; nobody holds the other, below."""
    held = make_account(unit=energy, name="Recharge", owner=hugo, backup=nina)
    make_access(account=held, by=hugo)
    make_access(account=held, by=nina, means="role")
    make_access(account=held, by=karim, name="Agence Lumen", means="role")
    make_access(account=held, by=nina, means="vault", state="closed", closed_at=NOON)
    orphan = make_account(unit=solar, name="Soleil")
    make_access(account=orphan, by=karim, person=nina)
    make_access(account=make_account(unit=energy, kind="personal"), by=nina)
    make_access(account=make_account(unit=energy, status="closed"), by=nina)


def opened(unit: Unit, by: Person, **facts: Any) -> AccessReview:
    told = ReviewFacts(unit_id=unit.pk, title="Automne", manner="account", due_on=DUE)
    return open_review(facts=replace(told, **facts), by=by, at=NOON)


def line(review: AccessReview, holder: str) -> ReviewedAccess:
    rows = lines_for_list(review)
    return next(one for one in rows if one.access.holder_name == holder)


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"access_review.{kind}")
    return set(rows.values_list("person__name", flat=True))


def asked(review: AccessReview) -> list[tuple[str, str, str | None]]:
    return sorted(
        (one.access.account.name, one.access.holder_name, one.asked.name if one.asked else None)
        for one in lines_for_list(review)
    )


def test_by_account_the_owner_answers_and_another_holder_for_the_owner_s_own_access(
    site: None, energy: Unit, yann: Person
) -> None:
    review = opened(energy, yann)

    assert asked(review) == [
        ("Recharge", "Agence Lumen", "Hugo Petit"),
        ("Recharge", "Hugo Petit", "Nina Cherif"),
        ("Recharge", "Nina Cherif", "Hugo Petit"),
        ("Soleil", "Nina Cherif", None),
    ]
    assert told("asked") == {"Hugo Petit", "Nina Cherif"}
    assert leaves(verb="access_review.opened")[0]["data"]["lines"] == 4
    assert len(leaves(verb="reviewed_access.asked")) == 4


def test_by_person_each_says_what_they_still_need_and_the_owner_speaks_for_outsiders(
    site: None, energy: Unit, karim: Person
) -> None:
    review = opened(energy, karim, manner="person")

    assert asked(review) == [
        ("Recharge", "Agence Lumen", "Hugo Petit"),
        ("Recharge", "Hugo Petit", "Hugo Petit"),
        ("Recharge", "Nina Cherif", "Nina Cherif"),
        ("Soleil", "Nina Cherif", "Nina Cherif"),
    ]


def test_what_cannot_be_opened_is_said_at_its_field(
    site: None, energy: Unit, care: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    with pytest.raises(AccessReviewInvalidError) as refused:
        opened(energy, karim, title=" ", manner="both", due_on=TODAY)
    assert set(refused.value.fields) == {"title", "manner", "due_on"}
    with pytest.raises(AccessReviewInvalidError) as empty:
        opened(care, claire)
    assert set(empty.value.fields) == {"unit"}
    with pytest.raises(RightMissingError):
        opened(energy, hugo)


def test_an_answer_confirms_withdraws_or_asks_for_a_correction(
    site: None, energy: Unit, yann: Person, karim: Person, hugo: Person, nina: Person
) -> None:
    review = opened(energy, karim)
    kept = answer_reviewed(
        line(review, "Nina Cherif").pk, answer="keep", reason="", by=hugo, at=NOON
    )
    assert (kept.access.confirmed_by, kept.access.confirmed_at) == (hugo, NOON)

    agency = line(review, "Agence Lumen")
    for answer, field in (("withdraw", "reason"), ("change", "reason"), ("maybe", "answer")):
        with pytest.raises(AccessReviewInvalidError) as refused:
            answer_reviewed(agency.pk, answer=answer, reason=" ", by=hugo, at=NOON)
        assert set(refused.value.fields) == {field}
    with pytest.raises((ReviewedAccessNotYoursError, AccessReviewNotFoundError)):
        answer_reviewed(agency.pk, answer="keep", reason="", by=nina, at=NOON)
    agency = answer_reviewed(
        agency.pk, answer="change", reason="Lit les chiffres.", by=hugo, at=NOON
    )
    assert "Karim Benali" in told("change")
    assert list(to_lead(karim).filter(answer="change")) == [agency]
    facts = AccessFacts(holder="agency", name="Agence Lumen", means="role", level="analyst")
    change_access(agency.access_id, facts=facts, by=karim, at=NOON + DAY)
    agency.refresh_from_db()
    assert (agency.settled_by, agency.settled_at) == (karim, NOON + DAY)

    owner = answer_reviewed(
        line(review, "Hugo Petit").pk, answer="withdraw", reason="A changé.", by=nina, at=NOON
    )
    access = owner.access
    assert (access.state, access.why, access.due_on) == ("to_revoke", "unneeded", TODAY + 7 * DAY)
    assert Standing.objects.get(account=access.account_id).to_revoke == 1
    assert Notification.objects.filter(kind="access.withdrawn", person=yann).exists()
    with pytest.raises(ReviewedAccessOverError):
        answer_reviewed(owner.pk, answer="keep", reason="", by=nina, at=NOON)
    close_access(access.pk, by=karim, at=NOON + DAY)
    assert len(leaves(verb="reviewed_access.answered")) == 3
    assert len(leaves(verb="reviewed_access.settled")) == 1


def test_a_withdrawal_has_renewed_what_its_holder_knew_of_that_account(
    energy: Unit, karim: Person, hugo: Person
) -> None:
    account, other = (make_account(unit=energy, owner=karim) for _each in range(2))
    review = make_access_review(unit=energy, by=karim)
    access = make_access(account=account, by=hugo, means="vault")
    one = make_reviewed(review=review, access=access, asked=karim)
    items = [
        add_item(
            account_id=each.pk, kind="password", value=Secret("a-b-c-d-e-f"), by=karim, at=NOON,
            facts=ItemFacts(label="Mot de passe", keeper_id=hugo.pk),
        )
        for each in (account, other)
    ]  # fmt: skip

    answer_reviewed(one.pk, answer="withdraw", reason="Plus besoin.", by=karim, at=NOON)
    while deliver(readers(), at=NOON):
        pass

    for item in items:
        item.refresh_from_db()
    assert (items[0].due_on, items[0].due_why) == (TODAY + 7 * DAY, "reveal")
    assert items[1].due_why in {"", "calendar"}


def test_not_mine_goes_to_a_person_who_says_who_answers(
    site: None, energy: Unit, yann: Person, karim: Person, hugo: Person, ines: Person, nina: Person
) -> None:
    review = opened(energy, yann)
    agency = line(review, "Agence Lumen")
    with pytest.raises(AccessReviewInvalidError):
        refuse_reviewed(agency.pk, reason=" ", by=hugo, at=NOON)
    refuse_reviewed(agency.pk, reason="Karim le sait.", by=hugo, at=NOON)

    assert {"Yann Le Goff", "Karim Benali"} <= told("refused")
    assert agency in to_lead(karim)
    assert agency in to_lead(yann)
    assert [one.lines for one in to_answer(hugo, at=NOON)] == [1]
    assert progress_of(review).to_give == 2
    with pytest.raises(RightMissingError):
        give_reviewed(agency.pk, person_id=nina.pk, by=hugo, at=NOON)
    given = give_reviewed(agency.pk, person_id=nina.pk, by=karim, at=NOON)
    assert (given.asked, given.state, given.refusal) == (
        nina,
        "asked",
        "Karim le sait.",
    )
    assert told("given") == {"Nina Cherif"}
    answer_reviewed(agency.pk, answer="keep", reason="", by=nina, at=NOON)
    with pytest.raises(AccessReviewInvalidError):
        give_reviewed(agency.pk, person_id=hugo.pk, by=karim, at=NOON)
    with pytest.raises(AccessReviewNotFoundError):
        answer_reviewed(agency.pk, answer="keep", reason="", by=ines, at=NOON)


def test_whoever_stands_in_answers_and_is_told(
    site: None, energy: Unit, yann: Person, hugo: Person, ines: Person
) -> None:
    Absence.objects.create(person=hugo, delegate=ines, starts_at=NOON - DAY, ends_at=NOON + DAY)
    review = opened(energy, yann)

    assert "Inès Faure" in told("asked")
    assert [one.review for one in to_answer(ines, at=NOON)] == [review]
    done = answer_reviewed(
        line(review, "Agence Lumen").pk, answer="keep", reason="", by=ines, at=NOON
    )
    assert (done.asked, done.answered_by) == (hugo, ines)
    with pytest.raises(AccessReviewNotFoundError):
        answer_reviewed(
            line(review, "Nina Cherif").pk, answer="keep", reason="", by=ines, at=NOON + 2 * DAY
        )


def test_people_are_reminded_on_the_days_of_the_ladder_and_lateness_reaches_who_opened_it(
    site: None, energy: Unit, yann: Person, hugo: Person, nina: Person
) -> None:
    review = opened(energy, yann)
    assert remind_reviews(at=NOON) == 0
    answer_reviewed(line(review, "Hugo Petit").pk, answer="keep", reason="", by=nina, at=NOON)
    for days in range(1, 30):
        remind_reviews(at=NOON + days * DAY)
        remind_reviews(at=NOON + days * DAY)

    rows = Notification.objects.filter(person=hugo, kind__startswith="access_review.")
    said = sorted((one.kind.split(".")[1], (one.at - NOON).days) for one in rows)
    assert said == [
        ("asked", 0), ("late", 21), ("late", 27), ("soon", 6), ("soon", 17), ("today", 20),
    ]  # fmt: skip
    assert told("unanswered") == {"Yann Le Goff"}
    assert not Notification.objects.filter(person=nina, kind="access_review.late").exists()
    late = askers_of(review)[0]
    assert (late.person, late.waiting, late.total) == (hugo, 2, 2)
    assert review.is_late(DUE + DAY)


def test_the_end_is_in_the_journal_with_its_figures_and_takes_no_answer(
    site: None, energy: Unit, yann: Person, hugo: Person
) -> None:
    review = opened(energy, yann)
    answer_reviewed(line(review, "Agence Lumen").pk, answer="keep", reason="", by=hugo, at=NOON)
    with pytest.raises(AccessReviewInvalidError):
        extend_review(review.pk, due_on=DUE, by=yann, at=NOON)
    extend_review(review.pk, due_on=DUE + DAY, by=yann, at=NOON)
    with pytest.raises((RightMissingError, AccessReviewNotFoundError)):
        close_review(review.pk, by=hugo, at=NOON)
    closed = close_review(review.pk, by=yann, at=NOON + DAY)

    assert (closed.status, closed.closed_by) == ("closed", yann)
    leaf = leaves(verb="access_review.closed")[0]
    figures = {"total": 4, "kept": 1, "withdrawn": 0, "changed": 0, "waiting": 3, "ended": 0}
    assert figures.items() <= leaf["data"].items()
    with pytest.raises(AccessReviewClosedError):
        close_review(review.pk, by=yann, at=NOON)
    with pytest.raises(AccessReviewClosedError):
        answer_reviewed(line(review, "Nina Cherif").pk, answer="keep", reason="", by=hugo, at=NOON)
    rows = list(csv.reader(review_csv(lines_for_list(review))))
    assert len(rows) == 5
    assert [row[3] for row in rows[1:4]].count("Agence Lumen") == 1
    assert remind_reviews(at=NOON + 30 * DAY) == 0


def test_who_leads_sees_a_review_and_who_is_asked_only_theirs(
    site: None, energy: Unit, care: Unit, yann: Person, karim: Person, hugo: Person, ines: Person
) -> None:
    review = opened(energy, yann)

    for person in (yann, karim, hugo):
        assert list(reviews_for_list(person, at=NOON)) == [review]
    assert not reviews_for_list(ines, at=NOON).exists()
    row: Any = reviews_for_list(hugo, at=NOON).get()
    assert (row.total, row.waiting, row.mine) == (4, 4, 2)


def test_an_opening_costs_the_same_for_ten_times_the_accesses(
    energy: Unit, karim: Person, hugo: Person
) -> None:
    counts: list[int] = []
    for number in (3, 30):
        for _each in range(number - len(counts) * 3):
            make_access(account=make_account(unit=energy, owner=hugo), by=hugo)
        with CaptureQueriesContext(connection) as seen:
            opened(energy, karim)
        counts.append(sum("ledger" not in one["sql"] for one in seen.captured_queries))

    assert counts[1] <= counts[0] + 2
