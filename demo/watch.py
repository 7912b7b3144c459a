"""The watch of the incident of each site: its reports, who acknowledged them, what was learnt."""

from datetime import datetime, timedelta
from typing import Any

from demo.team import Site
from gouvernail.crisis.models import Incident, Seat
from gouvernail.watch.actions import (
    PageFacts,
    Reader,
    ReviewFacts,
    acknowledge,
    acknowledge_by_link,
    add_improvement,
    add_reader,
    begin_report,
    end_watch,
    finish_review,
    follow_severity,
    open_watch,
    send_report,
    settle_improvement,
    write_page,
    write_review,
)
from gouvernail.watch.models import Copy, Report
from gouvernail.watch.permissions import key_of

MINUTE = timedelta(minutes=1)


def load_page(site: Site, facts: dict[str, Any], *, at: datetime) -> None:
    """Write the holding page of the file, ahead of anything."""
    write_page(facts=PageFacts(**facts), unit_id=site.root.pk, by=site.lead, at=at)


def begin_watch(site: Site, incident: Incident, facts: dict[str, Any], *, at: datetime) -> None:
    """Begin the clock, and put somebody outside on the list."""
    open_watch(incident_id=incident.pk, at=at)
    add_reader(
        incident_id=incident.pk, reader=Reader(**facts["outside"]), by=site.lead, at=at + MINUTE
    )


def send_reports(site: Site, incident: Incident, facts: dict[str, Any], *, at: datetime) -> None:
    """Send each report of the file at its minute, and have its readers acknowledge it."""
    for one in facts["reports"]:
        when = at + timedelta(minutes=one["minute"])
        report = Report.objects.get(watch__incident=incident, status="due")
        seat = Seat.objects.filter(incident=incident, role="watch", until__isnull=True).first()
        by = seat.person if seat and seat.person else site.lead
        report = begin_report(report_id=report.pk, by=by, at=when - 5 * MINUTE)
        parts = {name: words for name, words in one.items() if name in Report.PARTS}
        report = send_report(
            report_id=report.pk, parts=parts, edition=report.edition, by=by, at=when
        )
        copies = Copy.objects.filter(report=report).select_related("recipient__person")
        for number, copy in enumerate(copies, start=2):
            read_at = when + number * MINUTE
            person = copy.recipient.person
            if person is not None:
                acknowledge(report_id=report.pk, by=person, at=read_at)
            else:
                acknowledge_by_link(key=key_of(copy), at=read_at)


def calm_down(incident: Incident, *, at: datetime) -> None:
    """Let the clock follow the severity, as the worker does."""
    follow_severity(incident_id=incident.pk, at=at)


def look_back(site: Site, incident: Incident, facts: dict[str, Any], *, at: datetime) -> None:
    """End the clock, then hold the review some days later."""
    end_watch(incident_id=incident.pk, at=at)
    met = at + timedelta(days=facts["days"])
    parts = {name: facts[name] for name in ("present", "story", "helped", "missing", "public")}
    write_review(
        incident_id=incident.pk,
        facts=ReviewFacts(
            parts=parts,
            facilitator_id=site.people[facts["facilitator"]].pk,
            held_on=met.date(),
            next_drill_on=(met + timedelta(days=90)).date(),
        ),
        by=site.lead,
        at=met,
    )
    for one in facts["actions"]:
        row = add_improvement(
            incident_id=incident.pk,
            words=one["words"],
            owner_id=site.people[one["who"]].pk,
            due_on=(met + timedelta(days=one["within"])).date(),
            by=site.lead,
            at=met,
        )
        if "note" in one:
            settle_improvement(
                improvement_id=row.pk,
                status="done",
                note=one["note"],
                by=site.lead,
                at=met + timedelta(days=3),
            )
    finish_review(incident_id=incident.pk, by=site.lead, at=met + MINUTE)
