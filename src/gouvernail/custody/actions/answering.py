"""Answering for an access in a review, saying that it is not theirs, giving it to somebody."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.custody.actions.accesses import Tried, stand
from gouvernail.custody.actions.notices import tell_revocations
from gouvernail.custody.actions.review_notices import tell_change, tell_given, tell_refused
from gouvernail.custody.actions.revoking import begin_revocation
from gouvernail.custody.errors import (
    AccessReviewClosedError,
    AccessReviewInvalidError,
    ReviewedAccessOverError,
)
from gouvernail.custody.models import Access, ReviewedAccess
from gouvernail.custody.permissions import (
    require_answer,
    require_manage,
    visible_reviewed_access,
)
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.registry.queries import nameable_people

LONGEST: Final = 500  # characters of a reason
TIME_TO_WITHDRAW: Final = timedelta(days=7)
Answer = ReviewedAccess.Answer
State = ReviewedAccess.State


@action("custody.answer_reviewed")
def answer_reviewed(
    line_id: UUID, *, answer: str, reason: str, by: Person, at: datetime
) -> ReviewedAccess:
    """Answer for one access: it stands, it is to be taken away within a week, or put right.

    An answer may be given anew while the review is open and nothing was withdrawn.

    Raises:
        AccessReviewNotFoundError: missing, or hidden from `by`.
        ReviewedAccessNotYoursError: somebody else is asked, and `by` does not manage accesses.
        AccessReviewClosedError: the review is closed.
        ReviewedAccessOverError: the access has ended, or is on its way out.
        AccessReviewInvalidError: no such answer, or it needs a reason.
    """
    line = _open_line(line_id, by=by, at=at)
    if answer not in Answer.values:
        raise AccessReviewInvalidError({"answer": _("Choose one of the answers.")})
    if answer != Answer.KEEP and not reason.strip():
        raise AccessReviewInvalidError({"reason": _("Say why, in a few words.")})
    line.state, line.answer, line.reason = State.ANSWERED, answer, reason.strip()[:LONGEST]
    line.answered_by, line.answered_at = by, at
    line.settled_at = line.settled_by = None
    line.save()
    record(actor=by, verb="reviewed_access.answered", subject=line, at=at)
    _follow(line, by=by, at=at)
    return line


def _follow(line: ReviewedAccess, *, by: Person, at: datetime) -> None:
    """Do what an answer asks: the ways of confirming and of ending an access that exist."""
    access = line.access
    if line.answer == Answer.KEEP:
        stand(access, tried=Tried.STANDS, by=by, at=at)
    elif line.answer == Answer.WITHDRAW:
        due_on = site_day(at) + TIME_TO_WITHDRAW
        begin_revocation(access, why=Access.Why.UNNEEDED, due_on=due_on, by=by, at=at)
        tell_revocations([access], at=at, kind="access.withdrawn")
    else:
        tell_change(line, by=by, at=at)


@action("custody.refuse_reviewed")
def refuse_reviewed(line_id: UUID, *, reason: str, by: Person, at: datetime) -> ReviewedAccess:
    """Say that it is not theirs to answer: whoever leads is told, and says who does.

    Raises:
        AccessReviewNotFoundError, ReviewedAccessNotYoursError: as `answer_reviewed`.
        AccessReviewClosedError, ReviewedAccessOverError: as `answer_reviewed`.
        AccessReviewInvalidError: the reason is missing, or it was answered.
    """
    line = _open_line(line_id, by=by, at=at)
    if not reason.strip():
        raise AccessReviewInvalidError({"reason": _("Say why, and who would know.")})
    if line.state == State.ANSWERED:
        raise AccessReviewInvalidError({"answer": _("It has been answered.")})
    line.state, line.refusal = State.REFUSED, reason.strip()[:LONGEST]
    line.refused_by, line.refused_at = by, at
    line.save()
    record(actor=by, verb="reviewed_access.refused", subject=line, at=at)
    tell_refused(line, by=by, at=at)
    return line


@action("custody.give_reviewed")
def give_reviewed(line_id: UUID, *, person_id: UUID, by: Person, at: datetime) -> ReviewedAccess:
    """Put the question to somebody else; who refused it is no longer asked.

    Raises:
        AccessReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses to the account.
        AccessReviewClosedError, ReviewedAccessOverError: as `answer_reviewed`.
        AccessReviewInvalidError: they have left or cannot be found, or it was answered.
    """
    line = visible_reviewed_access(line_id, viewer=by, at=at, lock=True)
    require_manage(by, line.access.account)
    _must_wait(line)
    if line.state == State.ANSWERED:
        raise AccessReviewInvalidError({"person": _("It has been answered.")})
    person = nameable_people(by).filter(pk=person_id).first()
    if person is None:
        raise AccessReviewInvalidError({"person": _("This person has left, or cannot be found.")})
    line.asked, line.state = person, State.ASKED
    line.save()
    record(actor=by, verb="reviewed_access.given", subject=line, at=at)
    tell_given(line, by=by, at=at)
    return line


def _open_line(line_id: UUID, *, by: Person, at: datetime) -> ReviewedAccess:
    line = visible_reviewed_access(line_id, viewer=by, at=at, lock=True)
    require_answer(by, line, at=at)
    _must_wait(line)
    return line


def _must_wait(line: ReviewedAccess) -> None:
    if not line.review.is_open:
        raise AccessReviewClosedError
    if line.access.state != Access.State.OPEN:
        raise ReviewedAccessOverError
