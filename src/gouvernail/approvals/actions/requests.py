"""Asking for agreement."""

from datetime import datetime, timedelta

from gouvernail.approvals.actions.ends import void_requests
from gouvernail.approvals.models import Request, RequestEditor, RequestStep, StepSeat
from gouvernail.approvals.queries.routes import Plan, Subject, one_step, planned_route
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


@action("approvals.request_approval")
def request_approval(
    *,
    subject: Subject,
    by: Person,
    at: datetime,
    expires_at: datetime | None = None,
    actor: Actor | None = None,
) -> Request:
    """Ask for agreement on exactly `subject.digest`; the first step opens at once.

    The right to submit belongs to the area of the subject, which calls this inside its own action.
    A request still waiting on the same subject is voided first. `expires_at` is the instant after
    which a decision would come too late. `actor` is the machine that asks again in the place of
    `by`, who submitted; nobody else.
    """
    hand = actor or by
    void_requests(kind=subject.kind, id=subject.id, by=hand, at=at, why="resubmitted")
    return _ask(subject, planned_route(subject), by=by, hand=hand, at=at, expires_at=expires_at)


@action("approvals.request_one_more")
def request_one_more(  # noqa: PLR0913 -- what is asked of whom; the caller names it
    *,
    subject: Subject,
    seat: str,
    reason: str,
    by: Person,
    at: datetime,
    expires_at: datetime | None,
    actor: Actor,
) -> Request:
    """Ask one more person about a digest that everybody asked before has agreed to.

    What was agreed to stands beside it, on the same digest, and is not asked again. `actor` is the
    machine that noticed; `by` is who had submitted.
    """
    plan = Plan(route=None, steps=one_step(seat, subject), reason=reason)
    return _ask(subject, plan, by=by, hand=actor, at=at, expires_at=expires_at)


def _ask(
    subject: Subject,
    plan: Plan,
    *,
    by: Person,
    hand: HasActor | Actor,
    at: datetime,
    expires_at: datetime | None,
) -> Request:
    request = Request.objects.create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        revision=subject.revision,
        digest=subject.digest,
        title=subject.title,
        unit=subject.unit,
        route=plan.route,
        reason=plan.reason,
        submitted_by=by,
        submitted_at=at,
        context=dict(subject.context),
        expires_at=expires_at,
    )
    editors = sorted({*subject.editors, by.pk}, key=str)
    RequestEditor.objects.bulk_create(
        RequestEditor(request=request, person_id=editor) for editor in editors
    )
    _write_steps(request, plan)
    record(
        actor=hand,
        verb="approval.requested",
        subject=request,
        at=at,
        digest=subject.digest,
        data={"editors": [str(editor) for editor in editors], "steps": _steps_data(plan)},
    )
    open_step(request, position=1, by=hand, at=at)
    return request


def _write_steps(request: Request, plan: Plan) -> None:
    for planned in plan.steps:
        step = RequestStep.objects.create(
            request=request,
            position=planned.position,
            seats=list(planned.seats),
            mode=planned.mode,
            hours=planned.hours,
            guests=planned.guests,
            apart=planned.apart,
        )
        StepSeat.objects.bulk_create(StepSeat(step=step, seat=seat) for seat in planned.seats)


def _steps_data(plan: Plan) -> list[dict[str, object]]:
    return [
        {
            "position": step.position,
            "seats": list(step.seats),
            "mode": str(step.mode),
            "guests": step.guests,
            **({"apart": True} if step.apart else {}),
        }
        for step in plan.steps
    ]


def open_step(request: Request, *, position: int, by: HasActor | Actor, at: datetime) -> None:
    """Open one step of a waiting request and tell those who can decide it."""
    step = request.steps.get(position=position)
    due = at + timedelta(hours=step.hours)
    if request.expires_at:
        due = min(due, request.expires_at)
    step.status = RequestStep.Status.OPEN
    step.opened_at, step.due_at = at, due
    step.save(update_fields=("status", "opened_at", "due_at"))
    data = {"position": position, "seats": step.seats, "due_at": due}
    record(actor=by, verb="approval.step_opened", subject=request, at=at, data=data)
    announce("approvals.step_opened", {"request_id": request.pk, "step_id": step.pk}, at=at)
