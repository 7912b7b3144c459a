"""Where a draft stands, and all that happened to it."""

from dataclasses import dataclass
from datetime import datetime

from gouvernail.approvals.models import Decision, Guest, Request, RequestStep
from gouvernail.approvals.queries import decisions_of, last_request, steps_of
from gouvernail.content.models import Draft, DraftProof, Revision
from gouvernail.content.permissions import KIND
from gouvernail.content.queries.drafts import Manuscript, Said, manuscript_of
from gouvernail.content.queries.licences import lapsed_words
from gouvernail.content.queries.previews import Preview, preview_of
from gouvernail.content.queries.submitted import assets_in, pictures_of
from gouvernail.ledger.queries import Timeline, timeline
from gouvernail.people.models import Person
from gouvernail.publishing.actions.orders import LICENCE
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import deliveries_of, is_locked
from gouvernail.records.models import Record
from gouvernail.records.permissions import visible_records

Sent = Delivery.Status
OUT = (Sent.SENT, Sent.VERIFIED, Sent.ALTERED, Sent.DISAPPEARED, Sent.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What one account published: exactly what was sent, and its page in the archive if any."""

    delivery: Delivery
    preview: Preview
    record: Record | None

    @property
    def at(self) -> datetime:
        """Return when it appeared."""
        return self.delivery.sent_at or self.delivery.publish_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    """One draft's page: texts, request, decisions, deliveries, journal.

    `previews` are of accounts where it may still appear; `published` is what is out.
    """

    previews: tuple[Preview, ...]
    published: tuple[Published, ...]
    request: Request | None
    steps: tuple[RequestStep, ...]
    decisions: tuple[Decision, ...]
    revisions: tuple[Revision, ...]
    deliveries: tuple[Delivery, ...]
    timeline: Timeline
    locked: bool
    at: datetime
    waits_for_licence: str = ""


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


def _waits(request: Request | None) -> bool:
    pending = request is not None and request.status == Request.Status.PENDING
    return pending and request is not None and request.context.get("why") == LICENCE


def draft_record(draft: Draft, *, viewer: Person, at: datetime, cursor: str = "") -> DraftRecord:
    """Return a draft's record. Some sixteen queries, whatever the number of entries."""
    manuscript = manuscript_of(draft)
    request = last_request(KIND, draft.pk)
    decisions = tuple(decisions_of(KIND, draft.pk))
    deliveries = tuple(deliveries_of(draft.pk))
    revisions = tuple(draft.revisions.select_related("by").defer("payloads"))
    also = [
        *(("revision", revision.pk) for revision in revisions),
        *((Request.ledger_kind, key) for key in _request_ids(draft)),
        *((Decision.ledger_kind, decision.pk) for decision in decisions),
        *((Guest.ledger_kind, key) for key in _guest_ids(draft)),
        *((DraftProof.ledger_kind, key) for key in draft.proofs.values_list("pk", flat=True)),
        *((Delivery.ledger_kind, delivery.pk) for delivery in deliveries),
    ]
    published = _published(deliveries, manuscript, viewer=viewer)
    return DraftRecord(
        previews=_to_come(draft, manuscript, published),
        published=published,
        request=request,
        steps=tuple(steps_of(request)) if request else (),
        decisions=decisions,
        revisions=revisions,
        deliveries=deliveries,
        waits_for_licence=lapsed_words(request) if _waits(request) else "",
        timeline=timeline("draft", draft.pk, also=also, cursor=cursor),
        locked=is_locked(draft.pk),
        at=at,
    )


def _to_come(
    draft: Draft, manuscript: Manuscript, published: tuple[Published, ...]
) -> tuple[Preview, ...]:
    """Return how it would look where it is not out; nothing when it is over."""
    if published and draft.status == Draft.Status.PUBLISHED:
        return ()
    out = {one.delivery.account_id for one in published}
    return tuple(
        preview_of(one, media=manuscript.media)
        for one in manuscript.said
        if one.account.pk not in out
    )


def _published(
    deliveries: tuple[Delivery, ...], manuscript: Manuscript, *, viewer: Person
) -> tuple[Published, ...]:
    """Return what is out, from the fields that were sent. Two queries, none if nothing is."""
    out = [one for one in deliveries if one.status in OUT]
    if not out:
        return ()
    rows = visible_records(viewer).filter(delivery_id__in=[one.pk for one in out])
    records = {record.delivery_id: record for record in rows}
    accounts = {one.account.pk: one.account for one in manuscript.said}
    assets = assets_in(one.fields for one in out)
    found = []
    for one in out:
        said = Said(
            account=accounts.get(one.account_id, one.account),
            text=str(one.fields["text"]),
            adapted=True,
            options=dict(one.fields.get("options", {})),
        )
        media = pictures_of(one.fields.get("media", []), assets)
        preview = preview_of(said, media=media)  # type: ignore[arg-type]  # same attributes
        found.append(Published(delivery=one, preview=preview, record=records.get(one.pk)))
    return tuple(found)


def _guest_ids(draft: Draft) -> list[object]:
    rows = Guest.objects.filter(request__subject_kind=KIND, request__subject_id=draft.pk)
    return list(rows.values_list("pk", flat=True))


def _request_ids(draft: Draft) -> list[object]:
    rows = Request.objects.filter(subject_kind=KIND, subject_id=draft.pk)
    return list(rows.values_list("pk", flat=True))
