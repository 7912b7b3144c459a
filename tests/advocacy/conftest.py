"""A programme of Energy, run by its delegate, approved by the lead, joined by an employee."""

import pytest

from gouvernail.advocacy.models import Kit, Membership, Programme
from gouvernail.people.models import Person
from tests.make.advocacy import make_kit, make_member, make_programme


@pytest.fixture
def programme(karim: Person, claire: Person) -> Programme:
    assert karim.home_unit is not None
    return make_programme(by=karim, unit=karim.home_unit)


@pytest.fixture
def membership(programme: Programme, nina: Person) -> Membership:
    return make_member(programme, nina)


@pytest.fixture
def kit(programme: Programme, karim: Person, claire: Person) -> Kit:
    return make_kit(programme, by=karim, second=claire)
