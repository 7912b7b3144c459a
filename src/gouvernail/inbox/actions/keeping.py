"""How long conversations are kept, and what leaves them when somebody is forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from gouvernail.foundation import clock
from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.indexing import index, unindex
from gouvernail.inbox.actions.telling import WORKER
from gouvernail.inbox.models import Conversation, Desk, Message, Question
from gouvernail.inbox.queries.clocks import the_desk
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.notifications.actions import forget_titles

CHUNK: Final = 100
OVER: Final = (Conversation.Status.CLOSED, Conversation.Status.WAITING)
Kind = Message.Kind


def _over(desk: Desk, at: datetime) -> Q:
    """Return the filter on conversations that nothing keeps any longer, by their class.

    A complaint counts as one; then words told to us alone; then the rest.
    """
    told_alone = Exists(Message.objects.filter(conversation=OuterRef("pk"), private=True))
    complaint = Q(complaint_at__isnull=False)

    def since(days: int) -> Q:
        return Q(last_at__lt=at - timedelta(days=days))

    return (
        (complaint & since(desk.complaint_days))
        | (~complaint & told_alone & since(desk.private_days))
        | (~complaint & ~told_alone & since(desk.kept_days))
    )


@action("inbox.sweep_conversations")
def sweep_conversations(*, at: datetime, most: int = CHUNK) -> int:
    """Erase the conversations whose time is over, the oldest first; return how many.

    What still waits for us stays, however old. What we published stays in the archive for its own
    time; the ledger says what was erased, and when.
    """
    desk = the_desk()
    shortest = min(desk.kept_days, desk.private_days, desk.complaint_days)
    rows = Conversation.objects.filter(
        _over(desk, at),
        status__in=OVER,
        merged_into__isnull=True,
        last_at__lt=at - timedelta(days=shortest),
    )
    keys = list(rows.order_by("last_at", "pk").values_list("pk", flat=True)[:most])
    _drop(keys, at=at)
    return len(keys)


def _drop(keys: Sequence[UUID], *, at: datetime) -> None:
    """Delete conversations, what was joined to them, and all that hangs on them."""
    joined = [*keys]
    while joined:
        rows = Conversation.objects.filter(merged_into__in=joined).order_by("pk")
        joined = list(rows.values_list("pk", flat=True))
        if joined:
            _drop(joined, at=at)
    forget_titles(subject_kind="conversation", subject_ids=[str(one) for one in keys])
    messages = list(Message.objects.filter(conversation__in=keys))
    unindex([one.pk for one in messages])
    for message in messages:
        message.text = message.author_name = message.author_handle = message.url = ""
        _removed(message, "message.removed", at=at)
    for question in Question.objects.filter(conversation__in=keys):
        question.words = question.answer = ""
        _removed(question, "expert_question.removed", at=at)
    for conversation in Conversation.objects.filter(pk__in=keys):
        conversation.subject = conversation.author_name = conversation.author_handle = ""
        _removed(conversation, "conversation.removed", at=at)


def _removed(row: Message | Question | Conversation, verb: str, *, at: datetime) -> None:
    """Delete a row whose words were emptied: its last entry hides none of them."""
    record(actor=WORKER, verb=verb, subject=row, at=at)
    erase_openings(subject_kind=row.ledger_kind, subject_id=str(row.pk))
    row.delete()


@action("inbox.erase_notes")
def erase_notes(*, person_id: UUID, at: datetime) -> int:
    """Empty the internal notes of somebody of ours whose data are erased; return how many.

    What they answered in public, and as an expert, follows the time of its conversation; their name
    stands nowhere in it. Idempotent.
    """
    notes = list(Message.objects.filter(person=person_id, kind=Kind.NOTE).exclude(text=""))
    unindex([one.pk for one in notes])
    for note in notes:
        note.text = ""
        note.save(update_fields=("text",))
        erase_openings(subject_kind=note.ledger_kind, subject_id=str(note.pk))
        record(actor=WORKER, verb="message.erased", subject=note, at=at)
    return len(notes)


def forget_name(was: str, now: str) -> int:
    """Put `now` for the name `was` in what colleagues wrote to each other; return how many rows.

    Called as somebody is erased. What the public wrote, and what we published, is left as it is.
    """
    if was == now or not was:
        return 0
    at = clock.now()  # called by `people.erase_person`, which tells names alone
    inside = Message.objects.filter(kind__in=(Kind.NOTE, Kind.EVENT), text__contains=was)
    messages = list(inside)
    unindex([one.pk for one in messages])
    for message in messages:
        message.text = message.text.replace(was, now)
        _redacted(message, "message.redacted", ("text",), at=at)
    index(messages)
    questions = list(Question.objects.filter(Q(words__contains=was) | Q(answer__contains=was)))
    for question in questions:
        question.words = question.words.replace(was, now)
        question.answer = question.answer.replace(was, now)
        _redacted(question, "expert_question.redacted", ("words", "answer"), at=at)
    return len(messages) + len(questions)


def _redacted(row: Message | Question, verb: str, fields: Sequence[str], *, at: datetime) -> None:
    row.save(update_fields=fields)
    erase_openings(subject_kind=row.ledger_kind, subject_id=str(row.pk))
    record(actor=WORKER, verb=verb, subject=row, at=at)
