"""What listening hears for us becomes conversations: once, and in the words of its author."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.foundation.outbox import deliver
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.tasks import READERS
from gouvernail.listening.actions.taking import take_in
from gouvernail.listening.models import Source
from gouvernail.networks.contract.heard import What
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.listening import batch, heard, make_source, make_topic
from tests.make.registry import make_account

ASKED = "at://did:plc:someone1/app.bsky.feed.post/1"


@pytest.fixture
def ours(energy: Unit) -> Account:
    """Return an account of ours that people name."""
    return make_account(unit=energy, network="bluesky", handle="energie.example")


@pytest.fixture
def source(ours: Account, claire: Person) -> Source:
    """Return a place where we listen."""
    return make_source(unit=ours.unit, by=claire)


def hear(source: Source, *posts: Any, at: datetime, cursor: str = "1", **more: Any) -> None:
    """Take in what a source gives, and let the inbox hear it."""
    take_in(source_id=source.pk, batch=batch(*posts, cursor=cursor), at=at, **more)
    deliver(READERS, at=at)


def named(**fields: Any) -> Any:
    return heard(text="Le Nordet @energie.example ne répond pas", mentions=("energie.example",), **fields)


def test_who_names_one_of_our_accounts_is_in_the_inbox_once(
    source: Source, ours: Account, noon: datetime
) -> None:
    hear(source, named(author_name="Léa", url="https://bsky.app/1"), heard(2), at=noon)
    hear(source, named(author_name="Léa"), at=noon, cursor="2")

    (message,) = Message.objects.filter(kind="in").select_related("conversation")
    assert (message.conversation.account, message.author_name) == (ours, "Léa")
    assert (message.remote_id, message.url) == (ASKED, "https://bsky.app/1")
    assert message.text == "Le Nordet @energie.example ne répond pas"
