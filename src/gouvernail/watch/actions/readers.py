"""Who gets the reports, and how each says that they read one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gouvernail.crisis.actions.telling import note
from gouvernail.crisis.models import Entry, Incident
from gouvernail.crisis.permissions import open_room
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_person
from gouvernail.watch.actions.telling import WORKER
from gouvernail.watch.actions.watches import room_watch
from gouvernail.watch.errors import ReportNotFoundError, WatchInvalidError, WatchPartNotFoundError
from gouvernail.watch.models import Copy, Recipient, Report
from gouvernail.watch.permissions import copy_with, visible_recipient

NAME_LIMIT: Final = 200
KEPT: Final = timedelta(days=396)
BATCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who is to get the reports: a person of the house, or a name and an address outside."""

    person_id: UUID | None = None
    name: str = ""
    email: str = ""
    language: str = "fr"


@action("watch.add_reader")
def add_reader(*, incident_id: UUID, reader: Reader, by: Person, at: datetime) -> Recipient:
    """Put somebody on the list of readers, from the next report on.

    Raises:
        WatchInvalidError: nobody, no valid address, they are on it, or outside during a drill.
        PersonNotFoundError, NoWatchError, IncidentNotFoundError, RightMissingError,
        IncidentClosedError.
    """
    watch = room_watch(incident_id, by=by)
    row = Recipient(watch=watch, added_by=by, added_at=at)
    row.language = reader.language if reader.language in {"fr", "en"} else "fr"
    known = Recipient.objects.filter(watch=watch, removed_at__isnull=True)
    if reader.person_id is not None:
        row.person = visible_person(reader.person_id, viewer=by)
        row.language = row.person.language or row.language
        known = known.filter(person=row.person)
    else:
        row.name = " ".join(reader.name.split())[:NAME_LIMIT]
        row.email = _address(reader.email)
        if watch.incident.is_drill:
            inside = _("This is a drill: reports leave to people of the house only.")
            raise WatchInvalidError({"email": inside})
        known = known.filter(email=row.email)
    if known.exists():
        field = "person" if row.person else "email"
        raise WatchInvalidError({field: _("They get the reports already.")})
    row.save(force_insert=True)
    record(actor=by, verb="report_recipient.added", subject=row, at=at)
    return row


def _address(email: str) -> str:
    address = email.strip().lower()
    if not address:
        raise WatchInvalidError({"person": _("Choose somebody, or write an e-mail address below.")})
    try:
        validate_email(address)
    except ValidationError:
        raise WatchInvalidError({"email": _("This is not an e-mail address.")}) from None
    return address


@action("watch.remove_reader")
def remove_reader(*, recipient_id: UUID, by: Person, at: datetime) -> Recipient:
    """Take somebody off the list; their links open nothing any more.

    Raises:
        WatchPartNotFoundError, RightMissingError, IncidentClosedError.
    """
    row = visible_recipient(recipient_id, viewer=by)
    open_room(row.watch.incident_id, by=by)
    row.removed_at = at
    row.save(update_fields=("removed_at",))
    record(actor=by, verb="report_recipient.removed", subject=row, at=at)
    return row


@action("watch.acknowledge")
def acknowledge(*, report_id: UUID, by: Person, at: datetime) -> Copy:
    """Say that one read a report that was sent to one.

    Raises:
        ReportNotFoundError: it was not sent to `by`.
    """
    rows = Copy.objects.select_for_update(of=("self",)).select_related("report__watch__incident")
    copy = rows.filter(report_id=report_id, recipient__person=by).first()
    if copy is None or not by.is_active:
        raise ReportNotFoundError
    return _acknowledged(copy, Copy.How.SITE, by=by, at=at)


@action("watch.acknowledge_by_link")
def acknowledge_by_link(*, key: str, at: datetime) -> Copy:
    """Say, with the link of a letter, that its reader read the report.

    Raises:
        LinkOverError: the link is no longer valid.
    """
    found = copy_with(key, at=at)
    copy = Copy.objects.select_for_update().get(pk=found.pk)
    copy.report, copy.recipient = found.report, found.recipient
    guest = Actor(kind="guest", ref=str(copy.recipient_id), auth="link")
    return _acknowledged(copy, Copy.How.LINK, by=guest, at=at)


@action("watch.note_acknowledged")
def note_acknowledged(*, copy_id: UUID, by: Person, at: datetime) -> Copy:
    """Note that a reader said, by telephone or face to face, that they read the report.

    Raises:
        WatchPartNotFoundError, RightMissingError, IncidentClosedError.
    """
    rows = Copy.objects.select_for_update(of=("self",)).select_related("report__watch")
    copy = rows.filter(pk=copy_id).first()
    if copy is None:
        raise WatchPartNotFoundError
    copy.report.watch.incident = open_room(copy.report.watch.incident_id, by=by)
    return _acknowledged(copy, Copy.How.SAID, by=by, at=at)


def _acknowledged(copy: Copy, how: str, *, by: Person | Actor, at: datetime) -> Copy:
    """Keep the first acknowledgement; the last one of a report is told in the timeline."""
    if copy.acknowledged_at is not None:
        return copy
    copy.acknowledged_at, copy.how = at, how
    copy.noted_by = by if isinstance(by, Person) else None
    copy.save(update_fields=("acknowledged_at", "how", "noted_by"))
    record(actor=by, verb="report_copy.acknowledged", subject=copy, at=at)
    report: Report = copy.report
    incident: Incident = report.watch.incident
    left = Copy.objects.filter(report=report, acknowledged_at__isnull=True)
    left = left.filter(recipient__removed_at__isnull=True)
    if incident.status == Incident.Status.OPEN and not left.exists():
        facts = {"number": str(report.number)}
        kind = Entry.Kind.REPORT
        note(incident, kind, "all_acknowledged", by=by, at=at, facts=facts, about=report)
    return copy


@action("watch.drop_reader")
def drop_reader(*, person_id: UUID, at: datetime) -> int:
    """Take somebody erased off every list; return how many."""
    rows = list(
        Recipient.objects.select_for_update().filter(person_id=person_id, removed_at__isnull=True)
    )
    for row in rows:
        row.removed_at = at
        row.save(update_fields=("removed_at",))
        record(actor=WORKER, verb="report_recipient.removed", subject=row, at=at)
    return len(rows)


def forget_readers(*, at: datetime) -> int:
    """Erase names and addresses outside thirteen months after the end of the incident."""
    rows = Recipient.objects.filter(watch__ended_at__lte=at - KEPT).exclude(name="", email="")
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for key in keys:
        forget_reader(recipient_id=key, at=at)
    return len(keys)


@action("watch.forget_reader")
def forget_reader(*, recipient_id: UUID, at: datetime) -> Recipient:
    """Erase the name and the address of somebody outside."""
    row = Recipient.objects.select_for_update().get(pk=recipient_id)
    row.name = row.email = ""
    row.removed_at = row.removed_at or at
    row.save(update_fields=("name", "email", "removed_at"))
    erase_openings(subject_kind=Recipient.ledger_kind, subject_id=str(row.pk))
    record(actor=WORKER, verb="report_recipient.redacted", subject=row, at=at)
    return row
