"""Words that their author took back stand nowhere any more: neither as a title, nor in a notice."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from gouvernail.foundation.models import OutboxEvent
from gouvernail.inbox import actions
from gouvernail.inbox.models import Conversation, Message, Question
from gouvernail.inbox.tasks import keep_to_the_time
from gouvernail.listening.actions import forgetting
from gouvernail.listening.actions.taking import take_in
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from tests.inbox.test_hear import named
from tests.make.inbox import make_conversation
from tests.make.listening import batch, make_source
from tests.make.registry import make_account

SECRET = "Mon contrat est le 4812"


@pytest.fixture
def told(energy: Unit, hugo: Person, claire: Person, noon: datetime) -> Conversation:
    """Return a conversation named after its first message, given to Hugo, who was told so."""
    account = make_account(unit=energy, network="bluesky")
    asked = make_conversation(account, remote_id="at://first", text=SECRET)
    actions.assign(asked.pk, person_id=hugo.pk, by=claire, at=noon)
    return asked


def titles() -> list[str]:
    return [one.facts["title"] for one in Notification.objects.all()]


def test_a_conversation_is_named_after_what_is_left_and_notices_after_nothing(
    told: Conversation, noon: datetime
) -> None:
    later = noon + timedelta(minutes=1)
    make_conversation(
        told.account, remote_id="at://next", root_id="at://first", text="Encore moi", at=later
    )
    assert titles() == [SECRET]

    actions.withdraw_message(network="bluesky", remote_id="at://first", at=later)
    told.refresh_from_db()

    assert (told.subject, told.author_name) == ("Encore moi", "Bruno Carpentier")
    assert titles() == ["…"]


def test_what_is_joined_is_not_quoted_in_the_thread(
    told: Conversation, hugo: Person, noon: datetime
) -> None:
    kept = make_conversation(told.account, remote_id="at://kept", text="Bonjour")

    actions.merge(told.pk, into_id=kept.pk, by=hugo, at=noon)
    event = kept.messages.get(code="merged")

    assert SECRET not in str(event.facts)


def test_notices_go_with_the_conversation_when_its_time_is_over(
    told: Conversation, hugo: Person, noon: datetime
) -> None:
    actions.close(told.pk, by=hugo, at=noon)

    keep_to_the_time(noon + timedelta(days=4_000))

    assert titles() == ["…"]


def test_a_flood_is_told_some_at_a_time(
    energy: Unit, claire: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "TOLD_AT_ONCE", 2)
    make_account(unit=energy, network="bluesky", handle="energie.example")
    source = make_source(unit=energy, by=claire)
    posts = [
        named(remote_id=f"at://did:plc:one{each}/app.bsky.feed.post/1", text=f"@energie {each}")
        for each in range(5)
    ]

    take_in(source_id=source.pk, batch=batch(*posts), at=noon)

    told = OutboxEvent.objects.filter(topic="listening.mentions").order_by("position")
    assert [len(one.payload["ids"]) for one in told] == [2, 2, 1]


@pytest.mark.postgres
def test_a_conversation_is_held_before_what_hangs_on_it(
    told: Conversation, hugo: Person, nina: Person, noon: datetime
) -> None:
    due = noon + timedelta(hours=1)
    question = actions.ask_expert(
        told.pk, expert_id=nina.pk, words="Ah ?", due_at=due, by=hugo, at=noon
    )
    asked_for = uuid4()
    Message.objects.create(
        conversation=told,
        kind=Message.Kind.OUT,
        standing=Message.Standing.ASKED,
        approval_id=asked_for,
        at=noon,
        received_at=noon,
    )
    acts = (
        lambda: actions.follow_request(asked_for, by=None, at=noon),
        lambda: actions.answer_expert(question.pk, words="Oui", by=nina, at=noon),
        lambda: actions.change_message(
            network="bluesky", remote_id="at://first", text="Ah", at=noon
        ),
        lambda: actions.withdraw_message(network="bluesky", remote_id="at://first", at=noon),
    )
    for act in acts:
        with CaptureQueriesContext(connection) as asked:
            act()
        tables: list[type[Model]] = [Conversation, Message, Question]
        held = [
            model
            for one in asked
            for model in tables
            if f'FROM "{model._meta.db_table}"' in one["sql"] and "FOR UPDATE" in one["sql"]
        ]
        assert not held or held[0] is Conversation
        assert bool(held) is connection.features.has_select_for_update
