"""What the panel of the room and the page of a watch show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gouvernail.crisis.models import Incident, Seat
from gouvernail.crisis.permissions import may_run
from gouvernail.listening.models import Topic
from gouvernail.listening.permissions import visible_topics
from gouvernail.people.models import Person
from gouvernail.watch.models import Copy, Recipient, Relief, Report, Watch
from gouvernail.watch.queries.figures import topics_of
from gouvernail.watch.queries.watches import (
    OFFICER,
    asked_relief,
    copies_of,
    last_sent,
    open_report,
    recipients_of,
    reports_of,
    watch_of,
)

OFFERED: Final = 200
SHORT: Final = timedelta(minutes=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The watch as the room shows it; `tone` is that of the clock: `ok`, `warn` or `stop`."""

    incident: Incident
    watch: Watch | None
    may_run: bool
    report: Report | None
    last: Report | None
    copies: Sequence[Copy]
    seat: Seat | None
    relief: Relief | None
    readers: Sequence[Recipient]
    tone: str

    @property
    def heard(self) -> int:
        """Return how many acknowledged the last report."""
        return sum(1 for one in self.copies if one.acknowledged_at)


def panel_of(incident: Incident, *, viewer: Person, at: datetime) -> Panel:
    """Return the watch as the room shows it. Eight queries."""
    watch = watch_of(incident)
    report = open_report(watch) if watch else None
    last = last_sent(watch) if watch else None
    seat = Seat.objects.filter(incident=incident, role=OFFICER, until__isnull=True)
    return Panel(
        incident=incident,
        watch=watch,
        may_run=may_run(viewer, incident) and incident.status == Incident.Status.OPEN,
        report=report,
        last=last,
        copies=list(copies_of(last)) if last else [],
        seat=seat.select_related("person", "deputy").first(),
        relief=asked_relief(watch) if watch else None,
        readers=list(recipients_of(watch)) if watch else [],
        tone=_tone(report, at=at),
    )


def _tone(report: Report | None, *, at: datetime) -> str:
    if report is None or report.due_at is None or report.due_at > at + SHORT:
        return "ok"
    return "stop" if report.due_at <= at else "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPage:
    """Everything about the watch of an incident."""

    panel: Panel
    reports: Sequence[Report]
    reliefs: Sequence[Relief]
    shifts: Sequence[Seat]
    topics: Sequence[Topic]
    offered: Sequence[Topic]


def watch_page(incident: Incident, *, viewer: Person, at: datetime) -> WatchPage:
    """Return the page of a watch. Fourteen queries, whatever happened."""
    panel = panel_of(incident, viewer=viewer, at=at)
    watch = panel.watch
    shifts = Seat.objects.filter(incident=incident, role=OFFICER, person__isnull=False)
    reliefs = Relief.objects.filter(watch=watch).select_related("taker", "asked_by")
    offered = visible_topics(viewer).filter(paused_at__isnull=True, closed_at__isnull=True)
    return WatchPage(
        panel=panel,
        reports=list(reports_of(watch)) if watch else [],
        reliefs=list(reliefs.exclude(status=Relief.Status.ASKED)[:OFFERED]) if watch else [],
        shifts=list(shifts.select_related("person").order_by("since", "pk")),
        topics=topics_of(watch) if watch else [],
        offered=list(offered.order_by("name_fr", "pk")[:OFFERED]) if panel.may_run else [],
    )
