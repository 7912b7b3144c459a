"""The tree of units."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.actions import record
from gouvernail.people.errors import UnitInvalidError, UnitNotEmptyError
from gouvernail.people.models import Person, Unit, unit_token
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.people.queries.facts import UnitFacts
from gouvernail.people.queries.units import standing_in
from gouvernail.people.queries.zones import is_zone

SETUP = Actor(kind="machine", ref="setup", auth="cli")
MAX_DEPTH = 12


@action("people.create_unit")
def create_unit(
    *, facts: UnitFacts, parent_id: UUID | None, by: Person | None, at: datetime
) -> Unit:
    """Create a unit under another; the root, by nobody, only on a site that has none.

    Raises:
        UnitInvalidError: a field cannot be taken.
        RightMissingError: `by` may not manage units there.
    """
    parent = _parent(parent_id, by)
    _check(facts, but=None)
    key = uuid7()
    path = f"{parent.path if parent else ''}{unit_token(key)}/"
    unit = Unit(id=key, parent=parent, path=path)
    _write(unit, facts)
    unit.save(force_insert=True)
    record(actor=by or SETUP, verb="unit.created", subject=unit, at=at)
    return unit


def _parent(parent_id: UUID | None, by: Person | None) -> Unit | None:
    if by is None:
        if parent_id is None and not Unit.objects.exists():
            return None
        raise UnitInvalidError({"parent": _("This organisation already has its first unit.")})
    if parent_id is None:
        raise UnitInvalidError({"parent": _("Choose the unit above it.")})
    parent = visible_unit(parent_id, viewer=by)
    require(by, Right.MANAGE_UNITS, unit=parent)
    if parent.depth >= MAX_DEPTH:
        raise UnitInvalidError({"parent": _("The tree is deep enough: choose a higher unit.")})
    return parent


@action("people.update_unit")
def update_unit(*, unit_id: UUID, facts: UnitFacts, by: Person, at: datetime) -> Unit:
    """Change what a unit says of itself.

    Raises:
        UnitInvalidError: a field cannot be taken.
        RightMissingError: `by` may not manage that unit.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.MANAGE_UNITS, unit=unit)
    _check(facts, but=unit)
    _write(unit, facts)
    unit.save()
    record(actor=by, verb="unit.updated", subject=unit, at=at)
    return unit


@action("people.move_unit")
def move_unit(*, unit_id: UUID, parent_id: UUID, by: Person, at: datetime) -> Unit:
    """Put a unit, and all below it, under another one. Three statements whatever the size.

    Raises:
        UnitInvalidError: it would stand under itself.
        RightMissingError: `by` may not manage both places.
    """
    unit = visible_unit(unit_id, viewer=by)
    parent = visible_unit(parent_id, viewer=by)
    for place in (unit, parent):
        require(by, Right.MANAGE_UNITS, unit=place)
    if unit.parent_id is None or unit.contains(parent):
        raise UnitInvalidError({"parent": _("A unit cannot stand below itself.")})
    old, new = unit.path, f"{parent.path}{unit_token(unit.pk)}/"
    Unit.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    for moved in Unit.objects.filter(path__startswith=new):
        record(actor=by, verb="unit.moved", subject=moved, at=at)
    unit.refresh_from_db()
    return unit


@action("people.close_unit")
def close_unit(*, unit_id: UUID, by: Person, at: datetime) -> Unit:
    """Close an empty unit; it stays in the history.

    Raises:
        UnitNotEmptyError: units, people or accounts still stand in it; it names them.
        RightMissingError: `by` may not manage that unit.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.MANAGE_UNITS, unit=unit)
    standing = standing_in(unit)
    if standing or unit.parent_id is None:
        raise UnitNotEmptyError([each.label for each in standing])
    unit.status = Unit.Status.CLOSED
    unit.save(update_fields=("status",))
    record(actor=by, verb="unit.closed", subject=unit, at=at)
    return unit


def _write(unit: Unit, facts: UnitFacts) -> None:
    for name in UnitFacts.__slots__:
        value = getattr(facts, name)
        setattr(unit, name, value.strip() if isinstance(value, str) else value)


def _check(facts: UnitFacts, *, but: Unit | None) -> None:
    wrong = {}
    if not facts.name.strip():
        wrong["name"] = _("Give the unit a name.")
    if not facts.code.strip():
        wrong["code"] = _("Give the unit a short code, such as HR.")
    others = Unit.objects.filter(code__iexact=facts.code.strip())
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        wrong["code"] = _("Another unit has this code.")
    if facts.time_zone and not is_zone(facts.time_zone):
        wrong["time_zone"] = _("This time zone is not known.")
    if wrong:
        raise UnitInvalidError(wrong)
