"""Deciding on a draft; the last agreement queues what it agreed to, in the same transaction."""

from datetime import datetime
from uuid import UUID

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.approvals.permissions import guest_of_key
from gouvernail.approvals.queries import request_for
from gouvernail.content.actions.licences import revoke_agreement, wait_for_licence
from gouvernail.content.errors import (
    DecisionUnknownError,
    DraftNotInReviewError,
    DraftPartlyPublishedError,
    RevisionChangedError,
)
from gouvernail.content.models import Draft, Revision
from gouvernail.content.permissions import draft_of_request
from gouvernail.content.queries import has_left, is_intact, revision_of
from gouvernail.content.queries.drafts import accounts_ordered
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.ledger.actions import record
from gouvernail.licences.errors import LicenceLackingError, LicenceSuspendedError
from gouvernail.licences.models import Act
from gouvernail.licences.queries import told
from gouvernail.licences.queries.answering import answering
from gouvernail.licences.queries.words import in_a_line
from gouvernail.people.models import Person
from gouvernail.publishing.actions import Order, queue_delivery, requeue_held

_CHOICES = frozenset({"approve", "changes", "refuse"})
_VERBS = {
    Request.Status.CHANGES: (Draft.Status.CHANGES, "draft.returned"),
    Request.Status.REFUSED: (Draft.Status.REFUSED, "draft.refused"),
}


@action("content.decide_draft")
def decide_draft(*, request_id: UUID | str, choice: Choice, by: Person, at: datetime) -> Draft:
    """Decide on a draft under review; the last agreement queues one delivery per account.

    Raises:
        DecisionUnknownError: it is none of the three.
        RevisionChangedError: what is stored is not what was submitted.
        DraftPartlyPublishedError: an earlier version of it turned out to be public.
        DraftNotFoundError, RequestNotFoundError, RequestClosedError, DigestChangedError,
        OwnWorkError, SeatMissingError, AlreadyDecidedError, CommentMissingError: not decided.
        LicenceLackingError, LicenceSuspendedError: `by` may not agree to what others write.
    """
    if choice.verdict not in _CHOICES:
        raise DecisionUnknownError
    draft = _under_review(request_id, by=by)
    if choice.verdict == "approve":
        _refuse_without_licence(draft, Act.APPROVE, by=by, at=at)
    request = approvals.decide(request_id=_key(request_id), choice=choice, by=by, at=at)
    return _follow(draft, request, verb="draft.approved", by=by, at=at)


@action("content.release_draft_alone")
def release_draft_alone(
    *, request_id: UUID | str, digest: str, reason: str, by: Person, at: datetime
) -> Draft:
    """Let one's own text go after re-reading it, where the charter allows it (Small team).

    Raises:
        AloneNotAllowedError, AloneReasonMissingError: the charter, or no reason.
        RevisionChangedError, RequestClosedError, DigestChangedError: it is not what was read.
        DraftNotFoundError, RequestNotFoundError, RightMissingError: not here, or not by `by`.
        LicenceLackingError, LicenceSuspendedError: alone, one needs the licence to publish.
    """
    draft = _under_review(request_id, by=by)
    _refuse_without_licence(draft, Act.PUBLISH, by=by, at=at)
    request = approvals.release_alone(
        request_id=_key(request_id), digest=digest, reason=reason, by=by, at=at
    )
    return _follow(draft, request, verb="draft.released_alone", by=by, at=at)


@action("content.decide_draft_as_guest")
def decide_draft_as_guest(*, key: str, code: str, choice: Choice, at: datetime) -> bool:
    """Take the decision of a guest on a draft; return False when the code is wrong.

    The last agreement queues one delivery per account, as any other.

    Raises:
        DecisionUnknownError: it is none of the three.
        RevisionChangedError: what is stored is not what was submitted.
        GuestNotFoundError, GuestLinkOverError, DigestChangedError, AlreadyDecidedError,
        GuestAloneError, CommentMissingError, TooManyCodesError: not decided.
    """
    if choice.verdict not in _CHOICES:
        raise DecisionUnknownError
    draft = draft_of_request(guest_of_key(key).request, lock=True)
    guest, decided = approvals.decide_as_guest(key=key, code=code, choice=choice, at=at)
    if decided:
        by = approvals.guest_actor(guest)
        _follow(draft, guest.request, verb="draft.approved", by=by, at=at)
    return decided


def _refuse_without_licence(draft: Draft, act: str, *, by: Person, at: datetime) -> None:
    """Refuse whoever may not agree there, or let it go alone: somebody else must."""
    networks = set(draft.variants.values_list("account__network", flat=True)) or {""}
    lacking = answering({by.pk}, networks, at=at, act=act).lacking
    if any(one.suspended for one in lacking):
        raise LicenceSuspendedError
    if lacking:
        raise LicenceLackingError(in_a_line(told(lacking)))


def _key(request_id: UUID | str) -> UUID:
    return request_id if isinstance(request_id, UUID) else UUID(request_id)


def _under_review(request_id: UUID | str, *, by: Person) -> Draft:
    request = request_for(request_id, viewer=by)
    return draft_of_request(request, lock=True)


def _follow(
    draft: Draft, request: Request, *, verb: str, by: HasActor | Actor, at: datetime
) -> Draft:
    if request.status == Request.Status.APPROVED:
        _approve(draft, request, verb=verb, by=by, at=at)
    elif request.status in _VERBS:
        draft.status, verb = _VERBS[Request.Status(request.status)]
        revoke_agreement(draft, by=by, at=at)
        draft.approval_id = None
        draft.save(update_fields=("status", "approval_id"))
        record(actor=by, verb=verb, subject=draft, at=at, digest=request.digest)
    return draft


def _approve(
    draft: Draft, request: Request, *, verb: str, by: HasActor | Actor, at: datetime
) -> None:
    if draft.status != Draft.Status.IN_REVIEW or draft.approval_id != request.pk:
        raise DraftNotInReviewError
    revision = revision_of(draft.pk, request.revision)
    if revision is None or not is_intact(revision.payloads, request.digest):
        raise RevisionChangedError
    if has_left(draft.pk, besides=revision.number):
        raise DraftPartlyPublishedError
    draft.status = Draft.Status.APPROVED
    draft.save(update_fields=("status",))
    record(actor=by, verb=verb, subject=draft, at=at, digest=request.digest)
    requeue_held(
        subject_id=draft.pk,
        revision=revision.number,
        approval_id=request.pk,
        by=by,
        at=at,
        late=True,
    )
    placed = accounts_ordered(draft.pk, revision.number)
    for account_id, payload in revision.payloads.items():
        if UUID(account_id) not in placed:
            order = _order(draft, revision, account_id, payload, at=at)
            queue_delivery(order=order, by=by, at=at)
    wait_for_licence(draft_id=draft.pk, at=at)  # of what lapsed while people were reading
    draft.refresh_from_db(fields=("status", "approval_id"))


def _order(
    draft: Draft,
    revision: Revision,
    account_id: str,
    payload: dict[str, dict[str, object]],
    *,
    at: datetime,
) -> Order:
    return Order(
        subject_id=draft.pk,
        revision=revision.number,
        title=revision.title,
        account_id=UUID(account_id),
        fields=payload["fields"],
        digest=str(payload["digest"]),
        approval_id=draft.approval_id,
        publish_at=draft.publish_at or at,
        time_zone=draft.time_zone,
        wall_time=draft.wall_time,
        tags=tuple(draft.tags),
    )
