"""Somebody whose licence lapses, who agrees in their place, and a post for the next morning."""

from datetime import date, datetime, timedelta

import pytest

from gouvernail.content.actions import (
    submit_draft,
)
from gouvernail.content.models import Draft
from gouvernail.licences.actions import look_again
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.training.models import Course
from tests.make.licences import a_draft, agreed, make_certificate, make_course, make_requirement
from tests.make.people import make_grant, make_person

MORNING = timedelta(hours=20)


@pytest.fixture
def course(claire: Person, nordet: Unit) -> Course:
    return make_course(by=claire, unit=nordet)


@pytest.fixture
def asked(claire: Person, course: Course) -> None:
    make_requirement(by=claire, courses=[course.slug])


@pytest.fixture
def dora(nordet: Unit, charter: object) -> Person:
    """The head of communications: agrees to what somebody without licence wrote."""
    person = make_person(name="Dora Blanc", home_unit=nordet)
    make_grant(person=person, unit=nordet, role="reviewer", seat=Seat.COMMUNICATIONS)
    return person


@pytest.fixture
def ends_tonight(hugo: Person, course: Course) -> None:
    make_certificate(person=hugo, course=course, until=date(2026, 11, 17))


@pytest.fixture
def scheduled(
    hugo: Person, camille: Person, dora: Person, energy: Unit, course: Course, noon: datetime
) -> Draft:
    """A post for tomorrow morning, agreed to while nothing announced the lapse of its author."""
    certificate = make_certificate(person=hugo, course=course, until=None)
    draft = a_draft(hugo, energy, at=noon + MORNING)
    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    draft = agreed(draft, by=(camille,), at=noon)
    look_again(at=noon)
    certificate.until = date(2026, 11, 17)
    certificate.save()
    look_again(at=noon)
    return draft
