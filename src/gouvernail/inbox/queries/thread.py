"""One conversation as a page shows it: its messages, its delays, its context."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from gouvernail.inbox.models import Conversation, Message, Question
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries.freezes import covers, freezes_in_force

MOST: Final = 200
OFFERED: Final = 20
YEAR: Final = timedelta(days=365)
NEGATIVE: Final = "negative"


def thread_of(conversation: Conversation) -> list[Message]:
    """Return the last messages of a conversation, oldest first. One query."""
    return list(reversed(_told(conversation)[:MOST]))


def _told(conversation: Conversation) -> QuerySet[Message]:
    rows = conversation.messages.select_related("person", "named", "delivery")
    return rows.order_by("-at", "-pk")


def thread_for_expert(question: Question) -> list[Message]:
    """Return what an expert reads of a conversation to answer, oldest first. One query.

    Internal notes are for those who answer the public; what is said after the expert has answered
    is no longer their matter.
    """
    rows = _told(question.conversation).exclude(kind=Message.Kind.NOTE)
    if question.answered_at is not None:
        rows = rows.filter(received_at__lte=question.answered_at)
    return list(reversed(rows[:MOST]))


def received_in(messages: Sequence[Message]) -> list[Message]:
    """Return the messages of a thread that one may answer, latest first. No query."""
    said = [one for one in messages if one.kind == Message.Kind.IN and one.withdrawn_at is None]
    return said[: -OFFERED - 1 : -1]


def heard_from(conversation: Conversation, *, at: datetime) -> int:
    """Return how many messages the same person sent us in twelve months. One query."""
    if not conversation.author_key:
        return conversation.messages.filter(kind=Message.Kind.IN).count()
    return Message.objects.filter(
        kind=Message.Kind.IN,
        conversation__network=conversation.network,
        conversation__author_key=conversation.author_key,
        at__gt=at - YEAR,
    ).count()


def others_of(conversation: Conversation, *, among: QuerySet[Conversation]) -> list[Conversation]:
    """Return the other conversations with the same person, latest first. One query.

    `among`: those that the reader may know about, or may answer.
    """
    if not conversation.author_key:
        return []
    rows = among.filter(
        network=conversation.network,
        author_key=conversation.author_key,
        merged_into__isnull=True,
    )
    return list(rows.exclude(pk=conversation.pk).order_by("-last_at", "-pk")[:5])


def open_question(conversation: Conversation) -> Question | None:
    """Return the question an expert has not answered yet. One query."""
    rows = conversation.questions.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    return rows.select_related("expert", "asked_by").first()


def is_held_back(conversation: Conversation) -> bool:
    """Return whether a freeze stops what is answered there now. One query."""
    if conversation.account is None:
        return False
    probe = Delivery(account=conversation.account, tags=["reply"])
    return any(covers(freeze, probe) for freeze in freezes_in_force())


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """One promised delay: `kept_at` once it was met; `late` when it was not, or is not yet."""

    name: str
    due_at: datetime
    kept_at: datetime | None
    runs: bool
    late: bool


def delays_of(conversation: Conversation, *, at: datetime) -> list[Delay]:
    """Return the delays promised, in their order; none where no clock runs. No query."""
    answered, closed = conversation.first_answer_at, conversation.closed_at
    rows = (
        ("first", conversation.first_due_at, answered),
        ("next", conversation.next_due_at, None),
        ("solve", conversation.solve_due_at, closed),
    )
    running = conversation.due_at
    return [
        Delay(
            name=name,
            due_at=due,
            kept_at=kept,
            runs=kept is None and due == running,
            late=(kept or at) > due,
        )
        for name, due, kept in rows
        if due is not None
    ]


def is_heated(message: Message) -> bool:
    """Return whether a message we received sounds negative. Pure."""
    return message.kind == Message.Kind.IN and message.sentiment == NEGATIVE


def share_of_negative(messages: Sequence[Message]) -> float | None:
    """Return how much of what we received sounds negative, in percents; None without any.

    No query.
    """
    said = [one for one in messages if one.kind == Message.Kind.IN and one.sentiment]
    return 100 * sum(map(is_heated, said)) / len(said) if said else None
