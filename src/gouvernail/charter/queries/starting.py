"""Where the starter charter would be written."""

from gouvernail.charter.models import SECTIONS
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units


def top_and_departments(viewer: Person) -> tuple[Unit | None, list[Unit]]:
    """Return the organisation and its departments, as far as `viewer` sees. One query."""
    rows = visible_units(viewer).filter(status=Unit.Status.OPEN).order_by("position", "name")
    units = [unit for unit in rows if unit.depth <= 1]
    top = next((unit for unit in units if unit.parent_id is None), None)
    return top, [unit for unit in units if unit.parent_id is not None]


def known_titles() -> set[tuple[str, str, str]]:
    """Return what the charter already says: section, title, unit (empty without). Nine queries.

    Duties that ended count: nobody is asked twice for what was given up.
    """
    found = set()
    for section, model in SECTIONS.items():
        has_unit = any(field.name == "unit" for field in model._meta.concrete_fields)
        names = ("title", "unit_id") if has_unit else ("title",)
        rows = model._default_manager.values_list(*names)  # noqa: SLF001 - any model's rows
        found |= {(section, row[0], str(row[1]) if has_unit else "") for row in rows}
    return found
