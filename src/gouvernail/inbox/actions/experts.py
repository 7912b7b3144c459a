"""“I do not know” (R111): an expert is asked, answers, and it comes back to who asked."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.handling import refuse_if_asked, refuse_if_held
from gouvernail.inbox.actions.telling import happened, keep
from gouvernail.inbox.errors import ConversationInvalidError, ConversationStateError
from gouvernail.inbox.models import Conversation, Question
from gouvernail.inbox.permissions import answered_conversation, own_question
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message as Notice
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_person

Status = Conversation.Status
LONGEST: Final = 4_000


@action("inbox.ask_expert")
def ask_expert(
    conversation_id: UUID | str,
    *,
    expert_id: UUID | str,
    words: str,
    due_at: datetime,
    by: Person,
    at: datetime,
) -> Question:
    """Put a question to somebody who knows; the conversation waits with them, and stays with us.

    Raises:
        ConversationInvalidError: no question, a time that is over, or nobody who can answer.
        PersonNotFoundError: missing, or hidden from `by`.
        ConversationHeldError: somebody else has the conversation.
        ConversationStateError: it is closed, or an expert is being asked already.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    if conversation.status in (Status.CLOSED, Status.EXPERT):
        raise ConversationStateError(conversation.get_status_display())
    refuse_if_asked(conversation)
    refuse_if_held(conversation, by=by)
    expert = visible_person(expert_id, viewer=by)
    problems = {}
    if not words.strip() or len(words) > LONGEST:
        problems["words"] = _("Write the question, in 4,000 characters at most.")
    if due_at <= at:
        problems["due"] = _("Choose a time to come.")
    if expert.pk == by.pk or not expert.is_active:
        problems["expert"] = _("Choose a colleague who is still here.")
    if problems:
        raise ConversationInvalidError(problems)
    question = Question.objects.create(
        conversation=conversation,
        asked_by=by,
        expert=expert,
        words=words.strip(),
        asked_at=at,
        due_at=due_at,
    )
    record(actor=by, verb="expert_question.asked", subject=question, at=at)
    conversation.status, conversation.snoozed_until = Status.EXPERT, None
    if conversation.claimed_by_id is None:
        conversation.claimed_by, conversation.claimed_at = by, at
    keep(conversation, "conversation.expert_asked", by=by, at=at)
    happened(conversation, "asked", by=by, at=at, words=question.words, named=expert)
    _tell(question, "question.asked", [expert.pk], by=by.name, at=at)
    return question


@action("inbox.answer_expert")
def answer_expert(question_id: UUID | str, *, words: str, by: Person, at: datetime) -> Question:
    """Answer a question that was put to `by`; the conversation is back with who asked.

    Raises:
        ConversationInvalidError: it says nothing, or too much.
        ConversationStateError: it was answered already.
        QuestionNotFoundError: missing, withdrawn, or put to somebody else.
    """
    question = own_question(question_id, viewer=by, lock=True)
    if question.answered_at is not None:
        raise ConversationStateError(pgettext("question", "answered"))
    if not words.strip() or len(words) > LONGEST:
        problem = _("Write the answer, in 4,000 characters at most.")
        raise ConversationInvalidError({"words": problem})
    question.answer, question.answered_at = words.strip(), at
    question.save(update_fields=("answer", "answered_at"))
    record(actor=by, verb="expert_question.answered", subject=question, at=at)
    conversation = question.conversation
    _back(conversation)
    keep(conversation, "conversation.expert_answered", by=by, at=at)
    happened(conversation, "answered", by=by, at=at, words=question.answer)
    people = {question.asked_by_id, conversation.claimed_by_id or question.asked_by_id}
    _tell(question, "question.answered", sorted(people), by=by.name, at=at)
    return question


@action("inbox.withdraw_question")
def withdraw_question(conversation_id: UUID | str, *, by: Person, at: datetime) -> Conversation:
    """Take the question back: we know now, or ask somebody else. Idempotent.

    Raises:
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    waiting = conversation.questions.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    question = waiting.first()
    if question is None:
        return conversation
    question.withdrawn_at = at
    question.save(update_fields=("withdrawn_at",))
    record(actor=by, verb="expert_question.withdrawn", subject=question, at=at)
    _back(conversation)
    keep(conversation, "conversation.reopened", by=by, at=at)
    happened(conversation, "withdrawn", by=by, at=at)
    return conversation


@action("inbox.remind_expert")
def remind_expert(question_id: UUID, *, at: datetime) -> bool:
    """Tell the expert and who asked that an answer is late, once; return whether it was.

    Nobody is told of a conversation that is closed.
    """
    rows = Question.objects.select_for_update(of=("self",)).filter(
        pk=question_id,
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
        reminded_at__isnull=True,
        due_at__lte=at,
    )
    waiting = rows.exclude(conversation__status=Status.CLOSED)
    question = waiting.select_related("expert", "asked_by", "conversation").first()
    if question is None:
        return False
    question.reminded_at = at
    question.save(update_fields=("reminded_at",))
    _tell(question, "question.late", [question.expert_id], by=question.asked_by.name, at=at)
    _tell(question, "question.unanswered", [question.asked_by_id], by=question.expert.name, at=at)
    return True


def _back(conversation: Conversation) -> None:
    """Let whoever asked answer; what was closed or joined meanwhile stays so."""
    if not conversation.is_closed:
        conversation.status = Status.OPEN


def _tell(question: Question, kind: str, people: list[UUID], *, by: str, at: datetime) -> None:
    to_expert = kind in {"question.asked", "question.late"}
    name = "inbox:question-answer" if to_expert else "inbox:conversation-detail"
    notice = Notice(
        kind=kind,
        once=f"{kind}:{question.pk}",
        path=reverse(name, args=[question.pk if to_expert else question.conversation_id]),
        facts={"title": question.conversation.subject, "by": by},
        subject_kind="conversation",
        subject_id=str(question.conversation_id),
    )
    tell(people=people, message=notice, at=at)
