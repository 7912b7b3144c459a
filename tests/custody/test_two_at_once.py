"""Two people at the same instant, each on a connection of their own: both are answered, in turn."""

from datetime import datetime
from functools import partial

import pytest

from gouvernail.custody.actions import close_access, finish_handover
from gouvernail.custody.models import Access, Handover
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.at_once import at_once
from tests.make.custody import make_access, make_handover
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def test_an_access_is_closed_while_its_account_changes_hands(
    energy: Unit, karim: Person, hugo: Person, claire: Person, noon: datetime
) -> None:
    account = make_account(unit=energy, owner=karim, backup=claire)
    for _turn in range(ROUNDS):
        Account.objects.filter(pk=account.pk).update(owner=karim)
        handover = make_handover(
            account=account, giver=karim, successor=hugo, decided_by=claire, state="signed"
        )
        access = make_access(account=account, by=karim)
        raised = at_once(
            partial(finish_handover, handover.pk, by=claire, at=noon),
            partial(close_access, access.pk, why=Access.Why.HANDOVER, by=claire, at=noon),
        )

        assert raised == []
        handover.refresh_from_db()
        access.refresh_from_db()
        assert (handover.state, access.state) == (Handover.State.DONE, Access.State.CLOSED)
