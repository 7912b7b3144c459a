"""Deciding."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gouvernail.approvals.actions.ends import close, closed_facts
from gouvernail.approvals.actions.requests import open_step
from gouvernail.approvals.errors import (
    AloneNotAllowedError,
    AloneReasonMissingError,
    AlreadyDecidedError,
    CommentMissingError,
    DigestChangedError,
    OtherPersonNeededError,
    OwnWorkError,
    RequestClosedError,
    SeatMissingError,
)
from gouvernail.approvals.models import Decision, Mode, Request, RequestStep
from gouvernail.approvals.permissions import (
    Standing,
    asks_another,
    has_a_hand_in,
    standings,
    visible_request,
)
from gouvernail.approvals.queries.guests import seats_agreed, seats_filled
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up

VERBS = {
    Decision.Verdict.APPROVE: "approval.approved",
    Decision.Verdict.CHANGES: "approval.changes_requested",
    Decision.Verdict.REFUSE: "approval.refused",
}
STATUS = {
    Decision.Verdict.CHANGES: Request.Status.CHANGES,
    Decision.Verdict.REFUSE: Request.Status.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person decides: `verdict` is a `Decision.Verdict`; `digest` is what they read."""

    verdict: str
    digest: str
    comment: str = ""
    seat: str = ""


@action("approvals.decide")
def decide(*, request_id: UUID, choice: Choice, by: Person, at: datetime) -> Request:
    """Decide the open step of a request, in one's own seat or that of someone away.

    An empty `choice.seat` takes the first seat of the step that `by` holds. When the last step is
    agreed to, the request becomes approved; a refusal or a request for changes ends it at once.

    Raises:
        RequestNotFoundError, RequestClosedError, DigestChangedError, OwnWorkError,
        SeatMissingError, AlreadyDecidedError, CommentMissingError: nothing was decided.
        OtherPersonNeededError: the charter (Regulated) wants each step decided by another person,
            or this step asks for one more and somebody else holds its seat.
        ProofNeededError, MachineMayNotError: whoever agrees did not prove lately who they are.
    """
    request = visible_request(request_id, viewer=by, lock=True)
    check_open(request, choice)
    if has_a_hand_in(by, request):
        raise OwnWorkError
    step = request.steps.get(status=RequestStep.Status.OPEN)
    if asks_another(by, request, step, at=at):
        raise OtherPersonNeededError
    standing = _standing(by, request, step, choice.seat, at=at)
    if choice.verdict != Decision.Verdict.APPROVE and not choice.comment.strip():
        raise CommentMissingError
    if choice.verdict == Decision.Verdict.APPROVE:
        require_step_up(Act.DECIDE, at=at)
    decision = _write(request, step, choice, standing, by=by, at=at)
    record(
        actor=by,
        verb="decision.made",
        subject=decision,
        at=at,
        digest=request.digest,
        on_behalf=standing.on_behalf_of,
    )
    follow_decision(request, step, choice.verdict, by=by, at=at)
    return request


def check_open(request: Request, choice: Choice) -> None:
    """Refuse when a request no longer waits, or waits on something else than what was read."""
    if request.status != Request.Status.PENDING:
        raise RequestClosedError(request.get_status_display())
    if choice.digest != request.digest:
        raise DigestChangedError


def _standing(
    by: Person, request: Request, step: RequestStep, seat: str, *, at: datetime
) -> Standing:
    decided = seats_filled(step)
    if step.decisions.filter(person=by, seat=seat or None).exists():
        raise AlreadyDecidedError
    held = [
        standing
        for standing in standings(by, request, at=at)
        if standing.seat in step.seats and seat in {"", standing.seat}
    ]
    free = [standing for standing in held if standing.seat not in decided]
    if free:
        return free[0]
    raise AlreadyDecidedError if held else SeatMissingError


def _write(
    request: Request,
    step: RequestStep,
    choice: Choice,
    standing: Standing,
    *,
    by: Person,
    at: datetime,
) -> Decision:
    return Decision.objects.create(
        request=request,
        step=step,
        person=by,
        on_behalf_of=standing.on_behalf_of,
        seat=standing.seat,
        verdict=choice.verdict,
        comment=choice.comment.strip(),
        digest=request.digest,
        at=at,
    )


def follow_decision(
    request: Request, step: RequestStep, verdict: str, *, by: HasActor | Actor, at: datetime
) -> None:
    """Move the request on after one decision."""
    if verdict != Decision.Verdict.APPROVE:
        close(request, status=STATUS[Decision.Verdict(verdict)], at=at)
        _tell_end(request, verdict, by=by, at=at)
        return
    if not _is_agreed(step):
        return
    step.status = RequestStep.Status.DONE
    step.save(update_fields=("status",))
    following = request.steps.filter(position__gt=step.position).first()
    if following is not None:
        request.claimed_by, request.claimed_at = None, None
        request.save(update_fields=("claimed_by", "claimed_at"))
        open_step(request, position=following.position, by=by, at=at)
        return
    close(request, status=Request.Status.APPROVED, at=at)
    _tell_end(request, verdict, by=by, at=at)


def ends_request(request: Request, step: RequestStep) -> bool:
    """Return whether a step that is agreed to was the last one: nothing else is asked."""
    return _is_agreed(step) and not request.steps.filter(position__gt=step.position).exists()


def _is_agreed(step: RequestStep) -> bool:
    agreed = seats_agreed(step)
    return agreed >= set(step.seats) if step.mode == Mode.ALL else bool(agreed)


def _tell_end(request: Request, verdict: str, *, by: HasActor | Actor, at: datetime) -> None:
    verb = VERBS[Decision.Verdict(verdict)]
    record(actor=by, verb=verb, subject=request, at=at, digest=request.digest)
    announce("approvals.closed", closed_facts(request), at=at)


@action("approvals.release_alone")
def release_alone(
    *, request_id: UUID, digest: str, reason: str, by: Person, at: datetime
) -> Request:
    """Agree to one's own text where the charter allows it (Small team), visibly.

    Raises:
        AloneNotAllowedError: the charter asks for two people.
        AloneReasonMissingError: no reason was given.
        RequestClosedError, DigestChangedError: what was read is not what waits.
    """
    request = visible_request(request_id, viewer=by, lock=True)
    require(by, Right.RELEASE_CONTENT, unit=request.unit)
    if separation() != Charter.Separation.SMALL:
        raise AloneNotAllowedError
    if not reason.strip():
        raise AloneReasonMissingError
    require_step_up(Act.DECIDE, at=at)
    check_open(request, Choice(verdict=Decision.Verdict.ALONE, digest=digest))
    request.alone = True
    request.save(update_fields=("alone",))
    step = request.steps.get(status=RequestStep.Status.OPEN)
    choice = Choice(verdict=Decision.Verdict.ALONE, digest=digest, comment=reason)
    decision = _write(request, step, choice, Standing(seat=""), by=by, at=at)
    record(actor=by, verb="decision.made", subject=decision, at=at, digest=digest)
    close(request, status=Request.Status.APPROVED, at=at)
    _tell_end(request, Decision.Verdict.APPROVE, by=by, at=at)
    return request
