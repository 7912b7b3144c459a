"""Managing people is no way to become somebody who may do more."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory

from gouvernail.people.actions import PersonFacts, cancel_absence, declare_absence, update_person
from gouvernail.people.errors import AbsenceNotFoundError, RoleAboveOwnError
from gouvernail.people.models import Absence, Person, Role, Seat, Unit
from gouvernail.web.context import Shell
from gouvernail.web.today.day import day_of
from tests.make.people import make_grant, make_person


@pytest.fixture
def chief(nordet: Unit, energy: Unit) -> Person:
    """Return the lead of the whole group, who sits in Energy."""
    person = make_person(name="Paul Roy", home_unit=energy)
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


def _facts(person: Person, **changed: str) -> PersonFacts:
    given = {"name": person.name, "email": person.email or "", "unit_id": person.home_unit_id}
    return PersonFacts(**(given | changed))  # type: ignore[arg-type]  # facts of a person


def test_nobody_moves_the_address_of_somebody_who_may_do_more(
    karim: Person, chief: Person, hugo: Person, noon: datetime
) -> None:
    """A password is reset by e-mail: who writes the address could sign in as its owner."""
    facts = _facts(chief, email="karim.too@nordet.example")

    with pytest.raises(RoleAboveOwnError):
        update_person(person_id=chief.pk, facts=facts, by=karim, at=noon)

    other = _facts(hugo, email="hugo.p@nordet.example")
    assert update_person(person_id=hugo.pk, facts=other, by=karim, at=noon).email == other.email


def test_other_facts_of_theirs_may_still_be_corrected(
    karim: Person, chief: Person, noon: datetime
) -> None:
    facts = _facts(chief, name="Paul Roy-Blanc")

    assert update_person(person_id=chief.pk, facts=facts, by=karim, at=noon).name == facts.name


def test_one_may_always_change_one_s_own_address_within_one_s_right(
    claire: Person, noon: datetime
) -> None:
    facts = _facts(claire, email="claire.m@nordet.example")

    assert update_person(person_id=claire.pk, facts=facts, by=claire, at=noon).email == facts.email


def test_nobody_names_a_stand_in_for_a_seat_beyond_their_own_department(
    karim: Person, hugo: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    lawyer = make_person(name="Lou Vidal", home_unit=energy)
    make_grant(person=lawyer, unit=nordet, role=Role.REVIEWER, seat=Seat.LEGAL)
    local = make_person(name="Max Coste", home_unit=energy)
    make_grant(person=local, unit=energy, role=Role.REVIEWER, seat=Seat.LEGAL)
    week: dict[str, Any] = {"starts_at": noon, "ends_at": noon + timedelta(days=7)}

    with pytest.raises(RoleAboveOwnError):
        declare_absence(person_id=lawyer.pk, delegate_id=hugo.pk, by=karim, at=noon, **week)

    without = declare_absence(person_id=lawyer.pk, delegate_id=None, by=karim, at=noon, **week)
    assert without.delegate is None
    own = declare_absence(person_id=local.pk, delegate_id=hugo.pk, by=karim, at=noon, **week)
    assert own.delegate == hugo
    chosen = declare_absence(person_id=lawyer.pk, delegate_id=hugo.pk, by=lawyer, at=noon, **week)
    assert chosen.delegate == hugo


def test_the_absence_of_somebody_hidden_is_not_to_be_found(
    karim: Person, ines: Person, noon: datetime
) -> None:
    absence = Absence.objects.create(person=ines, starts_at=noon, ends_at=noon + timedelta(days=1))
    nowhere = make_person(name="Nadia Blum", home_unit=None)
    other = Absence.objects.create(person=nowhere, starts_at=noon, ends_at=noon + timedelta(days=1))

    for hidden in (absence, other):
        with pytest.raises(AbsenceNotFoundError):
            cancel_absence(absence_id=hidden.pk, by=karim, at=noon)


def test_today_tells_who_is_away_of_the_people_one_may_know_about(
    karim: Person, hugo: Person, ines: Person, noon: datetime
) -> None:
    for person in (hugo, ines):
        Absence.objects.create(person=person, starts_at=noon, ends_at=noon + timedelta(days=1))

    request = RequestFactory().get("/")
    request.user = karim

    day = day_of(karim, at=noon, zone=ZoneInfo("Europe/Paris"), frame=Shell(request))

    assert [absence.person for absence in day.absent] == [hugo]
