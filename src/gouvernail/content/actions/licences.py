"""What a licence that lapses, or holds again, does to what was agreed to and not sent yet.

What was agreed to stays agreed to, on the same digest: one more seat is asked, and the draft waits.
When the licence holds again before anybody decided, it goes on the first agreement.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.models import Request
from gouvernail.approvals.queries import Subject
from gouvernail.content.models import Draft, Revision
from gouvernail.content.permissions import KIND
from gouvernail.content.queries import editor_ids, has_left, revision_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor, machine
from gouvernail.ledger.actions import record
from gouvernail.licences.queries.answering import (
    ANSWER,
    Answering,
    answering,
    context_of,
    seat_for,
)
from gouvernail.publishing.actions import cancel_deliveries, requeue_held
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import is_locked
from gouvernail.registry.models import Account

LICENCE: Final = "licence"
FORMER: Final = "former"
WORKER: Final = machine("worker")
AGREED: Final = (Draft.Status.APPROVED, Draft.Status.PROBLEM)
"""What a draft that may still leave stands as; in trouble, some of its accounts wait."""


@action("content.wait_for_licence")
def wait_for_licence(*, draft_id: UUID, at: datetime) -> Draft | None:
    """Have a draft that was agreed to wait for one more seat, when a licence it rests on lapsed.

    What counts is when it would appear. Idempotent. Returns the draft when it waits now; None when
    it goes on: nothing lapsed that was not agreed to, something of it is on its way or out, or
    nothing was agreed to.
    """
    rows = Draft.objects.select_for_update(of=("self",)).select_related("unit", "author")
    draft = rows.filter(pk=draft_id, status__in=AGREED).first()
    former = _approval_of(draft)
    if draft is None or former is None or is_locked(draft.pk) or has_left(draft.pk):
        return None
    revision = revision_of(draft.pk, former.revision)
    if revision is None:
        return None
    people = _who_answered(former)
    found = answering(people, _networks(revision), at=_appears_at(draft, at=at))
    if not found.words - _agreed_lacking(former):
        return None
    cancel_deliveries(subject_id=draft.pk, by=WORKER, at=at, why=LICENCE)
    request = _ask(draft, former, revision, found, at=at)
    draft.status, draft.approval_id = Draft.Status.IN_REVIEW, request.pk
    draft.save(update_fields=("status", "approval_id"))
    record(
        actor=WORKER,
        verb="draft.waits_for_licence",
        subject=draft,
        at=at,
        digest=revision.digest,
        data={"why": LICENCE},
    )
    return draft


def _appears_at(draft: Draft, *, at: datetime) -> datetime:
    """Return when a draft that goes on would appear: at its time, or now."""
    return max(at, draft.publish_at) if draft.publish_at else at


def _approval_of(draft: Draft | None) -> Request | None:
    if draft is None or draft.approval_id is None:
        return None
    rows = Request.objects.select_related("submitted_by")
    return rows.filter(pk=draft.approval_id, status=Request.Status.APPROVED).first()


def _who_answered(request: Request) -> set[UUID]:
    named = request.context.get(ANSWER)
    return {UUID(one) for one in named} if named else {request.submitted_by_id}


def _agreed_lacking(request: Request) -> set[str]:
    said: Mapping[str, Any] = request.context.get(LICENCE) or {}
    return set(said.get("words", ()))


def _networks(revision: Revision) -> set[str]:
    keys = [UUID(one) for one in revision.payloads]
    return set(Account.objects.filter(pk__in=keys).values_list("network", flat=True))


def _ask(
    draft: Draft, former: Request, revision: Revision, found: Answering, *, at: datetime
) -> Request:
    hands = editor_ids(draft) | {former.submitted_by_id}
    agreed = set(former.decisions.values_list("person_id", flat=True))
    kept = {key: one for key, one in former.context.items() if key not in {LICENCE, "why"}}
    subject = Subject(
        kind=KIND,
        id=draft.pk,
        revision=revision.number,
        digest=revision.digest,
        title=revision.title,
        unit=draft.unit,
        editors=hands,
        context={
            **kept,
            **context_of(_who_answered(former), found),
            "why": LICENCE,
            FORMER: str(former.pk),
        },
    )
    ahead = draft.publish_at is not None and draft.publish_at > at
    return approvals.request_one_more(
        subject=subject,
        seat=seat_for(draft.unit, hands=hands | agreed),
        reason="",
        by=former.submitted_by,
        at=at,
        expires_at=draft.publish_at if ahead else None,
        actor=WORKER,
    )


@action("content.go_again")
def go_again(*, draft_id: UUID, at: datetime) -> Draft | None:
    """Let a draft that waited for a licence go on what was agreed to before it lapsed.

    None when it does not wait for that, or when something is still lacking when it would appear.
    """
    rows = Draft.objects.select_for_update(of=("self",)).select_related("unit", "author")
    draft = rows.filter(pk=draft_id, status=Draft.Status.IN_REVIEW).first()
    request, former = _asked_again(draft)
    if draft is None or request is None or former is None:
        return None
    revision = revision_of(draft.pk, request.revision)
    if revision is None or former.digest != revision.digest:
        return None
    then = _appears_at(draft, at=at)
    found = answering(_who_answered(former), _networks(revision), at=then)
    if found.words - _agreed_lacking(former):
        return None
    approvals.drop_request(request_id=request.pk, by=WORKER, at=at, why="licence_holds_again")
    draft.status, draft.approval_id = Draft.Status.APPROVED, former.pk
    draft.save(update_fields=("status", "approval_id"))
    record(actor=WORKER, verb="draft.goes_again", subject=draft, at=at, digest=former.digest)
    requeue_held(
        subject_id=draft.pk, revision=revision.number, approval_id=former.pk, by=WORKER, at=at
    )
    return draft


def _asked_again(draft: Draft | None) -> tuple[Request | None, Request | None]:
    """Return the request that waits for a licence, held, and the agreement it stands beside."""
    if draft is None or draft.approval_id is None:
        return None, None
    rows = Request.objects.select_for_update().filter(
        pk=draft.approval_id, status=Request.Status.PENDING
    )
    request = rows.first()
    if request is None or request.context.get("why") != LICENCE:
        return None, None
    agreed = Request.objects.filter(status=Request.Status.APPROVED)
    return request, agreed.filter(pk=request.context.get(FORMER)).first()


def stop_waiting(draft: Draft, *, at: datetime) -> None:
    """Ask nobody any more about a draft that turned out to be public: it rests on what was agreed.

    While another of its accounts waits for a licence still, the question stands. In the action of
    the caller, who holds the draft and says what it becomes.
    """
    if draft.status != Draft.Status.IN_REVIEW or _is_held(draft):
        return
    request, former = _asked_again(draft)
    if request is None or former is None:
        return
    approvals.drop_request(request_id=request.pk, by=WORKER, at=at, why="published")
    draft.status, draft.approval_id = Draft.Status.APPROVED, former.pk
    draft.save(update_fields=("status", "approval_id"))
    record(
        actor=WORKER,
        verb="draft.goes_again",
        subject=draft,
        at=at,
        digest=former.digest,
        data={"why": "published"},
    )


def _is_held(draft: Draft) -> bool:
    """Return whether a delivery of its revision waits for a licence."""
    return Delivery.objects.filter(
        subject_id=draft.pk,
        revision=draft.revision,
        status=Delivery.Status.VOID,
        explanation=LICENCE,
    ).exists()


def waiting_for_licence() -> list[UUID]:
    """Return the drafts that wait for a licence, the next to appear first. One query."""
    rows = Request.objects.filter(
        subject_kind=KIND, status=Request.Status.PENDING, context__why=LICENCE
    )
    drafts = Draft.objects.filter(status=Draft.Status.IN_REVIEW, approval_id__in=rows.values("pk"))
    return list(drafts.order_by("publish_at", "pk").values_list("pk", flat=True))


def revoke_agreement(draft: Draft, *, by: HasActor | Actor, at: datetime) -> None:
    """End what was agreed to before a licence lapsed: the draft goes back to its author.

    In the action of the caller, who holds the draft.
    """
    approvals.void_requests(kind=KIND, id=draft.pk, by=by, at=at, why="revoked")


def resting_on(person_id: UUID, *, waiting: bool) -> list[UUID]:
    """Return the drafts that rest on somebody's licence: approved, or waiting for it. One query."""
    wanted = Request.Status.PENDING if waiting else Request.Status.APPROVED
    status = (Draft.Status.IN_REVIEW,) if waiting else AGREED
    rows = Request.objects.filter(
        Q(submitted_by=person_id) | Q(editor_rows__person=person_id),
        subject_kind=KIND,
        status=wanted,
    )
    if not waiting:  # of all that was ever agreed to, what has not left yet
        to_come = Delivery.objects.filter(
            status__in=(Delivery.Status.QUEUED, Delivery.Status.TO_HAND_OFF)
        )
        rows = rows.filter(pk__in=to_come.values("approval_id"))
    drafts = Draft.objects.filter(status__in=status, approval_id__in=rows.values("pk"))
    return list(drafts.order_by("publish_at", "pk").values_list("pk", flat=True))
