"""The clock of an incident: what is expected when, from whom, and who gets it."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from gouvernail.crisis.models import Incident, Seat
from gouvernail.crisis.permissions import visible_incidents
from gouvernail.people.models import Person
from gouvernail.watch.models import Copy, Recipient, Relief, Report, Watch

FIRST: Final = timedelta(minutes=60)
"""The first report is expected in the first hour, however slow the pace after it."""
HURRY: Final = timedelta(minutes=15)
"""A new pace never asks for a report sooner than this."""
OFFICER: Final = "watch"


def watch_of(incident: Incident) -> Watch | None:
    """Return the watch of an incident, None while the worker has not opened it. One query."""
    return Watch.objects.filter(incident=incident).first()


def open_report(watch: Watch) -> Report | None:
    """Return the report being expected or written. One query."""
    return Report.objects.filter(watch=watch, status__in=Report.OPEN).first()


def due_report(incident: Incident) -> Report | None:
    """Return the report that an incident expects. One query."""
    rows = Report.objects.filter(watch__incident=incident, status__in=Report.OPEN)
    return rows.select_related("watch").first()


def last_sent(watch: Watch) -> Report | None:
    """Return the last report that left. One query."""
    rows = Report.objects.filter(watch=watch, status=Report.Status.SENT)
    return rows.order_by("-number").first()


def next_due(watch: Watch, last: Report | None, *, at: datetime) -> datetime | None:
    """Return when the next report is expected; None where only one is asked for. Pure.

    The clock keeps its beat when a report leaves early; a late one moves it.
    """
    if not watch.minutes:
        return None
    pace = timedelta(minutes=watch.minutes)
    if last is None or last.sent_at is None:
        return max(watch.opened_at + min(FIRST, pace), at)
    begun = max(last.due_at, last.sent_at) if last.due_at else last.sent_at
    return max(begun + pace, at + min(HURRY, pace))


def officer_of(incident: Incident) -> Seat | None:
    """Return the shift of the officer on duty now, its people loaded; may be vacant. One query."""
    rows = Seat.objects.filter(incident=incident, role=OFFICER, until__isnull=True)
    return rows.select_related("person", "deputy").first()


def asked_relief(watch: Watch) -> Relief | None:
    """Return the handover that waits for an answer. One query."""
    rows = Relief.objects.filter(watch=watch, status=Relief.Status.ASKED)
    return rows.select_related("giver", "taker", "asked_by").first()


def recipients_of(watch: Watch) -> QuerySet[Recipient]:
    """Return who gets the reports now, their people loaded. One query when iterated."""
    return Recipient.objects.filter(watch=watch, removed_at__isnull=True).select_related("person")


def copies_of(report: Report) -> QuerySet[Copy]:
    """Return the copies of a report, in the order of its recipients. One query when iterated."""
    return Copy.objects.filter(report=report).select_related("recipient__person", "noted_by")


def reports_of(watch: Watch) -> QuerySet[Report]:
    """Return the reports of a watch, latest first, with how many got and acknowledged each.

    One query when iterated.
    """
    return (
        Report.objects.filter(watch=watch)
        .select_related("sent_by", "written_by")
        .annotate(
            copy_count=Count("copies", distinct=True),
            heard_count=Count(
                "copies", filter=Q(copies__acknowledged_at__isnull=False), distinct=True
            ),
        )
        .order_by("-number")
    )


def to_acknowledge(viewer: Person) -> QuerySet[Copy]:
    """Return the copies of going incidents that `viewer` has not acknowledged. One query."""
    return (
        Copy.objects.filter(
            recipient__person=viewer,
            recipient__removed_at__isnull=True,
            acknowledged_at__isnull=True,
            report__watch__ended_at__isnull=True,
        )
        .select_related("report__watch__incident")
        .order_by("sent_at", "pk")
    )


def reports_due_by(viewer: Person) -> QuerySet[Report]:
    """Return the reports expected from `viewer`, who is on duty. One query when iterated."""
    seats = Seat.objects.filter(
        role=OFFICER, until__isnull=True, person=viewer, incident__in=visible_incidents(viewer)
    )
    return (
        Report.objects.filter(
            status__in=Report.OPEN,
            due_at__isnull=False,
            watch__ended_at__isnull=True,
            watch__incident__in=seats.values("incident"),
        )
        .select_related("watch__incident")
        .order_by("due_at", "pk")
    )


def reliefs_asked(viewer: Person) -> QuerySet[Relief]:
    """Return the handovers that wait for the answer of `viewer`. One query when iterated."""
    rows = Relief.objects.filter(
        taker=viewer, status=Relief.Status.ASKED, watch__ended_at__isnull=True
    )
    return rows.select_related("watch__incident", "asked_by").order_by("asked_at", "pk")
