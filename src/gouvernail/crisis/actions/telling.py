"""Who is told of an incident, and the entries that the house writes by itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import reverse

from gouvernail.crisis.models import Entry, Incident, Plan, Seat
from gouvernail.foundation.actors import Actor, machine
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right

M = TypeVar("M", bound=Model)
WORKER: Final = machine("worker")


def note(  # noqa: PLR0913 -- an entry has these parts, and every action of the room writes one
    incident: Incident,
    kind: str,
    code: str,
    *,
    by: Person | Actor,
    at: datetime,
    facts: Mapping[str, str] | None = None,
    text: str = "",
    about: Model | None = None,
) -> Entry:
    """Write in the timeline what an action did. Called inside it; one leaf."""
    entry = Entry(
        incident=incident,
        kind=kind,
        code=code,
        facts={**(facts or {}), **({"words": text} if text else {})},
        happened_at=at,
        written_at=at,
        written_by=by if isinstance(by, Person) else None,
        subject_kind=getattr(about, "ledger_kind", ""),
        subject_id=str(about.pk) if about is not None else "",
    )
    entry.save(force_insert=True)
    record(actor=by, verb="incident_entry.written", subject=entry, at=at)
    return entry


def done_before(rows: QuerySet[M], key: UUID | None, **same: object) -> M | None:
    """Return what the same form made before, if it says the same; None otherwise. One query.

    Asked under the lock of the incident, so that a form sent twice is one gesture.
    """
    return rows.filter(key=key, **same).first() if key is not None else None


def fresh(rows: QuerySet[M], key: UUID | None) -> UUID | None:
    """Return the key of a form for a new row: None where an earlier one has it. One query."""
    return None if key is None or rows.filter(key=key).exists() else key


def people_of(incident: Incident) -> set[UUID]:
    """Return who holds a seat now, and their deputies. One query."""
    rows = Seat.objects.filter(incident=incident, until__isnull=True)
    return {one for seat in rows for one in (seat.person_id, seat.deputy_id) if one is not None}


def runners_of(incident: Incident) -> set[UUID]:
    """Return who runs incidents where it stands, by right. One query."""
    rows = holders_of_right(Right.RUN_INCIDENTS, unit=incident.unit)
    return set(rows.values_list("pk", flat=True))


def drill_of(incident: Incident) -> dict[str, str]:
    """Return the fact that makes a notice begin with “Drill”; none of a real incident."""
    return {"drill": "yes"} if incident.is_drill else {}


def tell_of(
    incident: Incident,
    kind: str,
    *,
    people: Iterable[UUID],
    once: str,
    at: datetime,
    facts: Mapping[str, str] | None = None,
) -> int:
    """Tell people once of something in an incident; of a drill, each notice says that it is one."""
    message = Message(
        kind=f"incident.{kind}",
        once=f"incident:{incident.pk.hex}:{once}",
        path=reverse("crisis:incident-detail", args=[incident.pk]),
        facts={"title": incident.title, **drill_of(incident), **(facts or {})},
        subject_kind=Incident.ledger_kind,
        subject_id=str(incident.pk),
    )
    return tell(people=people, message=message, at=at)


def tell_of_statement(
    plan: Plan, kind: str, *, people: Iterable[UUID], once: str, at: datetime
) -> int:
    """Tell people once of the statements of a plan."""
    message = Message(
        kind=f"crisis_statement.{kind}",
        once=f"statement:{once}",
        path=reverse("crisis:plan-detail", args=[plan.pk]),
        facts={"title": plan.title, "title_en": plan.title_en},
        subject_kind=Plan.ledger_kind,
        subject_id=str(plan.pk),
    )
    return tell(people=people, message=message, at=at)
