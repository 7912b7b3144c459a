"""Two people at the same instant, each on a connection of their own: both are answered, in turn."""

from datetime import datetime
from functools import partial

import pytest

from gouvernail.credentials.actions import (
    ask_reveal,
    confirm_renewal,
    end_reveal,
    renew_item,
    retire_item,
    undo_renewal,
)
from gouvernail.credentials.actions.requests import Asked
from gouvernail.credentials.errors import ItemRetiredError, NoRenewalError, RevealOverError
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from tests.at_once import at_once
from tests.make.credentials import make_item, make_open_reveal

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def test_an_item_is_taken_out_while_requests_about_it_end_and_begin(
    account: Account, karim: Person, hugo: Person, claire: Person, noon: datetime
) -> None:
    found: list[Exception] = []
    for turn in range(ROUNDS):
        item = make_item(account=account, by=karim, at=noon, label=str(turn))
        reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
        asked = Asked(reason="Publier.", minutes=5)
        found += at_once(
            partial(retire_item, item_id=item.pk, by=karim, at=noon),
            partial(end_reveal, reveal_id=reveal.pk, by=hugo, at=noon),
            partial(ask_reveal, item_id=item.pk, asked=asked, by=claire, at=noon),
        )
        reveal.refresh_from_db()
        assert reveal.status == "ended"

    assert {type(one) for one in found} <= {RevealOverError, ItemRetiredError}


def test_two_tabs_answer_for_the_same_new_value_and_one_is_heard(
    account: Account, karim: Person, claire: Person, noon: datetime
) -> None:
    for turn in range(ROUNDS):
        item = make_item(account=account, by=karim, at=noon, label=str(turn))
        renew_item(item_id=item.pk, value=Secret("autre-canari-9d21"), by=karim, at=noon)
        raised = at_once(
            partial(confirm_renewal, item_id=item.pk, number=2, by=karim, at=noon),
            partial(undo_renewal, item_id=item.pk, number=2, by=claire, at=noon),
        )
        item.refresh_from_db()
        assert [type(one) for one in raised] == [NoRenewalError]
        assert (item.version, item.next_version) in {(1, None), (2, None)}
