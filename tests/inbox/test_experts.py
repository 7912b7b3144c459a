"""A question to an expert stays open beside what is answered meanwhile, and never outlives it."""

from datetime import datetime, timedelta

import pytest

from gouvernail.inbox.actions import (
    Answer,
    answer_expert,
    ask_expert,
    close,
    fresh_key,
    merge,
    reply,
    withdraw_question,
)
from gouvernail.inbox.errors import ConversationStateError
from gouvernail.inbox.models import Conversation, Question
from gouvernail.people.models import Person, Unit
from tests.make.inbox import make_conversation
from tests.make.people import make_person
from tests.make.publishing import make_practice_account


@pytest.fixture
def asked(energy: Unit, hugo: Person, noon: datetime) -> Question:
    """Return a question about a conversation that was told meanwhile that we are checking."""
    told = make_conversation(make_practice_account(unit=energy, by=hugo))
    expert = make_person(name="Jeanne Savoir", home_unit=energy)
    question = ask_expert(
        told.pk,
        expert_id=expert.pk,
        words="Est-ce vrai ?",
        due_at=noon + timedelta(days=1),
        by=hugo,
        at=noon,
    )
    checking = Answer(key=fresh_key(), text="Bonjour, nous vérifions.")
    reply(told.pk, answer=checking, by=hugo, at=noon)
    return question


def test_while_an_expert_is_asked_nothing_is_closed_joined_or_asked_twice(
    asked: Question, hugo: Person, noon: datetime
) -> None:
    told = asked.conversation
    other = make_conversation(told.account, remote_id="post-2")

    with pytest.raises(ConversationStateError):
        close(told.pk, by=hugo, at=noon)
    with pytest.raises(ConversationStateError):
        merge(told.pk, into_id=other.pk, by=hugo, at=noon)
    with pytest.raises(ConversationStateError):
        ask_expert(
            told.pk,
            expert_id=asked.expert_id,
            words="Encore ?",
            due_at=noon + timedelta(days=1),
            by=hugo,
            at=noon,
        )
    withdraw_question(told.pk, by=hugo, at=noon)
    assert close(told.pk, by=hugo, at=noon).is_closed


def test_the_answer_of_the_expert_brings_it_back_though_we_said_that_we_were_checking(
    asked: Question, noon: datetime
) -> None:
    answer_expert(asked.pk, words="Oui.", by=asked.expert, at=noon)

    told = Conversation.objects.get(pk=asked.conversation_id)
    assert (told.status, told.closed_at) == (Conversation.Status.OPEN, None)
