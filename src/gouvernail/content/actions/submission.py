"""Submitting: the text becomes a revision that never changes, and a request for agreement."""

from datetime import datetime
from uuid import UUID

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.models import Request
from gouvernail.approvals.queries import last_request
from gouvernail.content.actions.opening import check_fresh, opened_draft
from gouvernail.content.errors import (
    DraftBlockedError,
    DraftNotInReviewError,
    WallTimePastError,
)
from gouvernail.content.models import Draft, Revision
from gouvernail.content.permissions import KIND
from gouvernail.content.queries import (
    VOIDABLE,
    Examination,
    Judgement,
    Manuscript,
    clauses_cited,
    examine,
    manuscript_of,
    payloads_of,
    plan_for,
    reasons_of,
    revision_digest,
    subject_of,
)
from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.rulebooks.actions import Judged, store_verdict
from gouvernail.rulebooks.models import StoredVerdict


@action("content.submit_draft")
def submit_draft(
    *,
    draft_id: UUID | str,
    edit_count: int | None = None,
    answer: str = "",
    by: Person,
    at: datetime,
) -> Draft:
    """Submit a draft as it stands: a revision is kept, the rules are asked, people are asked.

    Submitting again replaces the request under way. `answer` says what was done about the last
    review.

    Raises:
        DraftBlockedError: findings forbid it, or something is missing; `fields` says what.
        WallTimePastError: its time is over.
        DraftStaleError: it was changed since `edit_count` was read.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    check_fresh(draft, edit_count)
    if draft.publish_at is not None and draft.publish_at <= at:
        raise WallTimePastError
    manuscript = manuscript_of(draft)
    examination = examine(manuscript, at=draft.publish_at or at)
    if examination.blocks:
        raise DraftBlockedError(reasons_of(examination.blocks))
    revision = _keep_revision(manuscript, examination, answer=answer, by=by, at=at)
    _keep_verdicts(draft, examination, revision.number, at=at)
    request = _ask(manuscript, examination, revision, by=by, at=at)
    draft.status, draft.revision = Draft.Status.IN_REVIEW, revision.number
    draft.approval_id = request.pk
    draft.save(update_fields=("status", "revision", "approval_id"))
    record(actor=by, verb="draft.submitted", subject=draft, at=at, digest=revision.digest)
    return draft


def _keep_revision(
    manuscript: Manuscript, examination: Examination, *, answer: str, by: Person, at: datetime
) -> Revision:
    draft, key = manuscript.draft, uuid7()
    plan = plan_for(manuscript, examination, by=by)
    payloads = payloads_of(manuscript, examination, revision_id=key, plan=plan)
    revision = Revision.objects.create(
        id=key,
        draft=draft,
        number=draft.revision + 1,
        title=manuscript.title,
        text=manuscript.text,
        payloads=payloads,
        digest=revision_digest(payloads),
        answer=answer.strip(),
        by=by,
        at=at,
    )
    record(actor=by, verb="revision.submitted", subject=revision, at=at, digest=revision.digest)
    return revision


def _keep_verdicts(draft: Draft, examination: Examination, number: int, *, at: datetime) -> None:
    clauses = clauses_cited(examination)
    for one in examination.judgements:
        store_verdict(
            verdict=one.verdict,
            judged=_judged(draft, one, number, clauses),
            moment=StoredVerdict.Moment.SUBMISSION,
            at=at,
        )


def _judged(
    draft: Draft, one: Judgement, number: int, clauses: dict[str, dict[str, object]]
) -> Judged:
    return Judged(
        kind=KIND,
        id=draft.pk,
        revision=number,
        account_id=one.said.account.pk,
        post=one.post,
        context=one.context,
        pack_digests=one.rulebook.digests,
        clauses={
            finding.clause: clauses[finding.clause]
            for finding in one.verdict.findings
            if finding.clause in clauses
        },
    )


def _ask(
    manuscript: Manuscript,
    examination: Examination,
    revision: Revision,
    *,
    by: Person,
    at: datetime,
) -> Request:
    subject = subject_of(manuscript, examination, by=by, digest=revision.digest)
    return approvals.request_approval(
        subject=subject, by=by, at=at, expires_at=manuscript.draft.publish_at
    )


@action("content.withdraw_draft")
def withdraw_draft(*, draft_id: UUID | str, by: Person, at: datetime) -> Draft:
    """Take a submission back before it is decided.

    Raises:
        DraftNotInReviewError: nobody is asked about it.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    request = last_request(KIND, draft.pk)
    if draft.status not in VOIDABLE or request is None:
        raise DraftNotInReviewError
    approvals.withdraw(request_id=request.pk, by=by, at=at)
    draft.status, draft.approval_id = Draft.Status.DRAFTING, None
    draft.save(update_fields=("status", "approval_id"))
    record(actor=by, verb="draft.withdrawn", subject=draft, at=at)
    return draft
