"""What tests of cases share: a clause that binds, signed by Hugo, and a legal basis in force."""

import pytest

from gouvernail.conduct.models import Basis, Case
from gouvernail.licences.models import Restriction
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import PolicyVersion, Signature
from tests.make.conduct import NOON, make_basis, make_case
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter

CLAUSE = "charter#4.1"
SOURCE = "## 4.1 Prix\n\nUn prix se publie après son annonce.\n"


@pytest.fixture
def clause(claire: Person, hugo: Person) -> str:
    """Return a clause in force that Hugo has signed the day it came into force."""
    make_charter(by=claire, source=SOURCE)
    version = PolicyVersion.objects.get(status="in_force")
    sign(version, hugo)
    return CLAUSE


def sign(version: PolicyVersion, person: Person) -> Signature:
    return Signature.objects.create(
        version=version, person=person, digest=version.digest, statement="Lu.", language="fr",
        at=NOON,
    )  # fmt: skip


@pytest.fixture
def basis(claire: Person, amina: Person) -> Basis:
    """Return what allows breaches to be followed up: recorded by Claire, agreed to by Amina."""
    return make_basis(by=claire, second=amina)


@pytest.fixture
def brune(nordet: Unit) -> Person:
    """Return a second lead of the group."""
    person = make_person(name="Brune Salaün", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


@pytest.fixture
def case(basis: Basis, clause: str, karim: Person, hugo: Person, claire: Person) -> Case:
    """Return a case that Karim brought about Hugo, for Claire to decide."""
    return make_case(by=karim, about=hugo, clause=clause, decider=claire)


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"conduct_case.{kind}")
    return set(rows.values_list("person__name", flat=True))


def held(person: Person) -> list[str]:
    rows = Restriction.objects.filter(person=person, lifted_at__isnull=True)
    return list(rows.values_list("kind", flat=True))
