"""Where a draft stands, and all that happened to it."""

from dataclasses import dataclass
from datetime import datetime

from gouvernail.approvals.models import Decision, Request, RequestStep
from gouvernail.approvals.queries import decisions_of, last_request, steps_of
from gouvernail.content.models import Draft, Revision
from gouvernail.content.permissions import KIND
from gouvernail.content.queries.drafts import manuscript_of
from gouvernail.content.queries.previews import Preview, preview_of
from gouvernail.ledger.queries import Timeline, timeline
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import deliveries_of, is_locked


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    """One draft's page: texts, request, decisions, deliveries, journal."""

    previews: tuple[Preview, ...]
    request: Request | None
    steps: tuple[RequestStep, ...]
    decisions: tuple[Decision, ...]
    revisions: tuple[Revision, ...]
    deliveries: tuple[Delivery, ...]
    timeline: Timeline
    locked: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """Why a draft came back: a reviewer's word, or rules that became stricter since."""

    decision: Decision | None
    stricter: bool


def why_sent_back(draft: Draft) -> SentBack | None:
    """Return why a draft came back, when it did. Two queries, none for other drafts."""
    if draft.status not in {Draft.Status.CHANGES, Draft.Status.REFUSED}:
        return None
    stricter = Delivery.objects.filter(
        subject_id=draft.pk, revision=draft.revision, explanation="stricter"
    ).exists()
    last = decisions_of(KIND, draft.pk).last()
    said = last if last and last.verdict != Decision.Verdict.APPROVE else None
    return SentBack(decision=None if stricter else said, stricter=stricter)


def draft_record(draft: Draft, *, at: datetime, cursor: str = "") -> DraftRecord:
    """Return a draft's record. Some twelve queries, whatever the number of entries."""
    manuscript = manuscript_of(draft)
    request = last_request(KIND, draft.pk)
    decisions = tuple(decisions_of(KIND, draft.pk))
    deliveries = tuple(deliveries_of(draft.pk))
    revisions = tuple(draft.revisions.select_related("by").defer("payloads"))
    also = [
        *(("revision", revision.pk) for revision in revisions),
        *((Request.ledger_kind, key) for key in _request_ids(draft)),
        *((Decision.ledger_kind, decision.pk) for decision in decisions),
        *((Delivery.ledger_kind, delivery.pk) for delivery in deliveries),
    ]
    return DraftRecord(
        previews=tuple(preview_of(one, media=manuscript.media) for one in manuscript.said),
        request=request,
        steps=tuple(steps_of(request)) if request else (),
        decisions=decisions,
        revisions=revisions,
        deliveries=deliveries,
        timeline=timeline("draft", draft.pk, also=also, cursor=cursor),
        locked=is_locked(draft.pk),
        at=at,
    )


def _request_ids(draft: Draft) -> list[object]:
    rows = Request.objects.filter(subject_kind=KIND, subject_id=draft.pk)
    return list(rows.values_list("pk", flat=True))
