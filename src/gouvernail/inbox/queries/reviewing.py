"""An answer that waits for an agreement, as whoever looks at it may act on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gouvernail.approvals.models import Request, RequestStep
from gouvernail.approvals.permissions import has_a_hand_in, standings
from gouvernail.inbox.models import Message
from gouvernail.inbox.permissions import may_release
from gouvernail.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One answer that waits: what it answers, and what `viewer` may do about it."""

    answer: Message
    answers: Message | None
    own: bool
    decides: bool
    alone: bool


def review_of(
    answer: Message | None, messages: Sequence[Message], *, viewer: Person, at: datetime
) -> Review | None:
    """Return where an answer stands for `viewer`; None for none.

    Three queries, those of `standings`, and for who wrote it those of `may_release`.
    """
    if answer is None or answer.approval_id is None:
        return None
    request = Request.objects.get(pk=answer.approval_id)
    own = has_a_hand_in(viewer, request)
    step = request.steps.filter(status=RequestStep.Status.OPEN).first()
    seats = {one.seat for one in standings(viewer, request, at=at)} if not own else set()
    name = answer.parent_id
    return Review(
        answer=answer,
        answers=next((one for one in messages if name and one.remote_id == name), None),
        own=own,
        decides=step is not None and bool(seats & set(step.seats)),
        alone=own and may_release(viewer, request.unit),
    )
