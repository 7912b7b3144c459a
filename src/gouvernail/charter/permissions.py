"""Who reads the charter (everybody who is in) and who writes which part of it."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.charter.errors import LineNotFoundError
from gouvernail.charter.models import SECTIONS, Duty, Line, Risk
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import (
    Right,
    active_grants,
    may,
    may_overall,
    require,
    require_overall,
)


def charter_lines(section: str) -> QuerySet[Line]:
    """Return what the charter says in one section: everybody who may sign in reads it.

    Units and people are loaded. Duties that ended are not among them.
    """
    model = SECTIONS[section]
    names = {field.name for field in model._meta.concrete_fields}
    rows = model._default_manager.select_related(  # noqa: SLF001 - any model's rows
        *({"unit", "person", "owner"} & names)
    )
    return rows.filter(ended_at=None) if "ended_at" in names else rows  # type: ignore[misc]  # a field of duties


def charter_line(section: str, line_id: UUID, *, lock: bool = False) -> Line:
    """Return one line of the charter.

    Raises:
        LineNotFoundError: there is no such section, or no such line in it.
    """
    if section not in SECTIONS:
        raise LineNotFoundError
    if lock:
        rows = SECTIONS[section]._default_manager  # noqa: SLF001 - any model's rows
        rows.select_for_update().filter(pk=line_id).first()
    row = charter_lines(section).filter(pk=line_id).first()
    if row is None:
        raise LineNotFoundError
    return row


def visible_risks(viewer: Person) -> QuerySet[Risk]:
    """Return the register: whole for whoever works on the channels, empty for the others.

    The charter names every open risk to everybody; what is done about it stands here.
    """
    rows = Risk.objects.select_related("unit", "owner")
    return rows if may(viewer, Right.SEE_UNIT) else rows.none()


def has_units(section: str) -> bool:
    """Return whether each line of a section belongs to a unit."""
    return any(field.name == "unit" for field in SECTIONS[section]._meta.concrete_fields)


def may_write(person: Person, *, unit: Unit | None) -> bool:
    """Return whether `person` may write what binds `unit`, or everybody when there is none."""
    if unit is None:
        return may_overall(person, Right.EDIT_CHARTER)
    return may(person, Right.EDIT_UNIT_CHARTER, unit=unit)


def require_write(person: Person, *, unit: Unit | None) -> None:
    """Refuse unless `person` may write what binds `unit`, or everybody when there is none.

    Raises:
        RightMissingError: they may not.
    """
    if unit is None:
        require_overall(person, Right.EDIT_CHARTER)
    else:
        require(person, Right.EDIT_UNIT_CHARTER, unit=unit)


def is_holder(person: Person, duty: Duty) -> bool:
    """Return whether a duty is given to `person`, by name or by a role over its unit."""
    if duty.person_id is not None:
        return duty.person_id == person.pk
    return any(
        grant.role == duty.role and grant.unit.contains(duty.unit)
        for grant in active_grants(person)
    )
