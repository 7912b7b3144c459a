"""Calling the contacts of an incident in their order, and somebody else when nobody answers."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.crisis.actions.telling import WORKER, note, people_of, tell_of
from gouvernail.crisis.errors import PartNotFoundError, SettledError
from gouvernail.crisis.models import Call, Contact, Entry, Incident, PlanContact
from gouvernail.crisis.permissions import open_room, visible_contact
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

NOTE_LIMIT: Final = 300


@action("crisis.call_contacts")
def call_contacts(*, incident_id: UUID, by: Person, at: datetime) -> list[Call]:
    """Begin to call the contacts of the plan, in their order; those under way or reached stay.

    Each has until the minute of the plan, and its own delay at least. People of the house are told
    here too, and answer with one press.

    Raises:
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident = open_room(incident_id, by=by)
    known = set(
        Call.objects.filter(incident=incident, status__in=("waiting", "answered")).values_list(
            "contact_id", flat=True
        )
    )
    rows = PlanContact.objects.filter(plan=incident.plan, contact__removed_at__isnull=True)
    begun = []
    for line in rows.select_related("contact__person"):
        if line.contact_id not in known:
            wait = max(line.minute, line.contact.delay_minutes)
            begun.append(_ask(incident, line.contact, line.position, wait, by=by, at=at))
    return begun


@action("crisis.call_contact")
def call_contact(*, incident_id: UUID, contact_id: UUID, by: Person, at: datetime) -> Call:
    """Begin to call one contact of the directory.

    Raises:
        SettledError: they are being called.
        ContactNotFoundError, IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    incident = open_room(incident_id, by=by)
    contact = visible_contact(contact_id, viewer=by)
    if Call.objects.filter(incident=incident, contact=contact, status="waiting").exists():
        raise SettledError
    return _ask(incident, contact, contact.position, contact.delay_minutes, by=by, at=at)


def _ask(  # noqa: PLR0913 -- one call: whom, in which place, until when
    incident: Incident,
    contact: Contact,
    position: int,
    minutes: int,
    *,
    by: Person | Actor,
    at: datetime,
    instead_of: Call | None = None,
) -> Call:
    call = Call(
        incident=incident,
        contact=contact,
        position=position,
        asked_at=at,
        asked_by=by if isinstance(by, Person) else None,
        due_at=at + timedelta(minutes=minutes),
        instead_of=instead_of,
    )
    call.save(force_insert=True)
    record(actor=by, verb="crisis_call.asked", subject=call, at=at)
    if contact.person_id is not None:
        tell_of(incident, "called", people={contact.person_id}, once=f"call:{call.pk.hex}", at=at)
    return call


@action("crisis.answer_call")
def answer_call(*, call_id: UUID, note_of_it: str = "", by: Person, at: datetime) -> Call:
    """Say that a contact was reached, and what was said; the person called may say so too.

    Raises:
        SettledError: it was settled, perhaps escalated, meanwhile.
        PartNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    call = _call(call_id, by=by)
    if call.status != Call.Status.WAITING or call.incident.status != Incident.Status.OPEN:
        raise SettledError
    call.note = note_of_it.strip()[:NOTE_LIMIT]
    _settle(call, Call.Status.ANSWERED, by=by, at=at)
    return call


@action("crisis.escalate_call")
def escalate_call(*, call_id: UUID, by: Person | Actor, at: datetime) -> Call:
    """Nobody answered: call who stands in, if anybody does; the room is told. Return the call.

    Raises:
        SettledError: it was settled meanwhile.
        PartNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    call = _call(call_id, by=by, runs=True)
    if call.status != Call.Status.WAITING or call.incident.status != Incident.Status.OPEN:
        raise SettledError
    _settle(call, Call.Status.ESCALATED, by=by, at=at)
    backup, incident = call.contact.backup, call.incident
    under_way = Call.objects.filter(incident=incident, contact=backup).exclude(status="escalated")
    people = people_of(incident)
    tell_of(incident, "unanswered", people=people, once=f"silent:{call.pk.hex}", at=at)
    if backup is not None and backup.removed_at is None and not under_way.exists():
        wait = backup.delay_minutes
        _ask(incident, backup, call.position, wait, by=by, at=at, instead_of=call)
    return call


def escalate_late(*, at: datetime) -> int:
    """Escalate every call of an open incident whose delay is over; return how many.

    One that was answered, or whose incident was closed, in the meantime is passed by.
    """
    rows = Call.objects.filter(status="waiting", due_at__lte=at, incident__status="open")
    keys = list(rows.order_by("due_at", "pk").values_list("pk", flat=True))
    done = 0
    for key in keys:
        try:
            escalate_call(call_id=key, by=WORKER, at=at)
        except SettledError:
            continue
        done += 1
    return done


def end_calls(incident: Incident, *, by: Person, at: datetime) -> int:
    """End the calls that wait when an incident closes; return how many. Called inside an action."""
    rows = list(Call.objects.select_for_update().filter(incident=incident, status="waiting"))
    for call in rows:
        call.status, call.settled_at, call.settled_by = Call.Status.ENDED, at, by
        call.save(update_fields=("status", "settled_at", "settled_by"))
        record(actor=by, verb="crisis_call.ended", subject=call, at=at)
    return len(rows)


def _call(call_id: UUID, *, by: Person | Actor, runs: bool = False) -> Call:
    """Return a call and its incident, both locked, the incident first as everywhere.

    The person called may settle it, unless it takes somebody who `runs` the room.
    """
    named = Call.objects.filter(pk=call_id).values_list("incident_id", "contact__person_id").first()
    if named is None:
        raise PartNotFoundError
    incident_id, person_id = named
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
    if isinstance(by, Person) and (runs or person_id != by.pk):
        open_room(incident_id, by=by)
    rows = Call.objects.select_for_update(of=("self",))
    call = rows.select_related("contact__backup", "contact__person").get(pk=call_id)
    call.incident = incident
    return call


def _settle(call: Call, status: str, *, by: Person | Actor, at: datetime) -> None:
    call.status, call.settled_at = status, at
    call.settled_by = by if isinstance(by, Person) else None
    call.save(update_fields=("status", "settled_at", "settled_by", "note"))
    record(actor=by, verb=f"crisis_call.{status}", subject=call, at=at)
    code = "reached" if status == Call.Status.ANSWERED else "unanswered"
    facts = {"contact_id": str(call.contact_id)}
    note(
        call.incident, Entry.Kind.CALL, code, by=by, at=at, facts=facts, text=call.note, about=call
    )
