"""One account of Energy with a password in the vault: Karim keeps it, Hugo works with it."""

from datetime import datetime

import pytest

from gouvernail.credentials.models import Item
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.credentials import make_item
from tests.make.registry import make_account


@pytest.fixture
def account(energy: Unit, karim: Person, claire: Person, hugo: Person) -> Account:
    return make_account(unit=energy, owner=claire, backup=hugo, custodian=karim)


@pytest.fixture
def item(account: Account, karim: Person, noon: datetime) -> Item:
    return make_item(account=account, by=karim, at=noon)
