"""Who asks for an account in these tests, who would run it and who decides."""

from dataclasses import dataclass
from typing import Any

import pytest

from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit


@dataclass
class Cast:
    """Nina asks for Energy; Hugo would own, Karim back up; Camille decides, Claire leads."""

    unit: Unit
    nina: Person
    hugo: Person
    karim: Person
    camille: Person
    claire: Person

    @property
    def named(self) -> dict[str, Any]:
        return {"by": self.nina, "unit": self.unit, "owner": self.hugo, "backup": self.karim}

    @property
    def begun(self) -> dict[str, Any]:
        return {**self.named, "approver": self.camille, "opener": self.karim}


@pytest.fixture
def cast(
    energy: Unit, nina: Person, hugo: Person, karim: Person, camille: Person, claire: Person
) -> Cast:
    return Cast(energy, nina, hugo, karim, camille, claire)


def told(person: Person) -> set[str]:
    return set(Notification.objects.filter(person=person).values_list("kind", flat=True))
