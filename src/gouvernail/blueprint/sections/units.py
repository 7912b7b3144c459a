"""`units.yaml`: the tree of units."""

from collections.abc import Mapping
from typing import Final

from gouvernail.blueprint.sections.columns import Column, Kind, Row, country, text, unit, zone
from gouvernail.blueprint.sections.section import Listed, Standing, Writing
from gouvernail.people.actions import close_unit, create_unit, move_unit, update_unit
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.people.queries.facts import UnitFacts, facts_of_unit

TEXTS: Final = ("name_en", "short_name", "short_name_en", "country", "time_zone")


class Units(Listed):
    """The units that are open; the one without `parent` is the organisation."""

    file = "units"
    key = "units"
    named_by = ("code",)
    columns = (
        text("code", required=True),
        unit("parent", required=False),
        text("name", required=True),
        *(text(name) for name in ("name_en", "short_name", "short_name_en")),
        country(),
        zone(),
        Column(name="position", kind=Kind.NUMBER, default=0),
    )

    def name_of(self, row: Row) -> str:
        """Return the code, which counts without case."""
        return str(row["code"]).casefold()

    def in_order(self, rows: Mapping[str, Row]) -> list[str]:
        """Return parents before their children, as far as they are in the file."""
        placed: dict[str, None] = {}

        def place(name: str, under: frozenset[str]) -> None:
            parent = str(rows[name]["parent"]).casefold()
            if parent in rows and parent not in under:
                place(parent, under | {name})
            placed.setdefault(name)

        for name in rows:
            place(name, frozenset({name}))
        return list(placed)

    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the open units, parents first. One query for the grants, one for the units."""
        units = visible_units(viewer).filter(status=Unit.Status.OPEN).select_related("parent")
        ordered = sorted(units, key=lambda one: (one.depth, one.position, one.code.casefold()))
        return {one.code.casefold(): Standing(row=self._row(one), pk=one.pk) for one in ordered}

    def _row(self, one: Unit) -> Row:
        said = facts_of_unit(one)
        texts = {name: getattr(said, name) for name in ("code", "name", *TEXTS)}
        parent = one.parent.code if one.parent else ""
        return self.full({**texts, "parent": parent, "position": said.position})

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Create, change or move a unit."""
        facts = UnitFacts(**{name: row[name] for name in UnitFacts.__slots__})  # type: ignore[arg-type]  # its columns
        parent = Unit.objects.filter(code__iexact=str(row["parent"])).first()
        parent_id = parent.pk if parent else None
        if before is None or before.pk is None:
            create_unit(facts=facts, parent_id=parent_id, by=how.by, at=how.at)
            return
        if {**row, "parent": ""} != {**before.row, "parent": ""}:
            update_unit(unit_id=before.pk, facts=facts, by=how.by, at=how.at)
        if parent_id and str(row["parent"]).casefold() != str(before.row["parent"]).casefold():
            move_unit(unit_id=before.pk, parent_id=parent_id, by=how.by, at=how.at)

    def remove(self, before: Standing, how: Writing) -> None:
        """Close a unit in which nothing stands any more."""
        if before.pk is not None:
            close_unit(unit_id=before.pk, by=how.by, at=how.at)
