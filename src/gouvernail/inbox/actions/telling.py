"""What every change of a conversation does: keep the row, say what happened, write the journal."""

from datetime import datetime

from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.inbox.models import Conversation, Message
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

WORKER = Actor(kind="machine", ref="inbox", auth="worker")


def keep(
    conversation: Conversation, verb: str, *, by: HasActor | Actor, at: datetime
) -> Conversation:
    """Save a conversation and write its leaf; its turn follows the delay that runs."""
    conversation.turn_at = conversation.due_at or conversation.last_at
    conversation.save()
    record(actor=by, verb=verb, subject=conversation, at=at)
    return conversation


def write(message: Message, *, by: HasActor | Actor, at: datetime) -> Message:
    """Keep one message and its leaf."""
    message.save(force_insert=True)
    record(actor=by, verb="message.written", subject=message, at=at)
    return message


def happened(
    conversation: Conversation,
    code: str,
    *,
    by: Person | Actor,
    at: datetime,
    words: str = "",
    **facts: str,
) -> Message:
    """Put what happened in the thread, where whoever comes next reads it."""
    person = by if isinstance(by, Person) else None
    message = Message(
        conversation=conversation,
        kind=Message.Kind.EVENT,
        code=code,
        person=person,
        author_name=person.name if person else "",
        text=words,
        facts=facts,
        at=at,
        received_at=at,
    )
    return write(message, by=by, at=at)
