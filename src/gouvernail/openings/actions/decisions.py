"""Deciding on a request, and what may follow a refusal."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.approvals.queries import decisions_of
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.openings.actions.writing import page_of
from gouvernail.openings.errors import (
    AppealAnsweredError,
    AppealJudgeError,
    AppealMadeError,
    OpeningChangedError,
    OpeningInvalidError,
    OpeningStateError,
    VerdictUnknownError,
)
from gouvernail.openings.models import Appeal, Opening
from gouvernail.openings.permissions import (
    judges_of,
    opening_of_request,
    require_requester,
    visible_opening,
)
from gouvernail.openings.queries.requests import KIND, digest_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right, require

STATUS: Final = Opening.Status
VERDICTS: Final = frozenset({"approve", "changes", "refuse"})
FOLLOWS: Final = {
    Request.Status.APPROVED: (STATUS.APPROVED, "opening.approved"),
    Request.Status.CHANGES: (STATUS.CHANGES, "opening.returned"),
    Request.Status.REFUSED: (STATUS.REFUSED, "opening.refused"),
}


@action("openings.decide_opening")
def decide_opening(*, request_id: UUID, choice: Choice, by: Person, at: datetime) -> Opening:
    """Decide on a request in one's seat; the last agreement lets the opening begin.

    Raises:
        VerdictUnknownError: it is none of the three.
        OpeningChangedError: what is stored is not what was submitted.
        OpeningNotFoundError, RequestNotFoundError, RequestClosedError, DigestChangedError,
        OwnWorkError, SeatMissingError, AlreadyDecidedError, CommentMissingError: not decided.
    """
    if choice.verdict not in VERDICTS:
        raise VerdictUnknownError
    opening = opening_of_request(request_id, viewer=by, lock=True)
    request = approvals.decide(request_id=request_id, choice=choice, by=by, at=at)
    if digest_of(opening) != request.digest:
        raise OpeningChangedError
    follows = FOLLOWS.get(Request.Status(request.status))
    if follows is None:
        return opening
    opening.status, verb = follows
    opening.updated_at = at
    opening.save(update_fields=("status", "updated_at"))
    record(actor=by, verb=verb, subject=opening, at=at, digest=request.digest)
    if opening.status == STATUS.APPROVED:
        _tell_unit(opening, by=by, at=at)
    return opening


def _tell_unit(opening: Opening, *, by: Person, at: datetime) -> None:
    """Tell who keeps the accounts of the unit that the opening may begin."""
    people = holders_of_right(Right.EDIT_ACCOUNTS, unit=opening.unit).values_list("pk", flat=True)
    message = Message(
        kind="opening.to_begin",
        once=f"opening:{opening.pk}:begin:{opening.revision}",
        path=page_of(opening),
        facts={"title": opening.title, "by": by.name},
        subject_kind=KIND,
        subject_id=str(opening.pk),
    )
    tell(people=people, message=message, at=at)


@action("openings.appeal_refusal")
def appeal_refusal(opening_id: UUID, *, text: str, by: Person, at: datetime) -> Appeal:
    """Ask the lead in writing to look at a refusal again: once for each refusal.

    Raises:
        OpeningNotFoundError, OpeningNotYoursError: not one's own request.
        OpeningStateError: it was not refused.
        AppealMadeError: it was asked before.
        OpeningInvalidError: nothing is written.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require_requester(by, opening)
    if opening.status != STATUS.REFUSED or opening.approval_id is None:
        raise OpeningStateError(opening.get_status_display())
    if not text.strip():
        raise OpeningInvalidError({"text": _("Write why the refusal should be looked at again.")})
    if opening.appeals.filter(approval_id=opening.approval_id).exists():
        raise AppealMadeError
    appeal = Appeal.objects.create(
        opening=opening, approval_id=opening.approval_id, text=text.strip(), by=by, at=at
    )
    record(actor=by, verb="opening_appeal.made", subject=appeal, at=at)
    judges = judges_of(opening, refused_by=refusers(opening)).values_list("pk", flat=True)
    tell(people=judges, message=_message("opening.appealed", opening, by=by, at=at), at=at)
    return appeal


def refusers(opening: Opening) -> set[UUID]:
    """Return who refused the request as it stands. One query."""
    decided = decisions_of(KIND, opening.pk).filter(verdict="refuse")
    return {one.person_id for one in decided if one.request_id == opening.approval_id}


@action("openings.answer_appeal")
def answer_appeal(
    opening_id: UUID, *, outcome: str, answer: str, by: Person, at: datetime
) -> Appeal:
    """Answer an appeal in writing: the refusal stands, or the request may be changed.

    A request that may be changed needs the agreement of its seats again.

    Raises:
        OpeningNotFoundError, RightMissingError: `by` is not a lead there.
        AppealAnsweredError: nothing is asked, or it was answered.
        AppealJudgeError: `by` asked for the account, is named in it, or refused it.
        OpeningInvalidError: no such outcome, or nothing is written.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require(by, Right.EDIT_CHARTER, unit=opening.unit)
    waiting = opening.appeals.filter(outcome="")
    appeal = next((one for one in waiting if one.approval_id == opening.approval_id), None)
    if appeal is None or opening.status != STATUS.REFUSED:
        raise AppealAnsweredError
    if not judges_of(opening, refused_by=refusers(opening)).filter(pk=by.pk).exists():
        raise AppealJudgeError
    _check_answer(outcome, answer)
    appeal.outcome, appeal.answer = outcome, answer.strip()
    appeal.answered_by, appeal.answered_at = by, at
    appeal.save()
    record(actor=by, verb="opening_appeal.answered", subject=appeal, at=at)
    if outcome == Appeal.Outcome.REOPENED:
        opening.status, opening.updated_at = STATUS.CHANGES, at
        opening.save(update_fields=("status", "updated_at"))
        record(actor=by, verb="opening.reconsidered", subject=opening, at=at)
    message = _message("opening.answered", opening, by=by, at=at)
    tell(people=[opening.requested_by_id], message=message, at=at)
    return appeal


def _check_answer(outcome: str, answer: str) -> None:
    wrong = {}
    if outcome not in Appeal.Outcome.values:
        wrong["outcome"] = _("Choose one of the two answers.")
    if not answer.strip():
        wrong["answer"] = _("Write the answer and its reasons.")
    if wrong:
        raise OpeningInvalidError(wrong)


def _message(kind: str, opening: Opening, *, by: Person, at: datetime) -> Message:
    return Message(
        kind=kind,
        once=f"{kind}:{opening.pk}:{opening.revision}:{at:%Y%m%d}",
        path=page_of(opening),
        facts={"title": opening.title, "by": by.name},
        subject_kind=KIND,
        subject_id=str(opening.pk),
    )
