"""Submitting: the text becomes a revision that never changes, and a request for agreement."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.models import Request
from gouvernail.approvals.queries import last_request
from gouvernail.content.actions.licences import revoke_agreement
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
    revision_of,
    subject_of,
)
from gouvernail.content.queries.licences import answers_for
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.actions import record
from gouvernail.licences.errors import LicenceSuspendedError
from gouvernail.people.models import Person
from gouvernail.publishing.actions import cancel_deliveries
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
        LicenceSuspendedError: the licence of `by` is suspended.
        DraftStaleError: it was changed since `edit_count` was read.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    check_fresh(draft, edit_count)
    if draft.publish_at is not None and draft.publish_at <= at:
        raise WallTimePastError
    manuscript = manuscript_of(draft)
    _refuse_suspended(manuscript, by=by, at=at)
    examination = examine(manuscript, at=draft.publish_at or at)
    if examination.blocks:
        raise DraftBlockedError(reasons_of(examination.blocks))
    if draft.status in VOIDABLE:  # what was agreed to before is no more: nor is what it queued
        cancel_deliveries(subject_id=draft.pk, by=by, at=at, why="resubmitted")
    _submit(manuscript, examination, hand=_Hand(by=by, answer=answer.strip()), at=at)
    return draft


def _refuse_suspended(manuscript: Manuscript, *, by: Person, at: datetime) -> None:
    """Refuse whoever is suspended now: a colleague takes the text up."""
    mine = answers_for(manuscript, people={by.pk}, at=at).lacking
    held = next((one for one in mine if one.suspended), None)
    if held is not None:
        raise LicenceSuspendedError(held.reasons[0].until)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hand:
    """Who submits, what they answer; `why` and `actor` when the site does it in their place."""

    by: Person
    answer: str = ""
    why: str = ""
    actor: Actor | None = None

    @property
    def signed(self) -> Person | Actor:
        """Return whose act the journal writes."""
        return self.actor or self.by


def resubmit_unchanged(draft: Draft, *, why: str, actor: Actor, at: datetime) -> bool:
    """Ask again about the same words, judged by the rules of now; return whether it could be.

    In the name of who submitted them; the caller holds the draft, in its own action. A time that
    is over becomes “as soon as it is agreed to”. When the rules now forbid it, nothing is done.
    """
    former = revision_of(draft.pk, draft.revision)
    manuscript = manuscript_of(draft)
    examination = examine(manuscript, at=draft.publish_at or at)
    if former is None or examination.blocks:
        return False
    if draft.publish_at is not None and draft.publish_at <= at:
        draft.wall_time, draft.time_zone, draft.fold, draft.publish_at = "", "", 0, None
        draft.save(update_fields=("wall_time", "time_zone", "fold", "publish_at"))
        record(actor=actor, verb="draft.scheduled", subject=draft, at=at, data={"why": why})
    _submit(manuscript, examination, hand=_Hand(by=former.by, why=why, actor=actor), at=at)
    return True


def _submit(manuscript: Manuscript, examination: Examination, *, hand: _Hand, at: datetime) -> None:
    """Keep what is submitted and what the rules said of it, and ask people."""
    draft = manuscript.draft
    revision = _keep_revision(manuscript, examination, hand=hand, at=at)
    _keep_verdicts(draft, examination, revision.number, at=at)
    request = _ask(manuscript, examination, revision, hand=hand, at=at)
    draft.status, draft.revision = Draft.Status.IN_REVIEW, revision.number
    draft.approval_id = request.pk
    draft.save(update_fields=("status", "revision", "approval_id"))
    record(
        actor=hand.signed,
        verb="draft.submitted",
        subject=draft,
        at=at,
        digest=revision.digest,
        data={"why": hand.why} if hand.why else None,
    )


def _keep_revision(
    manuscript: Manuscript, examination: Examination, *, hand: _Hand, at: datetime
) -> Revision:
    draft, key, by = manuscript.draft, uuid7(), hand.by
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
        answer=hand.answer,
        by=by,
        at=at,
    )
    signed, digest = hand.signed, revision.digest
    machines = {"origins": sorted(manuscript.origins)} if manuscript.origins else None
    record(
        actor=signed,
        verb="revision.submitted",
        subject=revision,
        at=at,
        digest=digest,
        data=machines,
    )
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
        unit_id=draft.unit_id,
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
    hand: _Hand,
    at: datetime,
) -> Request:
    subject = subject_of(manuscript, examination, by=hand.by, digest=revision.digest)
    if hand.why:
        subject = replace(subject, context={**subject.context, "why": hand.why})
    return approvals.request_approval(
        subject=subject,
        by=hand.by,
        at=at,
        expires_at=manuscript.draft.publish_at,
        actor=hand.actor,
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
    revoke_agreement(draft, by=by, at=at)
    draft.status, draft.approval_id = Draft.Status.DRAFTING, None
    draft.save(update_fields=("status", "approval_id"))
    record(actor=by, verb="draft.withdrawn", subject=draft, at=at)
    return draft
