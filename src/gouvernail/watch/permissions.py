"""Who reads reports and reviews, and which link opens which copy."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.crisis.models import Incident
from gouvernail.crisis.permissions import around, visible_incident, visible_incidents
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.watch.errors import (
    IncidentOpenError,
    LinkOverError,
    ReportNotFoundError,
    WatchPartNotFoundError,
)
from gouvernail.watch.models import (
    Copy,
    HoldingPage,
    Improvement,
    Recipient,
    Relief,
    Report,
    Review,
)

SALT: Final = "gouvernail.watch.copy"
LINK_DAYS: Final = timedelta(days=30)
"""How long after the end of an incident its links still open."""


def visible_reports(viewer: Person) -> QuerySet[Report]:
    """Return the reports of incidents `viewer` sees, and those sent to them."""
    mine = Copy.objects.filter(report=OuterRef("pk"), recipient__person=viewer)
    seen = Q(watch__incident__in=visible_incidents(viewer).values("pk"))
    if viewer.is_active:
        seen |= Q(Exists(mine))
    return Report.objects.filter(seen)


def visible_report(report_id: UUID | str, *, viewer: Person) -> Report:
    """Return one report `viewer` may read, its watch and incident loaded.

    Raises:
        ReportNotFoundError: missing or hidden.
    """
    if not is_uuid(str(report_id)):
        raise ReportNotFoundError
    rows = visible_reports(viewer).select_related(
        "watch__incident__unit", "watch__incident__plan", "sent_by", "written_by"
    )
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise ReportNotFoundError
    return report


def key_of(copy: Copy) -> str:
    """Return the signed key of a copy: the same one each time, kept nowhere."""
    return Signer(salt=SALT, sep=".").sign(str(copy.pk))


def copy_with(key: str, *, at: datetime) -> Copy:
    """Return the copy that a signed key names, for anybody who holds it. One query.

    Raises:
        LinkOverError: it is not ours, its recipient was taken out, or the incident ended long ago.
    """
    try:
        value = Signer(salt=SALT, sep=".").unsign(key)
    except BadSignature:
        raise LinkOverError from None
    rows = Copy.objects.select_related(
        "report__watch__incident__unit", "report__sent_by", "recipient__person"
    )
    copy = rows.filter(pk=value).first() if is_uuid(value) else None
    if copy is None or copy.recipient.removed_at is not None:
        raise LinkOverError
    ended = copy.report.watch.ended_at
    if ended is not None and at > ended + LINK_DAYS:
        raise LinkOverError
    return copy


def visible_recipient(recipient_id: UUID, *, viewer: Person) -> Recipient:
    """Return one recipient of an incident `viewer` sees, still on its list.

    Raises:
        WatchPartNotFoundError: missing, removed or hidden.
    """
    rows = Recipient.objects.select_related("watch__incident", "person")
    seen = visible_incidents(viewer).values("pk")
    found = rows.filter(pk=recipient_id, removed_at__isnull=True, watch__incident__in=seen).first()
    if found is None:
        raise WatchPartNotFoundError
    return found


def visible_review(incident_id: UUID, *, viewer: Person) -> tuple[Incident, Review | None]:
    """Return an incident that is over, and its review if it was begun.

    Raises:
        IncidentNotFoundError: missing or hidden.
        IncidentOpenError: it is not over.
    """
    incident = visible_incident(incident_id, viewer=viewer)
    if incident.status != Incident.Status.CLOSED:
        raise IncidentOpenError
    rows = Review.objects.select_related("facilitator", "opened_by", "finished_by")
    return incident, rows.filter(incident=incident).first()


def may_review(viewer: Person, incident: Incident) -> bool:
    """Return whether `viewer` writes the review: who runs incidents where it stood. No query."""
    return may(viewer, Right.RUN_INCIDENTS, unit=incident.unit)


def require_review(viewer: Person, incident: Incident) -> None:
    """Refuse who may not write the review.

    Raises:
        RightMissingError.
    """
    if not may_review(viewer, incident):
        raise RightMissingError(str(Right.RUN_INCIDENTS))


def visible_improvement(improvement_id: UUID, *, viewer: Person) -> Improvement:
    """Return one action of a review `viewer` sees, or that is theirs.

    Raises:
        WatchPartNotFoundError: missing or hidden.
    """
    rows = Improvement.objects.select_related("review__incident__unit", "owner")
    seen = Q(review__incident__in=visible_incidents(viewer).values("pk"))
    if viewer.is_active:
        seen |= Q(owner=viewer)
    found = rows.filter(seen, pk=improvement_id).first()
    if found is None:
        raise WatchPartNotFoundError
    return found


def visible_pages(viewer: Person) -> QuerySet[HoldingPage]:
    """Return the holding pages above and below the units where `viewer` sees incidents."""
    return HoldingPage.objects.filter(around(viewer), archived_at__isnull=True)


def visible_page(page_id: UUID, *, viewer: Person, lock: bool = False) -> HoldingPage:
    """Return one holding page in use, its unit loaded.

    Raises:
        WatchPartNotFoundError: missing or hidden.
    """
    if lock:
        HoldingPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    rows = visible_pages(viewer).select_related("unit", "incident", "edited_by")
    page = rows.filter(pk=page_id).first()
    if page is None:
        raise WatchPartNotFoundError
    return page


def visible_relief(relief_id: UUID, *, viewer: Person) -> Relief:
    """Return one handover of an incident `viewer` sees, or that they are asked to accept.

    Raises:
        WatchPartNotFoundError: missing or hidden.
    """
    rows = Relief.objects.select_related("watch__incident__unit", "giver", "taker", "asked_by")
    seen = Q(watch__incident__in=visible_incidents(viewer).values("pk"))
    if viewer.is_active:
        seen |= Q(taker=viewer)
    found = rows.filter(seen, pk=relief_id).first()
    if found is None:
        raise WatchPartNotFoundError
    return found
