"""Nordet as the public sees it: accounts told of and not, and what must never come out."""

from datetime import date

import pytest

from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.verification.models import Directory, Listing
from tests.make.registry import make_account
from tests.make.verification import make_directory, make_listing

CANARY = "canari-7f3a"


@pytest.fixture
def directory(nordet: Unit) -> Directory:
    return make_directory(tags=["jobs"], website="https://nordet.example")


@pytest.fixture
def ours(directory: Directory, energy: Unit, karim: Person) -> Listing:
    """Return our account on X; everything that is nobody's business bears the canary."""
    Person.objects.filter(pk=karim.pk).update(name=f"Karim {CANARY}")
    account = make_account(
        unit=energy,
        address="https://x.com/NordetEnergie",
        name="Nordet Énergie",
        language="fr",
        owner=karim,
        backup=karim,
        custodian=karim,
        notes=f"notes {CANARY}",
        purpose=f"purpose {CANARY}",
        audience=f"audience {CANARY}",
        tags=["jobs", f"tag-{CANARY}"],
        extra={"phone": CANARY},
        opened_on=date(2014, 5, 2),
    )
    return make_listing(account)


@pytest.fixture
def unspoken(directory: Directory, solar: Unit) -> Listing:
    """Return an account whose unit is hidden by choice."""
    Unit.objects.filter(pk=solar.pk).update(
        name=f"Unit {CANARY}", name_en=f"Unit {CANARY}", code=f"code-{CANARY}"
    )
    account = make_account(unit=solar, address="https://www.instagram.com/nordet.solaire", name="S")
    return make_listing(account, shows_unit=False)


@pytest.fixture
def untold(directory: Directory, energy: Unit) -> Account:
    """Return an account of ours that nobody chose to tell of."""
    return make_account(unit=energy, address=f"https://x.com/{CANARY.replace('-', '_')}", name="U")
