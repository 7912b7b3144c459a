"""Whose turn it is: taking a conversation up, giving it, putting it off, closing it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.telling import WORKER, happened, keep, write
from gouvernail.inbox.errors import (
    ConversationHeldError,
    ConversationInvalidError,
    ConversationStateError,
)
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.permissions import answered_conversation, may_answer
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message as Notice
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right, visible_person
from gouvernail.teams.models import Team
from gouvernail.teams.permissions import visible_team
from gouvernail.teams.queries import member_ids

Status = Conversation.Status
LONGEST_NOTE: Final = 4_000


@action("inbox.claim")
def claim(conversation_id: UUID | str, *, by: Person, at: datetime) -> Conversation:
    """Take a conversation up: from now on one person answers. Idempotent for who has it.

    Raises:
        ConversationHeldError: somebody else has it; it says who, and since when.
        ConversationStateError: it is closed.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = _open(conversation_id, by=by)
    if conversation.claimed_by_id == by.pk:
        return conversation
    refuse_if_held(conversation, by=by)
    conversation.claimed_by, conversation.claimed_at = by, at
    keep(conversation, "conversation.claimed", by=by, at=at)
    happened(conversation, "claimed", by=by, at=at)
    return conversation


def refuse_if_held(conversation: Conversation, *, by: Person) -> None:
    """Refuse whoever would answer beside the person who has it.

    Raises:
        ConversationHeldError: somebody else, who is still here, has it.
    """
    holder = conversation.claimed_by
    if holder is not None and conversation.is_held_from(by):
        raise ConversationHeldError(holder.name, conversation.claimed_at or conversation.opened_at)


def refuse_if_asked(conversation: Conversation) -> None:
    """Refuse what would leave a question to an expert without a conversation. One query.

    Raises:
        ConversationStateError: an expert is being asked.
    """
    waiting = conversation.questions.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    if waiting.exists():
        raise ConversationStateError(str(Status.EXPERT.label))


def _refuse_if_judged(conversation: Conversation) -> None:
    """Refuse to end what would still be answered once somebody agrees. One query."""
    if conversation.messages.filter(standing=Message.Standing.ASKED).exists():
        raise ConversationStateError(_("an answer waits for an agreement"))


@action("inbox.release")
def release(conversation_id: UUID | str, *, by: Person, at: datetime) -> Conversation:
    """Give a conversation back to its queue. Idempotent.

    Raises:
        ConversationHeldError: it is somebody else's: have it given to you instead.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    if conversation.claimed_by_id is None:
        return conversation
    refuse_if_held(conversation, by=by)
    conversation.claimed_by = conversation.claimed_at = None
    keep(conversation, "conversation.released", by=by, at=at)
    happened(conversation, "released", by=by, at=at)
    return conversation


@action("inbox.assign")
def assign(
    conversation_id: UUID | str,
    *,
    by: Person,
    at: datetime,
    team_id: UUID | str | None = None,
    person_id: UUID | str | None = None,
) -> Conversation:
    """Give a conversation to a team, to a person, or to a person of a team; they are told.

    So is whoever had it and has it no longer.

    Raises:
        ConversationInvalidError: to nobody, or to somebody who may not answer it.
        TeamNotFoundError, PersonNotFoundError: missing, or hidden from `by`.
        ConversationStateError: it is closed.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = _open(conversation_id, by=by)
    if not team_id and not person_id:
        raise ConversationInvalidError({"team": _("Choose a team, or a person.")})
    team = _team(team_id, by=by) if team_id else None
    before = conversation.claimed_by
    if team is not None:
        conversation.team = team
        conversation.claimed_by = conversation.claimed_at = None
    person = visible_person(person_id, viewer=by) if person_id else None
    if person is not None:
        if not person.is_active or not may_answer(person, conversation):
            words = _("%(name)s does not answer there: choose somebody of the team.")
            raise ConversationInvalidError({"person": words % {"name": person.name}})
        conversation.claimed_by, conversation.claimed_at = person, at
    keep(conversation, "conversation.assigned", by=by, at=at)
    event = happened(conversation, "assigned", by=by, at=at, named=person, team=team)
    people = {person.pk} if person else member_ids([team.pk] if team else [])
    _tell(conversation, "conversation.assigned", f"assigned:{event.pk}", people - {by.pk}, by, at)
    if before is not None and before.is_active and before.pk not in people | {by.pk}:
        _tell(conversation, "conversation.passed_on", f"passed_on:{event.pk}", {before.pk}, by, at)
    return conversation


def _team(team_id: UUID | str, *, by: Person) -> Team:
    team = visible_team(team_id, viewer=by)
    if team.closed_at is not None:
        raise ConversationInvalidError({"team": _("This team is closed.")})
    return team


def _tell(
    conversation: Conversation, kind: str, once: str, people: set[UUID], by: Person, at: datetime
) -> None:
    notice = Notice(
        kind=kind,
        once=once,
        path=reverse("inbox:conversation-detail", args=[conversation.pk]),
        facts={"title": conversation.subject, "by": by.name},
        subject_kind="conversation",
        subject_id=str(conversation.pk),
    )
    tell(people=people, message=notice, at=at)


@action("inbox.add_note")
def add_note(conversation_id: UUID | str, *, words: str, by: Person, at: datetime) -> Conversation:
    """Leave a note that only colleagues read.

    Raises:
        ConversationInvalidError: it says nothing, or more than 4,000 characters.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    if not words.strip():
        raise ConversationInvalidError({"words": _("Write the note first.")})
    if len(words) > LONGEST_NOTE:
        raise ConversationInvalidError({"words": _("That is too long for a note.")})
    note = Message(
        conversation=conversation,
        kind=Message.Kind.NOTE,
        person=by,
        text=words.strip(),
        at=at,
        received_at=at,
    )
    record(actor=by, verb="conversation.noted", subject=conversation, at=at)
    write(note, by=by, at=at)
    return conversation


@action("inbox.snooze")
def snooze(
    conversation_id: UUID | str, *, until: datetime, by: Person, at: datetime
) -> Conversation:
    """Put a conversation off; it comes back by itself, or as soon as the person writes again.

    Raises:
        ConversationInvalidError: that time is over.
        ConversationHeldError: somebody else has it.
        ConversationStateError: it is closed, or with an expert.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = _open(conversation_id, by=by)
    refuse_if_held(conversation, by=by)
    if conversation.status == Status.EXPERT:
        raise ConversationStateError(conversation.get_status_display())
    if until <= at:
        raise ConversationInvalidError({"until": _("Choose a time to come.")})
    conversation.status, conversation.snoozed_until = Status.SNOOZED, until
    keep(conversation, "conversation.snoozed", by=by, at=at)
    happened(conversation, "snoozed", by=by, at=at, until=until.isoformat())
    return conversation


@action("inbox.wake")
def wake(conversation_id: UUID, *, at: datetime) -> bool:
    """Put a conversation whose time has come back in its queue; return whether it was due."""
    rows = Conversation.objects.select_for_update().filter(pk=conversation_id)
    conversation = rows.filter(status=Status.SNOOZED, snoozed_until__lte=at).first()
    if conversation is None:
        return False
    conversation.status, conversation.snoozed_until = Status.OPEN, None
    keep(conversation, "conversation.woken", by=WORKER, at=at)
    happened(conversation, "woken", by=WORKER, at=at)
    return True


@action("inbox.note_late")
def note_late(conversation_id: UUID, *, at: datetime) -> bool:
    """Tell that a promised delay passed, once for each: who has it, else its team.

    Where neither is there any more, whoever answers in its unit is told.
    """
    rows = Conversation.objects.select_for_update(of=("self",)).filter(pk=conversation_id)
    rows = rows.select_related("account__unit", "unit", "claimed_by")
    conversation = rows.filter(alarm_at__lte=at).first()
    if conversation is None:
        return False
    conversation.alarm_at = None
    conversation.late_at = conversation.late_at or at
    keep(conversation, "conversation.late", by=WORKER, at=at)
    notice = Notice(
        kind="conversation.late",
        once=f"late:{conversation.pk}:{conversation.due_at:%Y%m%d%H%M%S}",
        path=reverse("inbox:conversation-detail", args=[conversation.pk]),
        facts={"title": conversation.subject, "by": ""},
        subject_kind="conversation",
        subject_id=str(conversation.pk),
    )
    tell(people=_answering(conversation), message=notice, at=at)
    return True


def _answering(conversation: Conversation) -> set[UUID]:
    """Return who answers a conversation now. Two queries at most."""
    holder = conversation.claimed_by
    if holder is not None and holder.is_active:
        return {holder.pk}
    team = conversation.team_id
    members = member_ids([team]) if team else set()
    if members:
        return members
    there = holders_of_right(Right.MODERATE_COMMENTS, unit=conversation.home)
    return set(there.values_list("pk", flat=True))


@action("inbox.prioritise")
def prioritise(
    conversation_id: UUID | str, *, priority: int, by: Person, at: datetime
) -> Conversation:
    """Say how soon a conversation is to be answered.

    Raises:
        ConversationInvalidError: there is no such priority.
        ConversationNotFoundError, RightMissingError, ConversationStateError: not now, not by `by`.
    """
    conversation = _open(conversation_id, by=by)
    if priority not in Conversation.Priority.values:
        raise ConversationInvalidError({"priority": _("Choose one of the priorities.")})
    if conversation.priority != priority:
        conversation.priority = priority
        keep(conversation, "conversation.prioritised", by=by, at=at)
    return conversation


@action("inbox.close")
def close(conversation_id: UUID | str, *, by: Person, at: datetime) -> Conversation:
    """Say that nothing more is expected of us. It opens again when the person writes. Idempotent.

    Raises:
        ConversationHeldError: somebody else has it.
        ConversationStateError: an expert is being asked, an answer waits for an agreement, or a
            regulated complaint is still to be handed over (R113).
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    if not conversation.is_closed:
        refuse_if_held(conversation, by=by)
        if conversation.is_to_hand_over:
            raise ConversationStateError(_("a complaint to hand over to the register"))
        refuse_if_asked(conversation)
        _refuse_if_judged(conversation)
        conversation.status, conversation.closed_at = Status.CLOSED, at
        conversation.snoozed_until = None
        keep(conversation, "conversation.closed", by=by, at=at)
        happened(conversation, "closed", by=by, at=at)
    return conversation


@action("inbox.reopen")
def reopen(conversation_id: UUID | str, *, by: Person, at: datetime) -> Conversation:
    """Open a closed conversation again, or bring one that was put off back. Idempotent.

    Raises:
        ConversationStateError: it was joined to another.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    if conversation.merged_into_id is not None:
        raise ConversationStateError(_("joined to another"))
    if conversation.status in (Status.CLOSED, Status.SNOOZED, Status.WAITING):
        conversation.status = Status.OPEN
        conversation.closed_at = conversation.snoozed_until = None
        keep(conversation, "conversation.reopened", by=by, at=at)
        happened(conversation, "reopened", by=by, at=at)
    return conversation


@action("inbox.flag_complaint")
def flag_complaint(conversation_id: UUID | str, *, by: Person, at: datetime) -> Conversation:
    """Say that a conversation is a complaint that a regulator counts. Idempotent.

    Raises:
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    if conversation.complaint_at is None:
        conversation.complaint_at = at
        keep(conversation, "conversation.flagged", by=by, at=at)
        happened(conversation, "flagged", by=by, at=at)
    return conversation


@action("inbox.hand_over_complaint")
def hand_over_complaint(
    conversation_id: UUID | str, *, reference: str, by: Person, at: datetime
) -> Conversation:
    """Note under which reference the company's register of complaints took it.

    Raises:
        ConversationInvalidError: no reference.
        ConversationStateError: it is not flagged as a complaint, or was handed over already.
        ConversationNotFoundError, RightMissingError: not by `by`.
    """
    conversation = answered_conversation(conversation_id, by=by)
    if not conversation.is_to_hand_over:
        raise ConversationStateError(conversation.get_status_display())
    if not reference.strip():
        raise ConversationInvalidError({"reference": _("Give the reference of the register.")})
    conversation.complaint_reference, conversation.handed_at = reference.strip()[:80], at
    keep(conversation, "conversation.handed_over", by=by, at=at)
    happened(conversation, "handed_over", by=by, at=at, reference=conversation.complaint_reference)
    return conversation


def _open(conversation_id: UUID | str, *, by: Person) -> Conversation:
    conversation = answered_conversation(conversation_id, by=by)
    if conversation.is_closed:
        raise ConversationStateError(conversation.get_status_display())
    return conversation
