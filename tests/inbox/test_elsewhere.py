"""What we answered in the network's own app is in its conversation: nobody answers twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.inbox.models import Conversation, Desk, Message
from gouvernail.listening.models import Source
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.inbox.test_hear import ASKED, hear, named
from tests.make.inbox import make_received
from tests.make.listening import heard, make_source
from tests.make.registry import make_account

OURS = "energie.example"


@pytest.fixture
def ours(energy: Unit) -> Account:
    """Return an account of ours that people name."""
    return make_account(unit=energy, network="bluesky", handle=OURS, name="Énergie")


@pytest.fixture
def source(ours: Account, claire: Person) -> Source:
    """Return a place where we listen."""
    return make_source(unit=ours.unit, by=claire)


def answered_there(**fields: Any) -> Any:
    said: dict[str, Any] = {
        "author_handle": OURS,
        "parent_id": ASKED,
        "text": "C’est réparé, merci.",
    } | fields
    return heard(9, **said)


def test_an_answer_given_elsewhere_is_ours_and_its_conversation_waits_for_them(
    source: Source, noon: datetime
) -> None:
    hear(source, named(), at=noon)
    hear(source, answered_there(), at=noon + timedelta(minutes=9), cursor="2")
    hear(source, answered_there(), at=noon + timedelta(minutes=10), cursor="3")

    conversation = Conversation.objects.get()
    message = conversation.messages.get(kind=Message.Kind.OUT)
    assert (message.who, message.text) == ("Énergie", "C’est réparé, merci.")
    assert conversation.status == Conversation.Status.WAITING
    assert conversation.first_answer_at == message.at


def test_answered_there_before_we_heard_what_was_asked_nothing_is_due(
    source: Source, noon: datetime
) -> None:
    always = {str(day): [["00:00", "00:00"]] for day in range(7)}
    Desk.objects.create(clocks_on=True, opening=always, solve_minutes=0)
    back = answered_there(posted_at=noon - timedelta(minutes=4))

    hear(source, named(posted_at=noon - timedelta(minutes=5)), back, at=noon)

    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.due_at) == (Conversation.Status.WAITING, None)


def test_what_left_through_us_and_what_answers_nobody_here_is_not_taken_in(
    source: Source, ours: Account, hugo: Person, noon: datetime
) -> None:
    hear(source, named(), at=noon)
    conversation = Conversation.objects.get()
    Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.OUT,
        person=hugo,
        text="C’est réparé,  merci.",
        standing=Message.Standing.QUEUED,
        at=noon,
        received_at=noon,
    )

    hear(source, answered_there(), heard(8, author_handle=OURS, parent_id="at://x/y/z"), at=noon)

    assert conversation.messages.filter(kind=Message.Kind.OUT).count() == 1


def test_who_has_no_name_in_a_stream_is_somebody_there(source: Source, noon: datetime) -> None:
    hear(source, named(author_name="", author_handle=""), at=noon)

    conversation = Conversation.objects.get()
    assert conversation.with_whom == "Somebody on Bluesky"
    assert conversation.messages.get(kind=Message.Kind.IN).who == "Somebody on Bluesky"
    assert make_received(None).author_name
