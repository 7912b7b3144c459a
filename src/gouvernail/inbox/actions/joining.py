"""Joining two conversations that are one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.inbox.actions.handling import refuse_if_asked
from gouvernail.inbox.actions.telling import happened, keep
from gouvernail.inbox.errors import ConversationInvalidError
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.permissions import answered_conversation
from gouvernail.ledger.actions import record_each
from gouvernail.people.models import Person

Status = Conversation.Status
QUIET: Final = (Status.WAITING, Status.SNOOZED, Status.CLOSED)


@action("inbox.merge")
def merge(
    conversation_id: UUID | str, *, into_id: UUID | str, by: Person, at: datetime
) -> Conversation:
    """Join a conversation to another: its messages go there, and so does what comes next.

    What waited in either waits in the one that is kept: a message to answer, a complaint to hand
    over, the delay that ends first, the higher priority.

    Raises:
        ConversationInvalidError: into itself, or into one that was joined to another.
        ConversationStateError: an expert is being asked about it.
        ConversationNotFoundError, RightMissingError: one of the two is not for `by`.
    """
    first, second = sorted((str(conversation_id), str(into_id)))
    locked = {key: answered_conversation(key, by=by) for key in dict.fromkeys((first, second))}
    old, kept = locked[str(conversation_id)], locked[str(into_id)]
    if old.pk == kept.pk or kept.merged_into_id is not None or old.merged_into_id is not None:
        raise ConversationInvalidError({"into": _("Choose another conversation.")})
    refuse_if_asked(old)
    moved = list(old.messages.order_by("at", "pk").values_list("pk", flat=True))
    Message.objects.filter(pk__in=moved).update(conversation=kept)
    record_each(actor=by, verb="message.settled", model=Message, keys=moved, at=at)
    _take_over(kept, old)
    old.merged_into, old.status, old.closed_at = kept, Status.CLOSED, at
    old.snoozed_until = None
    keep(old, "conversation.merged", by=by, at=at)
    keep(kept, "conversation.merged", by=by, at=at)
    happened(kept, "merged", by=by, at=at)
    return kept


def _take_over(kept: Conversation, old: Conversation) -> None:
    """Let the kept one be as pressing as the more pressing of the two. Changes the row only."""
    _take_delays(kept, old)
    if old.status == Status.OPEN and kept.status in QUIET:
        kept.status, kept.snoozed_until, kept.closed_at = Status.OPEN, None, None
    kept.priority = max(kept.priority, old.priority)
    kept.last_at = max(kept.last_at, old.last_at)
    kept.late_at = _soonest((kept.late_at, old.late_at))
    if kept.team_id is None:
        kept.team = old.team
    if kept.claimed_by_id is None:
        kept.claimed_by, kept.claimed_at = old.claimed_by, old.claimed_at
    if old.complaint_at is not None:
        _take_complaint(kept, old)


def _take_delays(kept: Conversation, old: Conversation) -> None:
    """Keep the delays that end first; those of a closed one are over."""
    open_ones = [one for one in (kept, old) if not one.is_closed]
    answer = _soonest(
        one.first_due_at if one.first_answer_at is None else one.next_due_at for one in open_ones
    )
    kept.solve_due_at = _soonest(one.solve_due_at for one in open_ones) or kept.solve_due_at
    if kept.first_answer_at is None:
        kept.first_due_at = answer or kept.first_due_at
    else:
        kept.next_due_at = answer


def _take_complaint(kept: Conversation, old: Conversation) -> None:
    """Keep the complaint of the joined one; of two, one is still to hand over if either was."""
    both = kept.complaint_at is not None
    kept.complaint_at = _soonest((kept.complaint_at, old.complaint_at))
    if both and (kept.handed_at is None or old.handed_at is None):
        kept.handed_at = None
    elif not both:
        kept.handed_at, kept.complaint_reference = old.handed_at, old.complaint_reference


def _soonest(instants: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in instants if one is not None), default=None)
