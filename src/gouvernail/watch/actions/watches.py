"""The clock of an incident: it begins with it, follows its severity, and ends with it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.crisis.actions.telling import note
from gouvernail.crisis.models import Entry, Incident, Seat
from gouvernail.crisis.permissions import open_room
from gouvernail.crisis.starters import starter_commons
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.listening.permissions import visible_topics
from gouvernail.people.models import Person
from gouvernail.watch.actions.telling import WORKER
from gouvernail.watch.errors import NoWatchError, WatchInvalidError
from gouvernail.watch.models import Recipient, Relief, Report, Watch
from gouvernail.watch.queries.figures import MOST_TOPICS, default_topics
from gouvernail.watch.queries.watches import OFFICER, last_sent, next_due, open_report

HOUR: Final = 60
PACES: Final = (0, 60, 120, 180, 240, 360)
"""Minutes between two reports that may be chosen; 0 asks for a single one."""
REASON_LIMIT: Final = 300


def pace_of(incident: Incident) -> int:
    """Return the minutes between two reports that the plan wants at this severity. No query more.

    The plan's own matrix, else the common one: two hours when severe or major, three when serious,
    a single report when limited.
    """
    levels = incident.plan.levels if incident.plan else {}
    told = levels.get(str(incident.severity), {}).get("hours")
    hours = starter_commons().levels[incident.severity].report_hours if told is None else told
    return HOUR * int(hours)


@action("watch.open_watch")
def open_watch(*, incident_id: UUID, at: datetime) -> Watch | None:
    """Begin the clock of an open incident, once: its pace, its readers, its first report.

    Readers are at first those who hold a seat, and the contacts of the plan inside the house that
    have an address; in a drill, those who play it only. None where the incident is over, or has its
    clock already.
    """
    rows = Incident.objects.select_for_update(of=("self",)).select_related("plan", "unit")
    incident = rows.filter(pk=incident_id, status=Incident.Status.OPEN).first()
    if incident is None or Watch.objects.filter(incident=incident).exists():
        return None
    watch = Watch(
        incident=incident,
        minutes=pace_of(incident),
        topic_ids=default_topics(incident),
        opened_at=incident.declared_at,
    )
    watch.save(force_insert=True)
    record(actor=WORKER, verb="watch.opened", subject=watch, at=at)
    _first_readers(watch, at=at)
    expect_report(watch, number=1, since=incident.detected_at, by=WORKER, at=at)
    return watch


def _first_readers(watch: Watch, *, at: datetime) -> None:
    """Put the seats and the plan's own contacts on the list. Three queries, one leaf each."""
    incident = watch.incident
    seats = Seat.objects.filter(incident=incident, until__isnull=True).exclude(role=OFFICER)
    people: dict[UUID, str] = {
        seat.person.pk: seat.person.language or "fr"
        for seat in seats.select_related("person")
        if seat.person is not None and seat.person.is_active
    }
    addresses: dict[str, str] = {}
    asked = incident.plan if not incident.is_drill else None
    lines = asked.contacts.select_related("contact__person") if asked else ()
    for line in lines:
        contact = line.contact
        if contact.is_outside or contact.removed_at is not None:
            continue
        if contact.person is not None and contact.person.is_active:
            people.setdefault(contact.person.pk, contact.person.language or "fr")
        elif contact.email:
            addresses.setdefault(contact.email.lower(), contact.name)
    found = [Recipient(person_id=key, language=language) for key, language in people.items()]
    found += [Recipient(email=address, name=name) for address, name in addresses.items()]
    for one in found:
        one.watch, one.added_at = watch, at
        one.save(force_insert=True)
        record(actor=WORKER, verb="report_recipient.added", subject=one, at=at)


def expect_report(
    watch: Watch, *, number: int, since: datetime, by: Person | Actor, at: datetime
) -> Report:
    """Expect a report. Called inside an action; one leaf."""
    due_at = next_due(watch, last_sent(watch), at=at)
    report = Report(watch=watch, number=number, since=since, due_at=due_at)
    report.save(force_insert=True)
    record(actor=by, verb="situation_report.due", subject=report, at=at)
    return report


@action("watch.follow_severity")
def follow_severity(*, incident_id: UUID, at: datetime) -> Watch | None:
    """Give a watch the pace of the severity its incident has now, unless somebody chose one."""
    rows = Watch.objects.select_for_update(of=("self",)).select_related("incident__plan")
    watch = rows.filter(incident_id=incident_id, ended_at__isnull=True).first()
    if watch is None or watch.is_by_hand:
        return None
    minutes = pace_of(watch.incident)
    if minutes == watch.minutes:
        return watch
    watch.minutes = minutes
    watch.save(update_fields=("minutes",))
    record(actor=WORKER, verb="watch.paced", subject=watch, at=at)
    _expect_anew(watch, by=WORKER, at=at)
    return watch


def _expect_anew(watch: Watch, *, by: Person | Actor, at: datetime) -> None:
    """Move the report that is expected to where the new pace wants it; a late one stays late."""
    report = open_report(watch)
    if report is None or report.late_at is not None:
        return
    report.due_at = next_due(watch, last_sent(watch), at=at)
    report.reminded_at = None
    report.save(update_fields=("due_at", "reminded_at"))
    record(actor=by, verb="situation_report.due", subject=report, at=at)


@action("watch.set_pace")
def set_pace(*, incident_id: UUID, minutes: int, reason: str, by: Person, at: datetime) -> Watch:
    """Choose how often the incident is reported, and say why; the severity moves it no more.

    Raises:
        WatchInvalidError: no such pace, the same one, or no reason.
        NoWatchError: its clock has not begun.
        IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    watch = room_watch(incident_id, by=by)
    wrong = {}
    if minutes not in PACES or (minutes == watch.minutes and watch.is_by_hand):
        wrong["minutes"] = _("Choose another pace.")
    why = " ".join(reason.split())[:REASON_LIMIT]
    if not why:
        wrong["reason"] = _("Say why in a few words.")
    if wrong:
        raise WatchInvalidError(wrong)
    watch.minutes, watch.is_by_hand, watch.reason = minutes, True, why
    watch.save(update_fields=("minutes", "is_by_hand", "reason"))
    record(actor=by, verb="watch.paced", subject=watch, at=at)
    facts = {"minutes": str(minutes)}
    note(watch.incident, Entry.Kind.REPORT, "paced", by=by, at=at, facts=facts, text=why)
    _expect_anew(watch, by=by, at=at)
    return watch


@action("watch.choose_topics")
def choose_topics(
    *, incident_id: UUID, topic_ids: Iterable[UUID], by: Person, at: datetime
) -> Watch:
    """Choose what is listened to for an incident: the volumes of its reports.

    Raises:
        WatchInvalidError: too many, or one that `by` cannot see.
        NoWatchError, IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    watch = room_watch(incident_id, by=by)
    wanted = sorted({str(key) for key in topic_ids})
    kept = set(watch.topic_ids)
    new = [key for key in wanted if key not in kept]
    known = visible_topics(by).filter(pk__in=new).count()
    if len(wanted) > MOST_TOPICS or known != len(new):
        raise WatchInvalidError({"topics": _("Choose among the topics of the list.")})
    watch.topic_ids = wanted
    watch.save(update_fields=("topic_ids",))
    record(actor=by, verb="watch.listened", subject=watch, at=at)
    return watch


@action("watch.end_watch")
def end_watch(*, incident_id: UUID, at: datetime) -> Watch | None:
    """End the clock of an incident that is over: nothing of it fires any more."""
    rows = Watch.objects.select_for_update(of=("self",)).select_related("incident")
    watch = rows.filter(incident_id=incident_id, ended_at__isnull=True).first()
    if watch is None or watch.incident.closed_at is None:
        return None
    watch.ended_at = watch.incident.closed_at
    watch.save(update_fields=("ended_at",))
    record(actor=WORKER, verb="watch.ended", subject=watch, at=at)
    report = open_report(watch)
    if report is not None:
        report.status = Report.Status.DROPPED
        report.save(update_fields=("status",))
        record(actor=WORKER, verb="situation_report.dropped", subject=report, at=at)
    for relief in Relief.objects.filter(watch=watch, status=Relief.Status.ASKED):
        relief.status, relief.answered_at = Relief.Status.WITHDRAWN, at
        relief.save(update_fields=("status", "answered_at"))
        record(actor=WORKER, verb="watch_relief.withdrawn", subject=relief, at=at)
    return watch


def room_watch(incident_id: UUID, *, by: Person) -> Watch:
    """Return the watch of an open incident whose room `by` runs, both locked.

    Raises:
        NoWatchError: its clock has not begun.
        IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    incident = open_room(incident_id, by=by)
    watch = Watch.objects.select_for_update().filter(incident=incident).first()
    if watch is None:
        raise NoWatchError
    watch.incident = incident
    return watch


def open_missing(*, at: datetime) -> int:
    """Begin the clock of open incidents that have none, each on its own; return how many."""
    rows = Incident.objects.filter(status=Incident.Status.OPEN, clock__isnull=True)
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:100])
    return sum(1 for key in keys if open_watch(incident_id=key, at=at) is not None)
