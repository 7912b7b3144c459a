"""The tree of units, as lines one under another."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope, visible_units

INDENT = "\u2003"  # an em space: selects ignore ordinary ones


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit in the tree: its depth below the first one shown, and how many people stand in it.

    `closes` is how many levels end after this line, `opens` whether units stand below it.
    """

    unit: Unit
    depth: int
    people: int
    opens: bool
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One thing that still stands in a unit, and the name of the page that moves it elsewhere."""

    pk: UUID
    label: str
    moved_at: str


def standing_in(unit: Unit) -> list[Standing]:
    """Return what keeps `unit` from being closed: open units, people here, and what areas add.

    An area above adds its rows by naming, on a model with a `unit`, `keeps_unit_open` (which rows)
    and `moved_at` (the page that moves one). One query for each kind.
    """
    open_units = unit.children.filter(status=Unit.Status.OPEN).order_by("position", Plain("name"))
    here = unit.people.filter(status=Person.Status.ACTIVE).order_by(Plain("name"))
    found = [
        Standing(pk=each.pk, label=each.label, moved_at="people:unit-edit") for each in open_units
    ]
    found += [Standing(pk=each.pk, label=each.name, moved_at="people:person-edit") for each in here]
    for relation in Unit._meta.related_objects:
        kept = getattr(relation.related_model, "keeps_unit_open", None)
        if kept is not None:
            rows = getattr(unit, str(relation.get_accessor_name())).filter(kept).order_by("pk")
            page = getattr(relation.related_model, "moved_at", "")
            found += [Standing(pk=row.pk, label=str(row), moved_at=page) for row in rows]
    return found


def unit_lines(viewer: Person) -> list[UnitLine]:
    """Return the units `viewer` sees, each above those it contains. One query."""
    rows = visible_units(viewer).annotate(
        people_count=Count("people", filter=Q(people__status=Person.Status.ACTIVE))
    )
    ordered = in_tree_order(list(rows))
    top = min((unit.depth for unit in ordered), default=0)
    depths = [unit.depth - top for unit in ordered]
    return [
        UnitLine(
            unit=unit,
            depth=depth,
            people=unit.people_count,  # type: ignore[attr-defined]  # annotated above
            opens=after > depth,
            closes=max(depth - after, 0),
        )
        for unit, depth, after in zip(ordered, depths, [*depths[1:], 0], strict=True)
    ]


def in_tree_order(units: list[Unit]) -> list[Unit]:
    """Return units so that each stands before what it contains, siblings by position and name."""
    keys = {unit.path: (unit.position, unit.name.casefold(), unit.path) for unit in units}

    def place(unit: Unit) -> list[tuple[int, str, str]]:
        marks = [index + 1 for index, mark in enumerate(unit.path) if mark == "/"]
        return [keys[unit.path[:mark]] for mark in marks if unit.path[:mark] in keys]

    return sorted(units, key=place)


def unit_choices(viewer: Person, right: Right) -> list[tuple[str, str]]:
    """Return the open units where `viewer` has `right` as indented choices. One query."""
    units = in_tree_order(list(Unit.objects.filter(scope(viewer, right), status=Unit.Status.OPEN)))
    top = min((unit.depth for unit in units), default=0)
    return [(str(unit.pk), INDENT * (unit.depth - top) + unit.label) for unit in units]
