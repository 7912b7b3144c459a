"""Units of a file, compared with the tree that is there."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from gouvernail.people.importers.plans import Outcome, Plan, PlannedRow
from gouvernail.people.importers.tables import Table, decoded, read_table
from gouvernail.people.importers.words import UNIT_HEADINGS
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may, visible_units
from gouvernail.people.queries.facts import UnitFacts, facts_of_unit
from gouvernail.people.queries.zones import is_zone

TEXTS = ("name", "name_en", "short_name", "short_name_en", "time_zone")


def planned_units(raw: bytes, *, viewer: Person) -> Plan:
    """Return what each row of a file would do, were `viewer` to import it.

    A row is about the unit with its code. Its parent is a code of the tree or of an earlier row;
    without one it stands below the top unit. One query.

    Raises:
        TableUnreadableError: the file is not a table of units.
    """
    table = read_table(decoded(raw), headings=UNIT_HEADINGS, needed="code")
    known = {unit.code.casefold(): unit for unit in visible_units(viewer)}
    coming: dict[str, int] = {}
    rows = [_planned(table, index, known, coming, viewer) for index in range(len(table.rows))]
    return Plan(rows=tuple(rows), ignored=table.ignored)


def _planned(
    table: Table, index: int, known: dict[str, Unit], coming: dict[str, int], viewer: Person
) -> PlannedRow:
    row, line = table.rows[index], table.lines[index]
    key = row.get("code", "").casefold()
    unit = known.get(key)
    facts = _facts(row, unit)
    parent = row.get("parent", "") or _top(known, unit)
    reasons = _reasons(row, facts, unit, known)
    if not unit and parent.casefold() not in known and parent.casefold() not in coming:
        reasons.append(_("There is no unit “%(unit)s” above it.") % {"unit": parent})
    if key in coming:
        reasons.append(_("Row %(line)s has the same code.") % {"line": coming[key]})
    place = unit or known.get(parent.casefold())
    if place is not None and not may(viewer, Right.MANAGE_UNITS, unit=place):
        reasons.append(_("You may not manage units there."))
    planned = PlannedRow(
        line=line,
        title=facts.name or row.get("code", ""),
        outcome=Outcome.REJECTED,
        facts=facts,
        target=unit.pk if unit else None,
        reasons=tuple(reasons),
        parent_code=parent,
    )
    if reasons:
        return planned
    coming[key] = line
    if unit is None:
        return replace(planned, outcome=Outcome.CREATED)
    changes = _changes(row, facts, unit, known)
    outcome = Outcome.UPDATED if changes else Outcome.UNCHANGED
    return replace(planned, outcome=outcome, changes=changes)


def _top(known: dict[str, Unit], unit: Unit | None) -> str:
    if unit is not None:
        return ""
    top = min(known.values(), key=lambda one: one.depth, default=None)
    return top.code if top else ""


def _facts(row: dict[str, str], unit: Unit | None) -> UnitFacts:
    kept = facts_of_unit(unit) if unit else UnitFacts(name="", code=row.get("code", ""))
    given: dict[str, Any] = {name: row[name] for name in TEXTS if row.get(name)}
    if row.get("country"):
        given["country"] = row["country"].upper()
    return replace(kept, **given)


def _reasons(
    row: dict[str, str], facts: UnitFacts, unit: Unit | None, known: dict[str, Unit]
) -> list[str]:
    reasons = []
    if not row.get("code"):
        reasons.append(_("The code is missing."))
    if not facts.name:
        reasons.append(_("The name is missing."))
    if facts.time_zone and not is_zone(facts.time_zone):
        reasons.append(_("The time zone “%(zone)s” is not known.") % {"zone": facts.time_zone})
    if facts.country and not (len(facts.country) == 2 and facts.country.isalpha()):  # noqa: PLR2004 - ISO 3166-1 alpha-2
        reasons.append(_("The country “%(word)s” is not two letters.") % {"word": facts.country})
    parent = known.get(row.get("parent", "").casefold())
    if unit is not None and parent is not None and unit.contains(parent):
        reasons.append(_("A unit cannot stand below itself."))
    return reasons


def _changes(
    row: dict[str, str], facts: UnitFacts, unit: Unit, known: dict[str, Unit]
) -> tuple[str, ...]:
    before = facts_of_unit(unit)
    changed = [
        name for name in UnitFacts.__slots__ if getattr(before, name) != getattr(facts, name)
    ]
    parent = known.get(row.get("parent", "").casefold())
    if parent is not None and parent.pk != unit.parent_id:
        changed.append("parent")
    return tuple(changed)
