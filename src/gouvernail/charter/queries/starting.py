"""Where the starter charter would be written."""

from uuid import UUID

from gouvernail.charter.models import SECTIONS
from gouvernail.charter.permissions import has_units
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units


def top_and_departments(viewer: Person) -> tuple[Unit | None, list[Unit]]:
    """Return the organisation and its departments, as far as `viewer` sees. One query."""
    rows = visible_units(viewer).filter(status=Unit.Status.OPEN).order_by("position", Plain("name"))
    units = [unit for unit in rows if unit.depth <= 1]
    top = next((unit for unit in units if unit.parent_id is None), None)
    return top, [unit for unit in units if unit.parent_id is not None]


def known_starters() -> set[tuple[str, str, UUID | None]]:
    """Return what the charter already says: section, key or title, unit. Nine queries.

    A line that came from the starter charter is known by its key, however it is called now; any
    line, by its title. Duties that ended count: nobody is asked twice for what was given up.
    """
    found = set()
    for section, model in SECTIONS.items():
        names = ("starter", "title", "unit_id") if has_units(section) else ("starter", "title")
        for row in model._default_manager.values_list(*names):  # noqa: SLF001 - any model's rows
            unit_id = row[2] if has_units(section) else None
            found |= {(section, word, unit_id) for word in row[:2] if word}
    return found
