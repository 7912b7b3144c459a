"""Who writes which routes, and which routes a post cannot walk around."""

from datetime import datetime, timedelta

import pytest

from gouvernail.approvals.actions import (
    RouteChoices,
    StepChoice,
    decide,
    request_approval,
    retire_route,
    write_route,
)
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.errors import RequestNotFoundError
from gouvernail.approvals.models import Mode, RequestStep, Route
from gouvernail.approvals.permissions import visible_request
from gouvernail.approvals.queries import awaiting, planned_route
from gouvernail.charter.actions import CharterChoices, write_charter
from gouvernail.charter.models import Charter
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Absence, Person, Role, Seat, Unit
from tests.make.approvals import make_route, make_subject
from tests.make.people import make_grant, make_person

EASY = (StepChoice(seats=(Seat.COLLEAGUE,)),)


@pytest.fixture
def chief(energy: Unit, charter: Charter) -> Person:
    """Return the lead of Energy only."""
    person = make_person(name="Ella Brun", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.LEAD)
    return person


def test_the_lead_of_a_department_does_not_write_the_charter_of_all(
    chief: Person, claire: Person, noon: datetime
) -> None:
    choices = CharterChoices(name="Groupe Nordet", separation=Charter.Separation.SMALL)

    with pytest.raises(RightMissingError):
        write_charter(choices=choices, by=chief, at=noon)

    assert write_charter(choices=choices, by=claire, at=noon).separation == "small"


def test_the_lead_of_a_department_writes_the_routes_of_that_department_only(
    chief: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    everywhere = RouteChoices(name="Fast", steps=EASY, priority=1000)
    usual = RouteChoices(name="Usual", steps=EASY, is_default=True)
    kept = write_route(choices=usual, by=claire, at=noon)

    for choices in (everywhere, usual):
        with pytest.raises(RightMissingError):
            write_route(choices=choices, by=chief, at=noon)
    with pytest.raises(RightMissingError):
        retire_route(route_id=kept.pk, by=chief, at=noon)
    own = RouteChoices(name="Own", steps=EASY, unit_id=energy.pk, is_default=True)
    with pytest.raises(RightMissingError):
        write_route(choices=own, by=chief, at=noon)

    local = RouteChoices(name="Local", steps=EASY, unit_id=energy.pk)
    assert write_route(choices=local, by=chief, at=noon).unit == energy
    assert Route.objects.get(pk=kept.pk).retired_at is None


def test_a_post_for_a_department_takes_its_route_wherever_it_was_written(
    nordet: Unit, care: Unit, energy: Unit, claire: Person
) -> None:
    make_route((Seat.COMPLIANCE,), unit=care, name="Care")
    at_the_top = make_subject(unit=nordet, author=claire, places=(care,))

    plan = planned_route(at_the_top)

    assert plan.route is not None
    assert plan.route.name == "Care"
    assert planned_route(make_subject(unit=nordet, author=claire, places=(energy,))).route is None


def test_a_stand_in_sees_what_waits_only_while_they_stand_in(
    hugo: Person, camille: Person, ines: Person, energy: Unit, noon: datetime
) -> None:
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    Absence.objects.create(
        person=camille,
        delegate=ines,
        starts_at=noon - timedelta(days=400),
        ends_at=noon - timedelta(days=390),
    )

    with pytest.raises(RequestNotFoundError):
        visible_request(request.pk, viewer=ines)


def test_who_decided_an_earlier_step_is_still_asked_at_the_next(
    hugo: Person, julie: Person, amina: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_grant(person=julie, unit=nordet, role=Role.REVIEWER, seat=Seat.COMPLIANCE)
    make_route((Seat.BRAND,), (Seat.LEGAL, Seat.COMPLIANCE))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    approve = Choice(verdict="approve", digest="d" * 64)
    decide(request_id=request.pk, choice=approve, by=julie, at=noon)
    assert request.steps.get(position=2).mode == Mode.ALL
    decide(request_id=request.pk, choice=approve, by=amina, at=noon)

    assert list(awaiting(julie, at=noon)) == [request]
    assert request.steps.get(position=2).status == RequestStep.Status.OPEN
