"""Old facts, clauses that bound nobody, oneself: refused before anybody is told; the last days."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from gouvernail.conduct.actions import (
    Ruling,
    appeal_case,
    decide_appeal,
    follow_cases,
    give_account,
    take_case,
)
from gouvernail.conduct.errors import CaseInvalidError
from gouvernail.conduct.models import Basis, Case
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion
from tests.conduct.conftest import held, told
from tests.make.conduct import NOON, make_case, make_decided
from tests.make.conduct import WHY as NOT_LESS

OLD = date(2026, 9, 16)  # the day before two months are up
WHY = "Connu depuis le 2 novembre, par un constat."


@pytest.fixture
def long_in_force(clause: str) -> str:
    """Return a clause that was in force well before any of the facts."""
    PolicyVersion.objects.update(in_force_on=date(2026, 1, 1))
    return clause


def test_facts_older_than_the_legal_basis_allows_are_refused_and_nobody_is_told(
    basis: Basis, long_in_force: str, karim: Person, hugo: Person
) -> None:
    Notification.objects.all().delete()
    with pytest.raises(CaseInvalidError) as refused:
        make_case(
            by=karim, about=hugo, clause=long_in_force, happened_on=OLD, late_because=WHY
        )  # a reason of who does not answer for the legal basis opens nothing

    assert list(refused.value.fields) == ["happened_on"]
    assert not Case.objects.exists()
    assert not Notification.objects.exists()
    make_case(by=karim, about=hugo, clause=long_in_force, happened_on=OLD + timedelta(days=1))
    assert Case.objects.count() == 1


def test_who_answers_for_the_legal_basis_brings_them_with_a_written_reason(
    basis: Basis, long_in_force: str, claire: Person, hugo: Person
) -> None:
    with pytest.raises(CaseInvalidError) as refused:
        make_case(by=claire, about=hugo, clause=long_in_force, happened_on=OLD)
    assert list(refused.value.fields) == ["late_because"]

    case = make_case(by=claire, about=hugo, clause=long_in_force, happened_on=OLD, late_because=WHY)
    assert case.late_because == WHY


def test_three_years_in_a_public_body(
    basis: Basis, long_in_force: str, karim: Person, hugo: Person
) -> None:
    Basis.objects.update(facts_limit=3, facts_unit="years")

    make_case(by=karim, about=hugo, clause=long_in_force, happened_on=OLD)

    assert Case.objects.count() == 1


def test_a_basis_agreed_to_before_an_age_was_asked_has_none_and_says_so(
    client: Client, basis: Basis, long_in_force: str, karim: Person, hugo: Person
) -> None:
    Basis.objects.update(regime="qc", facts_limit=None, facts_unit="")

    make_case(by=karim, about=hugo, clause=long_in_force, happened_on=OLD)

    assert Case.objects.count() == 1
    client.force_login(karim)
    assert "not said: record it anew" in client.get("/conduct/basis/").content.decode()
    assert "are not brought" not in client.get("/conduct/new/").content.decode()


def test_a_clause_that_was_not_in_force_that_day_needs_why_it_bound(
    basis: Basis, clause: str, karim: Person, hugo: Person
) -> None:
    before = PolicyVersion.objects.get().in_force_on
    assert before is not None
    day = before - timedelta(days=3)
    Notification.objects.all().delete()
    with pytest.raises(CaseInvalidError) as refused:
        make_case(by=karim, about=hugo, clause=clause, happened_on=day)
    assert list(refused.value.fields) == ["binding_because"]
    assert not Notification.objects.exists()

    case = make_case(
        by=karim, about=hugo, clause=clause, happened_on=day, binding_because="Son contrat le dit."
    )
    assert case.binding_because == "Son contrat le dit."
    assert case.version is None


def test_nobody_brings_a_case_about_themselves(basis: Basis, clause: str, claire: Person) -> None:
    with pytest.raises(CaseInvalidError) as refused:
        make_case(by=claire, about=claire, clause=clause)

    assert "about themselves" in refused.value.fields["person"]


def test_times_end_with_a_day_where_the_site_is(case: Case, hugo: Person, claire: Person) -> None:
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    days = timedelta(days=case.basis.answer_days)

    assert case.answer_through == NOON.date() + days
    assert case.answer_by_at.astimezone(zone).time() == time.min
    make_decided(case, by=claire)
    evening = NOON + timedelta(days=case.basis.appeal_days, hours=6)
    assert appeal_case(case.pk, text="C’est trop.", by=hugo, at=evening).status == "appealed"


def test_who_decides_is_reminded_on_the_last_day_and_told_it_is_late_the_day_after(
    case: Case, hugo: Person, claire: Person
) -> None:
    give_account(case.pk, text="Je l’ignorais.", by=hugo, at=NOON)
    last = NOON + (Case.objects.get().decide_through - NOON.date())

    follow_cases(at=last)
    assert (told("decide_soon"), told("decide_late")) == ({claire.name}, set())

    follow_cases(at=last + timedelta(days=1))
    assert told("decide_late") == {claire.name}


def test_an_older_decision_that_never_weighed_good_faith_is_softened_to_a_restriction(
    case: Case, claire: Person, hugo: Person, brune: Person
) -> None:
    make_decided(case, by=claire, at=NOON, outcome="suspended")
    Case.objects.update(good_faith="")
    appeal_case(case.pk, text="C’est trop.", by=hugo, at=NOON + timedelta(days=1))
    take_case(case.pk, is_free=True, by=brune, at=NOON + timedelta(days=1))

    ruling = Ruling(outcome="restricted", acts=("publish",), reason="Moins.", why_not_less=NOT_LESS)
    decide_appeal(case.pk, verdict="softened", ruling=ruling, by=brune, at=NOON + timedelta(days=1))

    assert held(hugo) == ["restricted"]
