"""What reviewers do before they decide."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.approvals.errors import ClaimedByAnotherError, RequestClosedError, SeatMissingError
from gouvernail.approvals.models import Look, Remark, Request
from gouvernail.approvals.permissions import standings, visible_request
from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


@action("approvals.claim")
def claim(*, request_id: UUID, by: Person, at: datetime) -> Request:
    """Say "I am on it".

    Raises:
        ClaimedByAnotherError: a colleague said so first.
        RequestClosedError, SeatMissingError: there is nothing for `by` to decide.
    """
    request = visible_request(request_id, viewer=by, lock=True)
    if request.status != Request.Status.PENDING:
        raise RequestClosedError(request.get_status_display())
    if request.claimed_by is not None and request.claimed_by_id != by.pk:
        raise ClaimedByAnotherError(request.claimed_by.name)
    if not standings(by, request, at=at):
        raise SeatMissingError
    request.claimed_by, request.claimed_at = by, at
    request.save(update_fields=("claimed_by", "claimed_at"))
    record(actor=by, verb="approval.claimed", subject=request, at=at)
    return request


@action("approvals.release")
def release(*, request_id: UUID, by: Person, at: datetime) -> Request:
    """Give a claim back.

    Raises:
        ClaimedByAnotherError: somebody else holds it.
    """
    request = visible_request(request_id, viewer=by, lock=True)
    if request.claimed_by is not None and request.claimed_by_id != by.pk:
        raise ClaimedByAnotherError(request.claimed_by.name)
    request.claimed_by, request.claimed_at = None, None
    request.save(update_fields=("claimed_by", "claimed_at"))
    record(actor=by, verb="approval.released", subject=request, at=at)
    return request


@action("approvals.add_remark")
def add_remark(*, request_id: UUID, text: str, by: Person, at: datetime) -> Remark:
    """Tell the other reviewers something the author does not see.

    Raises:
        SeatMissingError: `by` is not a reviewer of this request.
        InvalidInputError: nothing was written.
    """
    request = visible_request(request_id, viewer=by)
    if not standings(by, request, at=at):
        raise SeatMissingError
    if not text.strip():
        message = _("Write something first.")
        raise InvalidInputError(message, fields={"text": message})
    return Remark.objects.create(
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        revision=request.revision,
        person=by,
        text=text.strip(),
        at=at,
    )


@action("approvals.note_look")
def note_look(*, request_id: UUID, by: Person, at: datetime) -> None:
    """Remember which revision `by` has seen; not a governed change, so no leaf."""
    request = visible_request(request_id, viewer=by)
    Look.objects.update_or_create(
        subject_kind=request.subject_kind,
        subject_id=request.subject_id,
        person=by,
        defaults={"revision": request.revision, "at": at},
    )
