"""Taking in a file of people or units that was looked at first."""

from dataclasses import replace
from datetime import datetime

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import DomainError
from gouvernail.people.actions.persons import add_person, update_person
from gouvernail.people.actions.roles import grant_role
from gouvernail.people.actions.units import create_unit, move_unit, update_unit
from gouvernail.people.importers import Outcome, Plan, PlannedRow
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.people.queries.facts import PersonFacts, UnitFacts

WRITTEN = frozenset({Outcome.CREATED, Outcome.UPDATED})


@action("people.import_people")
def import_people(*, plan: Plan, by: Person, at: datetime) -> Plan:
    """Do what a plan of people says; return it with what really became of each row.

    Each row is taken whole or not at all, and one that is refused now says why; the others stay.
    """
    return replace(plan, rows=tuple(_take_person(row, by=by, at=at) for row in plan.rows))


def _take_person(row: PlannedRow, *, by: Person, at: datetime) -> PlannedRow:
    if row.outcome not in WRITTEN:
        return row
    try:
        _write_person(row=row, by=by, at=at)
    except DomainError as error:
        return _refused(row, error)
    return row


@action("people.import_person")
def _write_person(*, row: PlannedRow, by: Person, at: datetime) -> None:
    facts = row.facts
    assert isinstance(facts, PersonFacts)  # noqa: S101 - a plan of people holds nothing else
    if row.target is None:
        person = add_person(facts=facts, by=by, at=at)
    else:
        person = update_person(person_id=row.target, facts=facts, by=by, at=at)
    for role, seat, unit_id in row.grants:
        grant_role(person_id=person.pk, unit_id=unit_id, role=role, seat=seat, by=by, at=at)


@action("people.import_units")
def import_units(*, plan: Plan, by: Person, at: datetime) -> Plan:
    """Do what a plan of units says, in its order; return it with what became of each row."""
    known = {unit.code.casefold(): unit for unit in visible_units(by)}
    return replace(plan, rows=tuple(_take_unit(row, known, by=by, at=at) for row in plan.rows))


def _take_unit(row: PlannedRow, known: dict[str, Unit], *, by: Person, at: datetime) -> PlannedRow:
    if row.outcome not in WRITTEN:
        return row
    try:
        unit = _write_unit(row=row, parent=known.get(row.parent_code.casefold()), by=by, at=at)
    except DomainError as error:
        return _refused(row, error)
    known[unit.code.casefold()] = unit
    return row


@action("people.import_unit")
def _write_unit(*, row: PlannedRow, parent: Unit | None, by: Person, at: datetime) -> Unit:
    facts = row.facts
    assert isinstance(facts, UnitFacts)  # noqa: S101 - a plan of units holds nothing else
    if row.target is None:
        return create_unit(facts=facts, parent_id=parent.pk if parent else None, by=by, at=at)
    unit = update_unit(unit_id=row.target, facts=facts, by=by, at=at)
    if "parent" in row.changes and parent is not None:
        unit = move_unit(unit_id=row.target, parent_id=parent.pk, by=by, at=at)
    return unit


def _refused(row: PlannedRow, error: DomainError) -> PlannedRow:
    reasons = tuple(error.fields.values()) or (error.message,)
    return replace(row, outcome=Outcome.REJECTED, reasons=reasons)
