"""What is done in the room: seats, tasks, entries of the timeline."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.crisis.actions.telling import done_before, fresh, note, tell_of
from gouvernail.crisis.errors import (
    IncidentInvalidError,
    PartNotFoundError,
    SeatTakenError,
    SettledError,
)
from gouvernail.crisis.models import Entry, Incident, Seat, Task
from gouvernail.crisis.models.plans import RoleInCrisis
from gouvernail.crisis.permissions import open_room, stands_in, visible_incident
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_person

ENTRY_LIMIT: Final = 10_000
NOTE_LIMIT: Final = 300


@action("crisis.take_seat")
def take_seat(  # noqa: PLR0913 -- which seat, who, and what they must know
    *,
    incident_id: UUID,
    role: str,
    person_id: UUID | None,
    handover: str = "",
    seen: Collection[str] = (),
    by: Person,
    at: datetime,
) -> Seat:
    """Put somebody into a seat; the shift before ends there, and its open tasks go with the seat.

    `handover` is what they must know. `person_id` None takes the seat for oneself. The deputy of a
    seat may take it without running the room.

    `seen` are the keys of the shifts that were on the screen, if they are known.

    Raises:
        IncidentInvalidError: there is no such role.
        SeatTakenError: they hold it already, or it changed hands since the page was read.
        PersonNotFoundError, IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    for_oneself = person_id is None or person_id == by.pk
    read = visible_incident(incident_id, viewer=by)
    incident = open_room(incident_id, by=by, asked=for_oneself and stands_in(by, read, role))
    if role not in RoleInCrisis.values:
        raise IncidentInvalidError({"role": _("There is no such role.")})
    person = by
    if person_id is not None and person_id != by.pk:
        person = visible_person(person_id, viewer=by)
    rows = Seat.objects.select_for_update(of=("self",)).filter(incident=incident, role=role)
    held = rows.select_related("person").filter(until__isnull=True).first()
    if held is not None and held.person_id == person.pk:
        raise SeatTakenError(person.name)
    if held is not None and held.person is not None and seen and str(held.pk) not in seen:
        raise SeatTakenError(held.person.name)
    if held is not None:
        held.until, held.handover = at, handover.strip()[:ENTRY_LIMIT]
        held.save(update_fields=("until", "handover"))
        record(actor=by, verb="incident_seat.ended", subject=held, at=at)
    seat = Seat(incident=incident, role=role, person=person, since=at, after=held)
    seat.position = held.position if held else list(RoleInCrisis.values).index(role)
    seat.deputy_id = held.deputy_id if held and held.deputy_id != person.pk else None
    seat.save(force_insert=True)
    record(actor=by, verb="incident_seat.taken", subject=seat, at=at)
    _move_tasks(incident, held, seat, by=by, at=at)
    was = str(held.person_id or "") if held else ""
    note(
        incident,
        Entry.Kind.SEAT,
        "relieved" if held and held.person_id else "seated",
        by=by,
        at=at,
        facts={"role": role, "person_id": str(person.pk), "was_id": was},
        text=handover.strip()[:ENTRY_LIMIT],
        about=seat,
    )
    told = {person.pk} - {by.pk}
    tell_of(incident, "seated", people=told, once=f"seat:{seat.pk.hex}", at=at)
    return seat


def _move_tasks(
    incident: Incident, held: Seat | None, seat: Seat, *, by: Person, at: datetime
) -> None:
    """Give the open tasks of a role to who takes its seat, save those given to somebody else."""
    was = held.person_id if held else None
    rows = Task.objects.filter(
        incident=incident, role=seat.role, status=Task.Status.OPEN, owner_id=was
    )
    for task in rows:
        task.owner_id = seat.person_id
        task.save(update_fields=("owner",))
        record(actor=by, verb="incident_task.given", subject=task, at=at)


@action("crisis.add_task")
def add_task(  # noqa: PLR0913 -- a task has these parts
    *,
    incident_id: UUID,
    words: str,
    owner_id: UUID | None = None,
    due_at: datetime | None = None,
    key: UUID | None = None,
    by: Person,
    at: datetime,
) -> Task:
    """Add something to do; whoever it is given to is told. The same form (`key`) twice adds one.

    Raises:
        IncidentInvalidError: no words, or too many.
        PersonNotFoundError, IncidentNotFoundError, RightMissingError, IncidentClosedError.
    """
    incident = open_room(incident_id, by=by)
    said = _said(words, "words")
    owner = visible_person(owner_id, viewer=by) if owner_id else None
    there = Task.objects.filter(incident=incident)
    if twin := done_before(there, key, words=said):
        return twin
    task = Task(incident=incident, words=said, owner=owner, due_at=due_at, position=500)
    task.key = fresh(there, key)
    task.save(force_insert=True)
    record(actor=by, verb="incident_task.added", subject=task, at=at)
    facts = {"task": said}
    note(incident, Entry.Kind.TASK, "task_added", by=by, at=at, facts=facts, about=task)
    _tell_owner(incident, task, by=by, at=at)
    return task


@action("crisis.give_task")
def give_task(*, task_id: UUID, owner_id: UUID, by: Person, at: datetime) -> Task:
    """Give a task to somebody, who is told.

    Raises:
        SettledError: it is done or dropped.
        PartNotFoundError, PersonNotFoundError, RightMissingError, IncidentClosedError.
    """
    task = _open_task(task_id, by=by)
    task.owner = visible_person(owner_id, viewer=by)
    task.save(update_fields=("owner",))
    record(actor=by, verb="incident_task.given", subject=task, at=at)
    _tell_owner(task.incident, task, by=by, at=at)
    return task


def _tell_owner(incident: Incident, task: Task, *, by: Person, at: datetime) -> None:
    if task.owner_id is not None and task.owner_id != by.pk:
        once = f"task:{task.pk.hex}:{at.timestamp():.0f}"
        tell_of(incident, "task_given", people={task.owner_id}, once=once, at=at)


@action("crisis.settle_task")
def settle_task(
    *, task_id: UUID, status: str, note_of_it: str = "", by: Person, at: datetime
) -> Task:
    """Say that a task is done, or not needed: then why. Its owner may, without running the room.

    Raises:
        IncidentInvalidError: dropped without a word, or no such state.
        SettledError: it was settled before.
        PartNotFoundError, RightMissingError, IncidentClosedError.
    """
    task = _open_task(task_id, by=by, owner_may=True)
    if status not in {Task.Status.DONE, Task.Status.DROPPED}:
        raise IncidentInvalidError({"status": _("Done, or not needed.")})
    said = note_of_it.strip()[:NOTE_LIMIT]
    if status == Task.Status.DROPPED and not said:
        raise IncidentInvalidError({"note": _("Say in a word why it is not needed.")})
    task.status, task.settled_by, task.settled_at, task.note = status, by, at, said
    task.save(update_fields=("status", "settled_by", "settled_at", "note"))
    record(actor=by, verb=f"incident_task.{status}", subject=task, at=at)
    facts = {"task": task.words, "task_en": task.words_en}
    kind = Entry.Kind.TASK
    note(task.incident, kind, f"task_{status}", by=by, at=at, facts=facts, text=said, about=task)
    return task


@action("crisis.reopen_task")
def reopen_task(*, task_id: UUID, by: Person, at: datetime) -> Task:
    """Take up again a task that was settled too soon.

    Raises:
        SettledError: it is open.
        PartNotFoundError, RightMissingError, IncidentClosedError.
    """
    task = _task(task_id, by=by)
    if task.status == Task.Status.OPEN:
        raise SettledError
    task.status, task.settled_by, task.settled_at, task.note = Task.Status.OPEN, None, None, ""
    task.save(update_fields=("status", "settled_by", "settled_at", "note"))
    record(actor=by, verb="incident_task.reopened", subject=task, at=at)
    facts = {"task": task.words, "task_en": task.words_en}
    note(task.incident, Entry.Kind.TASK, "task_reopened", by=by, at=at, facts=facts, about=task)
    return task


def _task(task_id: UUID, *, by: Person, owner_may: bool = False) -> Task:
    found = Task.objects.filter(pk=task_id).values_list("incident_id", "owner_id").first()
    if found is None:
        raise PartNotFoundError
    incident_id, owner_id = found
    incident = open_room(incident_id, by=by, asked=owner_may and owner_id == by.pk)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task_id)
    task.incident = incident
    return task


def _open_task(task_id: UUID, *, by: Person, owner_may: bool = False) -> Task:
    task = _task(task_id, by=by, owner_may=owner_may)
    if task.status != Task.Status.OPEN:
        raise SettledError
    return task


@action("crisis.add_entry")
def add_entry(  # noqa: PLR0913 -- an entry has these parts
    *,
    incident_id: UUID,
    kind: str,
    text: str,
    by: Person | Actor,
    at: datetime,
    happened_at: datetime | None = None,
    corrects_id: UUID | None = None,
    link: str = "",
    key: UUID | None = None,
) -> Entry:
    """Write what happened; it is sealed at once, and another entry corrects it.

    The same form (`key`) sent twice writes one entry.

    Raises:
        IncidentInvalidError: no words, another kind, or in the future.
        PartNotFoundError: what it corrects is not of this incident.
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    if not isinstance(by, Person):
        incident = Incident.objects.select_for_update().get(pk=incident_id)
    else:
        incident = open_room(incident_id, by=by)
    said = _said(text, "text")
    if kind not in Entry.Kind.values or (isinstance(by, Person) and kind not in Entry.BY_HAND):
        raise IncidentInvalidError({"kind": _("Choose what kind of entry it is.")})
    when = happened_at or at
    if when > at:
        raise IncidentInvalidError({"happened_at": _("This is in the future.")})
    there = Entry.objects.filter(incident=incident)
    if twin := done_before(there, key, kind=kind, text=said):
        return twin
    corrected = None
    if corrects_id is not None:
        corrected = Entry.objects.filter(pk=corrects_id, incident=incident).first()
        if corrected is None:
            raise PartNotFoundError
    entry = Entry(
        incident=incident,
        kind=kind,
        text=said,
        link=link.strip()[:500],
        happened_at=when,
        written_at=at,
        written_by=by if isinstance(by, Person) else None,
        corrects=corrected,
        key=fresh(there, key),
    )
    entry.save(force_insert=True)
    record(actor=by, verb="incident_entry.written", subject=entry, at=at)
    return entry


def _said(text: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise IncidentInvalidError({field: _("Say it in a few words.")})
    if len(words) > ENTRY_LIMIT:
        most = _("At most %(most)s characters, please.") % {"most": ENTRY_LIMIT}
        raise IncidentInvalidError({field: most})
    return words


def remind_late_tasks(*, at: datetime) -> int:
    """Tell once the owner of each late task, or the lead where it has none; return how many.

    The first hour of the plan only: later steps have no alarm.
    """
    rows = Task.objects.filter(
        status=Task.Status.OPEN,
        due_at__lte=at,
        reminded_at__isnull=True,
        on_card=True,
        incident__status=Incident.Status.OPEN,
    )
    keys = list(rows.order_by("due_at", "pk").values_list("pk", "incident_id")[:200])
    return sum(_remind(key, incident_id, at=at) for key, incident_id in keys)


@action("crisis.remind_of_task")
def _remind(task_id: UUID, incident_id: UUID, *, at: datetime) -> bool:
    """Tell of one late task, looked at again under the lock of its incident."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task_id)
    over = task.status != Task.Status.OPEN or incident.status != Incident.Status.OPEN
    if over or task.reminded_at is not None:
        return False
    task.incident, task.reminded_at = incident, at
    task.save(update_fields=("reminded_at",))
    lead = Seat.objects.filter(incident=task.incident, role="lead", until__isnull=True).first()
    owner_id = task.owner_id or (lead.person_id if lead else None)
    people = set() if owner_id is None else {owner_id}
    facts = {"task": task.words, "task_en": task.words_en}
    once = f"late:{task.pk.hex}"
    tell_of(task.incident, "task_late", people=people, once=once, at=at, facts=facts)
    return True
