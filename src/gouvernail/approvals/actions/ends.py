"""Everything that ends a request without a decision."""

from datetime import datetime
from uuid import UUID

from gouvernail.approvals.errors import RequestClosedError
from gouvernail.approvals.models import Request, RequestStep
from gouvernail.approvals.permissions import visible_request
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor, machine
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require


@action("approvals.void_requests")
def void_requests(*, kind: str, id: UUID, by: HasActor | Actor, at: datetime, why: str) -> int:  # noqa: A002 - the subject's id
    """End every waiting or granted request about a subject: what was agreed to is no more.

    `why` is a stable word: `edited`, `resubmitted`, `cancelled`, `stricter`,
    `revoked`. Returns how many.
    """
    rows = Request.objects.select_for_update().filter(
        subject_kind=kind,
        subject_id=id,
        status__in=(Request.Status.PENDING, Request.Status.APPROVED),
    )
    ended = list(rows)
    for request in ended:
        close(request, status=Request.Status.VOID, at=at)
        record(actor=by, verb="approval.voided", subject=request, at=at, data={"why": why})
    return len(ended)


@action("approvals.drop_request")
def drop_request(*, request_id: UUID, by: HasActor | Actor, at: datetime, why: str) -> Request:
    """End one waiting request that nobody needs to decide any more; others stand.

    Raises:
        RequestClosedError: it no longer waits.
    """
    request = Request.objects.select_for_update().get(pk=request_id)
    if request.status != Request.Status.PENDING:
        raise RequestClosedError(request.get_status_display())
    close(request, status=Request.Status.VOID, at=at)
    record(actor=by, verb="approval.voided", subject=request, at=at, data={"why": why})
    return request


@action("approvals.withdraw")
def withdraw(*, request_id: UUID, by: Person, at: datetime) -> Request:
    """Take one's request back before it is decided.

    Raises:
        RequestClosedError: it is no longer waiting.
        RightMissingError: `by` neither submitted it nor may write for that unit.
    """
    request = visible_request(request_id, viewer=by, lock=True)
    if request.submitted_by_id != by.pk:
        require(by, Right.WRITE_CONTENT, unit=request.unit)
    if request.status != Request.Status.PENDING:
        raise RequestClosedError(request.get_status_display())
    close(request, status=Request.Status.WITHDRAWN, at=at)
    record(actor=by, verb="approval.withdrawn", subject=request, at=at)
    announce("approvals.closed", closed_facts(request), at=at)
    return request


@action("approvals.expire_requests")
def expire_requests(*, at: datetime) -> int:
    """End the requests whose moment has passed; return how many."""
    rows = Request.objects.select_for_update().filter(
        status=Request.Status.PENDING, expires_at__lte=at
    )
    ended = list(rows)
    for request in ended:
        close(request, status=Request.Status.EXPIRED, at=at)
        record(actor=machine("worker"), verb="approval.expired", subject=request, at=at)
        announce("approvals.closed", closed_facts(request), at=at)
    return len(ended)


def close(request: Request, *, status: str, at: datetime) -> None:
    """Set the end of a request and close the steps still open."""
    request.status = status
    request.closed_at = at
    request.save(update_fields=("status", "closed_at"))
    request.steps.exclude(status=RequestStep.Status.DONE).update(status=RequestStep.Status.CLOSED)


def closed_facts(request: Request) -> dict[str, object]:
    """Return what an outbox reader needs to know of a closed request."""
    return {
        "request_id": request.pk,
        "kind": request.subject_kind,
        "subject_id": request.subject_id,
        "revision": request.revision,
        "status": str(request.status),
    }
