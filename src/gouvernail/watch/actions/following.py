"""What the clock does by itself: reports pre-filled, late ones escalated, silent readers called.

Each step of each report happens once. Nothing moves for an incident that is over: what reads this
asks for open incidents and going watches, and each action looks again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.crisis.actions.telling import note
from gouvernail.crisis.models import Entry, Incident
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.watch.actions.reports import prepare_report
from gouvernail.watch.actions.telling import (
    WORKER,
    everybody,
    leads,
    officers,
    tell_of_incident,
    tell_of_report,
)
from gouvernail.watch.models import Copy, Escalation, Relief, Report

SOON: Final = timedelta(minutes=20)
LATE: Final[tuple[tuple[timedelta, Callable[[Incident], set[UUID]]], ...]] = (
    (timedelta(0), officers),
    (timedelta(minutes=15), leads),
    (timedelta(minutes=30), everybody),
)
"""Who is told of a late report, and how long after it was expected."""
REMIND: Final = timedelta(minutes=20)
SILENT: Final = timedelta(minutes=40)
RELIEF: Final = timedelta(minutes=15)
BATCH: Final = 200


def going() -> QuerySet[Report]:
    """Return the reports of watches that go on, in open incidents."""
    return Report.objects.filter(
        watch__ended_at__isnull=True, watch__incident__status=Incident.Status.OPEN
    )


def prepare_soon(*, at: datetime) -> int:
    """Pre-fill the reports that are soon expected, and tell their officer; return how many."""
    rows = going().filter(
        status__in=Report.OPEN, due_at__lte=at + SOON, due_at__gt=at, reminded_at__isnull=True
    )
    keys = list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(1 for key in keys if prepare_report(report_id=key, at=at) is not None)


def escalate_reports(*, at: datetime) -> int:
    """Tell more and more people of each report that is late; return how many steps were taken."""
    rows = going().filter(status__in=Report.OPEN, due_at__lte=at)
    keys = list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(raise_late(report_id=key, at=at) for key in keys)


@action("watch.raise_late")
def raise_late(*, report_id: UUID, at: datetime) -> int:
    """Take the steps that a late report has reached; return how many were new."""
    report = _going(report_id)
    if report is None or report.due_at is None or report.status not in Report.OPEN:
        return 0
    incident = report.watch.incident
    if report.late_at is None:
        report.late_at = at
        report.save(update_fields=("late_at",))
        record(actor=WORKER, verb="situation_report.late", subject=report, at=at)
        facts = {"number": str(report.number)}
        note(
            incident,
            Entry.Kind.REPORT,
            "report_late",
            by=WORKER,
            at=at,
            facts=facts,
            about=report,
        )
    taken = 0
    for step, (after, who) in enumerate(LATE, start=1):
        if at >= report.due_at + after:
            taken += _raised(report, Escalation.Kind.LATE, step, who(incident), at=at)
    return taken


def _raised(report: Report, kind: str, step: int, people: set[UUID], *, at: datetime) -> int:
    """Take one step once. At most four statements and one leaf."""
    rows = Escalation.objects.filter(report=report, kind=kind, step=step)
    if rows.exists():
        return 0
    named = sorted(str(one) for one in people)
    row = Escalation(report=report, kind=kind, step=step, people=named, at=at)
    row.save(force_insert=True)
    record(actor=WORKER, verb="report_escalation.raised", subject=row, at=at)
    told = "report_silent" if kind == Escalation.Kind.SILENT else f"report_late_{step}"
    tell_of_report(report, told, people=people, at=at)
    return 1


def follow_readers(*, at: datetime) -> int:
    """Remind the readers of the last report, then tell the officer who stays silent."""
    copies = Copy.objects.filter(
        acknowledged_at__isnull=True,
        recipient__removed_at__isnull=True,
        report__in=going().filter(status=Report.Status.SENT),
        sent_at__lte=at - REMIND,
    )
    late = copies.filter(reminded_at__isnull=True)
    keys = list(late.order_by("sent_at", "pk").values_list("pk", flat=True)[:BATCH])
    done = sum(remind_reader(copy_id=key, at=at) for key in keys)
    silent = copies.filter(sent_at__lte=at - SILENT)
    raised = Escalation.objects.filter(kind=Escalation.Kind.SILENT).values("report")
    reports = silent.exclude(report__in=raised).values_list("report", flat=True).distinct()
    return done + sum(raise_silent(report_id=key, at=at) for key in list(reports[:BATCH]))


@action("watch.remind_reader")
def remind_reader(*, copy_id: UUID, at: datetime) -> int:
    """Ask a reader once more for an acknowledgement, unless a later report was sent meanwhile."""
    rows = Copy.objects.select_for_update(of=("self",)).select_related(
        "report__watch__incident", "recipient"
    )
    copy = rows.filter(pk=copy_id, acknowledged_at__isnull=True, reminded_at__isnull=True).first()
    if copy is None or _going(copy.report_id) is None:
        return 0
    report: Report = copy.report
    later = Report.objects.filter(watch=report.watch, status="sent", number__gt=report.number)
    if later.exists():  # `reminded_at` after `mailed_at` makes a letter leave
        return 0
    copy.reminded_at = at
    copy.next_try_at = None
    copy.save(update_fields=("reminded_at", "next_try_at"))
    if copy.recipient.person_id is not None:
        tell_of_report(report, "report_unread", people={copy.recipient.person_id}, at=at)
    return 1


@action("watch.raise_silent")
def raise_silent(*, report_id: UUID, at: datetime) -> int:
    """Tell the officer and the lead, once, that not everybody acknowledged the last report."""
    report = _going(report_id)
    if report is None or report.status != Report.Status.SENT:
        return 0
    later = Report.objects.filter(watch=report.watch, status="sent", number__gt=report.number)
    if later.exists():
        return 0
    incident = report.watch.incident
    people = officers(incident) | leads(incident)
    return _raised(report, Escalation.Kind.SILENT, 1, people, at=at)


def remind_reliefs(*, at: datetime) -> int:
    """Remind once who is asked to take over the watch; return how many."""
    rows = Relief.objects.filter(
        status=Relief.Status.ASKED,
        reminded_at__isnull=True,
        asked_at__lte=at - RELIEF,
        watch__ended_at__isnull=True,
        watch__incident__status=Incident.Status.OPEN,
    )
    keys = list(rows.order_by("asked_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(remind_relief(relief_id=key, at=at) for key in keys)


@action("watch.remind_relief")
def remind_relief(*, relief_id: UUID, at: datetime) -> int:
    """Remind who is asked, and tell who asked that no answer came."""
    rows = Relief.objects.select_for_update(of=("self",)).select_related(
        "watch__incident", "asked_by"
    )
    relief = rows.filter(pk=relief_id, status=Relief.Status.ASKED, reminded_at__isnull=True).first()
    if relief is None or relief.watch.incident.status != Incident.Status.OPEN:
        return 0
    relief.reminded_at = at
    relief.save(update_fields=("reminded_at",))
    people = {relief.taker_id, relief.asked_by_id}
    once = f"relief:{relief.pk.hex}:late"
    facts = {"by": relief.asked_by.name}
    incident = relief.watch.incident
    return tell_of_incident(incident, "relief_waits", people=people, once=once, at=at, facts=facts)


def _going(report_id: UUID) -> Report | None:
    rows = (
        going()
        .select_for_update(of=("self",))
        .select_related("watch__incident__unit", "watch__incident__plan")
    )
    return rows.filter(pk=report_id).first()
