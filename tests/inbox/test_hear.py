"""What listening hears for us becomes conversations: once, and in the words of its author."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.outbox import deliver
from gouvernail.inbox.actions import flag_complaint
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.queries.links import conversation_link
from gouvernail.inbox.queries.thread import thread_of
from gouvernail.inbox.queries.words import holding
from gouvernail.inbox.tasks import READERS
from gouvernail.listening.actions.taking import take_in
from gouvernail.listening.models import Mention, Source
from gouvernail.networks.contract.heard import What
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.listening import batch, heard, make_source, make_topic
from tests.make.people import make_person
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
    said = {"text": "Le Nordet @energie.example ne répond pas"} | fields
    return heard(mentions=("energie.example",), **said)


def test_who_names_one_of_our_accounts_is_in_the_inbox_once(
    source: Source, ours: Account, noon: datetime
) -> None:
    hear(source, named(author_name="Léa", url="https://bsky.app/1"), heard(2), at=noon)
    hear(source, named(author_name="Léa"), at=noon, cursor="2")

    (message,) = Message.objects.filter(kind="in").select_related("conversation")
    assert (message.conversation.account, message.author_name) == (ours, "Léa")
    assert (message.remote_id, message.url) == (ASKED, "https://bsky.app/1")
    assert message.text == "Le Nordet @energie.example ne répond pas"


def test_the_topic_it_is_about_comes_with_it_and_each_page_leads_to_the_other(
    client: Client, source: Source, ours: Account, claire: Person, noon: datetime
) -> None:
    topic = make_topic(unit=ours.unit, owner=claire)
    hear(source, named(), at=noon)
    client.force_login(claire)

    conversation = Conversation.objects.get()
    mention = Mention.objects.get()
    page = client.get(reverse("listening:mention-detail", args=[mention.pk]))

    assert conversation.topic_id == topic.pk
    assert reverse("inbox:conversation-detail", args=[conversation.pk]) in page.text
    stranger = make_person(name="Stranger")
    assert conversation_link(mention, viewer=stranger) == ""


def test_what_its_author_changes_changes_here_too(source: Source, noon: datetime) -> None:
    hear(source, named(), at=noon)
    edit = named(what=What.EDIT, text="Le Nordet @energie.example a répondu, merci")
    hear(source, edit, at=noon + timedelta(minutes=5), cursor="2")

    message = Message.objects.get(kind="in")
    assert message.text == "Le Nordet @energie.example a répondu, merci"
    assert message.edited_at == noon + timedelta(minutes=5)
    assert [one.code for one in thread_of(message.conversation) if one.code] == ["edited"]
    assert found(message.conversation, "répondu")
    assert not found(message.conversation, "ne répond pas")
    assert message.conversation.subject == message.text


@pytest.mark.parametrize("complaint", [False, True], ids=["plain", "complaint"])
def test_what_its_author_takes_back_leaves_with_their_name_unless_a_register_answers_for_it(
    source: Source, claire: Person, noon: datetime, *, complaint: bool
) -> None:
    hear(source, named(author_name="Léa Nord"), at=noon)
    conversation = Conversation.objects.get()
    if complaint:
        flag_complaint(conversation.pk, by=claire, at=noon)
    gone = heard(what=What.DELETE, text="")
    for minutes in (5, 6):
        later = noon + timedelta(minutes=minutes)
        hear(source, gone, at=later, cursor=str(minutes))
    conversation.refresh_from_db()
    message = conversation.messages.get(kind="in")

    assert message.withdrawn_at == noon + timedelta(minutes=5)
    assert bool(message.text) is complaint
    assert (conversation.author_name == "Léa Nord") is complaint
    assert bool(found(conversation, "nordet")) is complaint
    assert conversation.with_whom


def found(conversation: Conversation, words: str) -> bool:
    """Return whether a search for these words finds the conversation."""
    return holding(Conversation.objects.filter(pk=conversation.pk), f'"{words}"').exists()
