"""What tests of cases share: a clause that binds, signed by Hugo, and a legal basis in force."""

import pytest

from gouvernail.conduct.models import Basis
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion, Signature
from tests.make.conduct import NOON, make_basis
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
