"""Who reads conversations, who answers, and who is asked as an expert.

A team called in from another unit reads and answers what is given to it (R110).
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.approvals.errors import RequestNotFoundError
from gouvernail.approvals.permissions import visible_request
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.inbox.errors import ConversationNotFoundError, QuestionNotFoundError
from gouvernail.inbox.models import Conversation, Message, Question
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may, require, scope
from gouvernail.teams.models import Seat

RELATED = ("account__unit", "unit", "team", "claimed_by", "merged_into")


def seats_with(person: Person) -> QuerySet[Seat]:
    """Return the places of `person` in the team of a conversation."""
    return Seat.objects.filter(
        team=OuterRef("team_id"), person=person, ended_at__isnull=True, team__closed_at=None
    )


def visible_conversations(viewer: Person) -> QuerySet[Conversation]:
    """Return the conversations of the units whose content `viewer` sees, and of their teams.

    Those of an account follow it when it moves to another unit.
    """
    return _held_where(viewer, Right.SEE_CONTENT)


def answerable_conversations(person: Person) -> QuerySet[Conversation]:
    """Return the conversations that `person` handles: by right, or as one of their team."""
    return _held_where(person, Right.MODERATE_COMMENTS)


def _held_where(person: Person, right: Right) -> QuerySet[Conversation]:
    if not person.is_active:
        return Conversation.objects.none()
    nobodys = Q(account__isnull=True) & scope(person, right, "unit__path")
    by_right = scope(person, right, "account__unit__path") | nobodys
    return Conversation.objects.filter(by_right | Q(Exists(seats_with(person))))


def visible_conversation(
    conversation_id: UUID | str, *, viewer: Person, lock: bool = False
) -> Conversation:
    """Return one conversation that `viewer` may know about, what it names loaded.

    Raises:
        ConversationNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Conversation.objects.select_for_update().filter(pk=conversation_id).first()
    rows = visible_conversations(viewer).select_related(*RELATED)
    found = rows.filter(pk=conversation_id).first()
    if found is None:
        raise ConversationNotFoundError
    return found


def may_answer(person: Person, conversation: Conversation) -> bool:
    """Return whether `person` handles this conversation: by right, or as one of its team."""
    if may(person, Right.MODERATE_COMMENTS, unit=conversation.home):
        return True
    if conversation.team_id is None or not person.is_active:
        return False
    seats = Seat.objects.filter(team=conversation.team_id, person=person, ended_at__isnull=True)
    return seats.filter(team__closed_at__isnull=True).exists()


def answered_conversation(
    conversation_id: UUID | str, *, by: Person, lock: bool = True
) -> Conversation:
    """Return one conversation that `by` handles; its row locked, for an action, unless told not to.

    Raises:
        ConversationNotFoundError: missing or hidden.
        RightMissingError: `by` reads it and does not answer there.
    """
    found = visible_conversation(conversation_id, viewer=by, lock=lock)
    if not may_answer(by, found):
        require(by, Right.MODERATE_COMMENTS, unit=found.home)
    return found


def may_release(person: Person, unit: Unit) -> bool:
    """Return whether `person` may agree alone to their own answer there: a small team's charter."""
    small = separation() == Charter.Separation.SMALL
    return small and may(person, Right.RELEASE_CONTENT, unit=unit)


def own_question(question_id: UUID | str, *, viewer: Person, lock: bool = False) -> Question:
    """Return a question put to `viewer`, its conversation loaded.

    Raises:
        QuestionNotFoundError: missing, or put to somebody else.
    """
    rows = Question.objects.filter(pk=question_id, expert=viewer, withdrawn_at__isnull=True)
    if lock:  # the conversation first, as everywhere
        held = Conversation.objects.select_for_update()
        held.filter(pk__in=rows.values("conversation_id")).first()
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("conversation__account", "asked_by").first()
    if found is None or not viewer.is_active:
        raise QuestionNotFoundError
    return found


def visible_answer(request_id: UUID | str, *, viewer: Person) -> Message:
    """Return the answer that an approval is asked for, its conversation loaded.

    Seen by who sees the conversation, and by who is asked: a stand-in decides on what they read.

    Raises:
        ConversationNotFoundError: missing or hidden.
    """
    rows = Message.objects.filter(approval_id=request_id)
    found = rows.select_related("person", *(f"conversation__{one}" for one in RELATED)).first()
    if found is None:
        raise ConversationNotFoundError
    if not visible_conversations(viewer).filter(pk=found.conversation_id).exists():
        try:
            visible_request(request_id, viewer=viewer)
        except RequestNotFoundError:
            raise ConversationNotFoundError from None
    return found
