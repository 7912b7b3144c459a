"""What a draft becomes when something happens below: deliveries, expired requests."""

from datetime import datetime
from uuid import UUID

from gouvernail.approvals.actions import void_requests
from gouvernail.approvals.models import Request
from gouvernail.content.actions.licences import (
    LICENCE,
    revoke_agreement,
    stop_waiting,
    wait_for_licence,
)
from gouvernail.content.actions.submission import resubmit_unchanged
from gouvernail.content.models import Draft
from gouvernail.content.permissions import KIND
from gouvernail.content.queries import has_left
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.ledger.actions import record
from gouvernail.licences.queries.answering import lapsed_since
from gouvernail.publishing.actions import cancel_deliveries, requeue_held
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import deliveries_of, is_locked

Sent = Delivery.Status
WORKER = machine("worker")
OUT = frozenset({Sent.SENT, Sent.VERIFIED, Sent.ALTERED, Sent.DISAPPEARED, Sent.WITHDRAWN})
TROUBLE = frozenset({Sent.FAILED, Sent.NEEDS_HUMAN, Sent.MISSED, Sent.UNKNOWN})
OVER = frozenset({Sent.CANCELLED, Sent.VOID})
STRICTER = "stricter"


@action("content.follow_deliveries")
def follow_deliveries(*, draft_id: UUID, revision: int, at: datetime) -> Draft | None:
    """Bring a draft in line with the deliveries of its last revision; idempotent.

    Returns None when the draft is gone, or has moved on to a later revision.
    """
    draft = Draft.objects.select_for_update().filter(pk=draft_id, revision=revision).first()
    if draft is not None and has_left(draft.pk) and not is_locked(draft.pk):
        stop_waiting(draft, at=at)
    if draft is None or draft.status not in {
        Draft.Status.APPROVED,
        Draft.Status.PUBLISHED,
        Draft.Status.PROBLEM,
    }:
        return None
    deliveries = [one for one in deliveries_of(draft_id) if one.revision == revision]
    if any(one.status == Sent.VOID and one.explanation == STRICTER for one in deliveries):
        return _return_to_review(draft, at=at)
    held = [one for one in deliveries if _waits_for_licence(one)]
    if any(one.approval_id != draft.approval_id for one in held):
        return _go_on_what_was_agreed_since(draft, at=at)
    if held:
        return wait_for_licence(draft_id=draft.pk, at=at) or _after_doubt(draft, held, at=at)
    status, verb = _standing({str(one.status) for one in deliveries})
    if status and status != draft.status:
        draft.status = status
        draft.save(update_fields=("status",))
        record(actor=WORKER, verb=verb, subject=draft, at=at)
    return draft


def _waits_for_licence(delivery: Delivery) -> bool:
    """Return whether the sender held it for a licence."""
    return delivery.status == Sent.VOID and delivery.explanation == LICENCE


def _go_on_what_was_agreed_since(draft: Draft, *, at: datetime) -> Draft:
    """Queue again what was held on an approval from before one more person agreed.

    What had failed rests on it still, when somebody lets it go after all.
    """
    if draft.approval_id is not None and not is_locked(draft.pk):
        requeue_held(
            subject_id=draft.pk,
            revision=draft.revision,
            approval_id=draft.approval_id,
            by=WORKER,
            at=at,
            late=True,
        )
    return draft


def _after_doubt(draft: Draft, held: list[Delivery], *, at: datetime) -> Draft:
    """See to a draft of which a delivery was held, and that cannot simply wait.

    Something of it is out, or nobody can be asked: somebody must know. Or the licence holds again
    already: it goes.
    """
    if is_locked(draft.pk):
        return draft
    lapsed = any(lapsed_since(one.approval_id, one.account.network, at=at) for one in held)
    if lapsed or has_left(draft.pk):
        return _needs_attention(draft, at=at, why=LICENCE)
    if draft.approval_id is not None:
        requeue_held(
            subject_id=draft.pk,
            revision=draft.revision,
            approval_id=draft.approval_id,
            by=WORKER,
            at=at,
        )
    return draft


def _standing(states: set[str]) -> tuple[str, str]:
    alive = states - OVER
    if states & TROUBLE:
        return Draft.Status.PROBLEM, "draft.failed"
    if alive and alive <= OUT:
        return Draft.Status.PUBLISHED, "draft.published"
    if Sent.VOID in states and not alive:  # nothing that was approved leaves: somebody must know
        return Draft.Status.PROBLEM, "draft.failed"
    return "", ""


def _return_to_review(draft: Draft, *, at: datetime) -> Draft:
    """The rules became stricter since the agreement: people must look again.

    They are asked about the same words at once; only what the rules now forbid goes to its author.
    What is out on some accounts already is not asked again: it would appear there twice.
    """
    if is_locked(draft.pk):
        return draft
    if has_left(draft.pk):
        return _needs_attention(draft, at=at)
    void_requests(kind=KIND, id=draft.pk, by=WORKER, at=at, why=STRICTER)
    cancel_deliveries(subject_id=draft.pk, by=WORKER, at=at, why=STRICTER)
    if resubmit_unchanged(draft, why=STRICTER, actor=WORKER, at=at):
        return draft
    draft.status, draft.approval_id = Draft.Status.CHANGES, None
    draft.save(update_fields=("status", "approval_id"))
    record(actor=WORKER, verb="draft.returned", subject=draft, at=at, data={"why": STRICTER})
    return draft


def _needs_attention(draft: Draft, *, at: datetime, why: str = STRICTER) -> Draft:
    if draft.status != Draft.Status.PROBLEM:
        draft.status = Draft.Status.PROBLEM
        draft.save(update_fields=("status",))
        record(actor=WORKER, verb="draft.failed", subject=draft, at=at, data={"why": why})
    return draft


@action("content.follow_expiry")
def follow_expiry(*, request_id: UUID, at: datetime) -> Draft | None:
    """Give a draft back to its author when its time passed before everyone agreed."""
    request = Request.objects.filter(pk=request_id, status=Request.Status.EXPIRED).first()
    if request is None:
        return None
    draft = Draft.objects.select_for_update().filter(approval_id=request_id).first()
    if draft is None or draft.status != Draft.Status.IN_REVIEW:
        return None
    revoke_agreement(draft, by=WORKER, at=at)
    draft.status, draft.approval_id = Draft.Status.DRAFTING, None
    draft.save(update_fields=("status", "approval_id"))
    record(actor=WORKER, verb="draft.missed", subject=draft, at=at)
    return draft
