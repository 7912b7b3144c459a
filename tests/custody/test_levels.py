"""The five criteria: what earns each, what loses it, and what is not known."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gouvernail.custody.models import Access, Criterion
from gouvernail.custody.queries import Known, level_of, reason_words, verdicts_of
from gouvernail.people.models import Person

TODAY = date(2026, 11, 17)
HERE = Person(name="Hugo Petit")
OTHER = Person(name="Karim Benali")
GONE = Person(
    name="Lina Amrani",
    status="left",
    is_active=False,
    left_at=datetime(2026, 11, 13, 17, 0, tzinfo=UTC),
)


def access(person: Person | None = HERE, **fields: Any) -> Access:
    told = {"means": "vault", "second_factor": "key", "person": person, "name": "Boîte"}
    return Access(**(told | fields))


def known(*accesses: Access, network: str = "bluesky", rotated: date | None = None) -> Known:
    return Known(network=network, accesses=accesses, rotated_on=rotated, today=TODAY)


def mail(belongs: str = "group", person: Person | None = None) -> Access:
    return access(person, means="recovery_email", belongs=belongs, detail="social@nordet.example")


def reason(case: Known, criterion: str) -> str:
    found = next(one for one in verdicts_of(case) if one.criterion == criterion)
    assert "%" not in reason_words(found)
    assert (found.repair != "") is not found.earned
    return f"{found.result}: {found.reason}"


def test_nothing_declared_is_unknown_and_has_no_level() -> None:
    case = known()

    assert level_of(case, verdicts_of(case)) is None
    assert {one.result for one in verdicts_of(case)} == {"unknown"}


def test_five_of_five() -> None:
    case = known(access(tried_on=TODAY), mail(), rotated=TODAY - timedelta(days=30))

    assert level_of(case, verdicts_of(case)) == 5
    assert [one.criterion for one in verdicts_of(case)] == list(Criterion)


@pytest.mark.parametrize(
    ("criterion", "case", "expected"),
    [
        ("credentials", known(access()), "unknown: credentials_untried"),
        ("credentials", known(access(tried_on=TODAY)), "earned: credentials_tried"),
        (
            "credentials",
            known(access(tried_on=TODAY - timedelta(days=181))),
            "lost: credentials_old",
        ),
        ("credentials", known(access(tried_on=TODAY, works=False)), "lost: credentials_fail"),
        ("credentials", known(access(GONE, tried_on=TODAY)), "unknown: credentials_untried"),
        ("recovery", known(access()), "unknown: recovery_nobody"),
        ("recovery", known(access(), mail()), "earned: recovery_group"),
        ("recovery", known(access(), mail("named", HERE)), "earned: recovery_named"),
        ("recovery", known(access(), mail("named", GONE)), "lost: recovery_left"),
        ("recovery", known(access(), mail(), mail("private", HERE)), "lost: recovery_private"),
        (
            "recovery",
            known(access(means="role"), network="linkedin"),
            "lost: recovery_one_admin",
        ),
        (
            "recovery",
            known(access(means="role"), access(OTHER, means="role"), network="linkedin"),
            "earned: recovery_admins",
        ),
        ("factor", known(access()), "earned: factor_held"),
        ("factor", known(access(second_factor="none")), "lost: factor_none"),
        ("factor", known(access(second_factor="sms_shared")), "lost: factor_shared"),
        ("factor", known(access(second_factor="unknown")), "unknown: factor_unsaid"),
        ("factor", known(access(second_factor="not_offered")), "earned: factor_not_offered"),
        ("factor", known(access(GONE)), "lost: factor_left"),
        ("grant", known(access()), "earned: grant_vault"),
        ("grant", known(access(means="password")), "lost: grant_vault_needed"),
        ("grant", known(access(means="password"), network="x"), "lost: grant_password"),
        ("grant", known(access(means="role"), network="x"), "earned: grant_roles"),
        ("rotation", known(access()), "unknown: rotation_never"),
        ("rotation", known(access(), rotated=TODAY), "earned: rotation_done"),
        (
            "rotation",
            known(access(), rotated=TODAY - timedelta(days=214)),
            "lost: rotation_old",
        ),
        ("rotation", known(access(), access(GONE), rotated=TODAY), "lost: rotation_leaver"),
        (
            "rotation",
            known(
                access(),
                access(GONE, state="closed", closed_at=datetime(2026, 11, 14, tzinfo=UTC)),
                rotated=date(2026, 11, 1),
            ),
            "lost: rotation_departure",
        ),
        ("rotation", known(access(means="role"), network="linkedin"), "earned: rotation_roles"),
    ],
)
def test_each_criterion_says_why(criterion: str, case: Known, expected: str) -> None:
    assert reason(case, criterion) == expected


def test_who_left_who_only_reads_and_what_failed_are_no_way_in() -> None:
    case = known(
        access(),
        access(GONE),
        access(OTHER, level="analyst"),
        access(OTHER, works=False),
        access(OTHER, until_on=TODAY - timedelta(days=1)),
        access(None, holder="agency"),
        mail(),
    )

    assert case.ways_in == 1
