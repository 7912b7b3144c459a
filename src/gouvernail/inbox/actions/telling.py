"""What every change of a conversation does: keep the row, say what happened, write the journal."""

from datetime import datetime

from django.db.models import Min

from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.inbox.actions.indexing import index
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.queries.clocks import note_answer, the_desk
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.teams.models import Team

WORKER = Actor(kind="machine", ref="inbox", auth="worker")


def keep(
    conversation: Conversation, verb: str, *, by: HasActor | Actor, at: datetime
) -> Conversation:
    """Save a conversation and write its leaf; its turn follows the delay that runs.

    A delay that begins to run is told when it has passed, once.
    """
    due = conversation.running
    if due != conversation.due_at:
        conversation.due_at = conversation.alarm_at = due
    conversation.turn_at = due or conversation.last_at
    conversation.save()
    record(actor=by, verb=verb, subject=conversation, at=at)
    return conversation


def note_public(conversation: Conversation, *, written_at: datetime, answered_at: datetime) -> None:
    """Stop the delay that an answer was expected in; what they wrote after it starts the next one.

    Three queries. Changes the row only.
    """
    after = conversation.messages.filter(kind=Message.Kind.IN, received_at__gt=written_at)
    asked_at = after.aggregate(first=Min("received_at"))["first"]
    note_answer(conversation, the_desk(), answered_at=answered_at, asked_at=asked_at)


def write(message: Message, *, by: HasActor | Actor, at: datetime) -> Message:
    """Keep one message and its leaf."""
    message.save(force_insert=True)
    index([message])
    record(actor=by, verb="message.written", subject=message, at=at)
    return message


def happened(  # noqa: PLR0913 - what a line of a thread may name
    conversation: Conversation,
    code: str,
    *,
    by: Person | Actor,
    at: datetime,
    words: str = "",
    named: Person | None = None,
    team: Team | None = None,
    **facts: str,
) -> Message:
    """Put what happened in the thread, where whoever comes next reads it."""
    if team is not None:
        facts |= {"team_fr": team.name_fr, "team_en": team.name_en}
    message = Message(
        conversation=conversation,
        kind=Message.Kind.EVENT,
        code=code,
        person=by if isinstance(by, Person) else None,
        named=named,
        text=words,
        facts=facts,
        at=at,
        received_at=at,
    )
    return write(message, by=by, at=at)
