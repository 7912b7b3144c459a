"""Conversations follow their account to the unit that answers for it now."""

from datetime import datetime

import pytest

from gouvernail.inbox import actions
from gouvernail.inbox.errors import ConversationNotFoundError
from gouvernail.inbox.permissions import visible_conversation
from gouvernail.inbox.queries.queue import Filters, queue_page
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.inbox import make_conversation
from tests.make.registry import make_account


def test_when_an_account_moves_its_conversations_are_read_and_answered_where_it_is(
    energy: Unit, care: Unit, hugo: Person, ines: Person, claire: Person, noon: datetime
) -> None:
    asked = make_conversation(make_account(unit=energy))
    Account.objects.update(unit=care)

    with pytest.raises(ConversationNotFoundError):
        visible_conversation(asked.pk, viewer=hugo)
    assert queue_page(hugo, Filters()).rows == []
    assert [one.pk for one in queue_page(ines, Filters()).rows] == [asked.pk]
    assert actions.claim(asked.pk, by=ines, at=noon).home == care
    for unit, found in ((care, [asked.pk]), (energy, [])):
        page = queue_page(claire, Filters(unit=str(unit.pk)))
        assert [one.pk for one in page.rows] == found
