"""`charter.yaml`, what the charter says: its perimeter, its risks, its duties and so on.

A section of the charter says what it holds in a dataclass (`charter.queries.FACTS`) and what each
field may be in its model: the columns of the file are read off them, so that the two cannot differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, time
from typing import Any, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import IntegerField

from gouvernail.blueprint.sections.columns import DAYS, Column, Kind, Row, Value
from gouvernail.blueprint.sections.people import named, people_named
from gouvernail.blueprint.sections.section import Listed, Standing, Writing
from gouvernail.charter.actions import remove_line, write_line
from gouvernail.charter.models import SECTIONS, Line
from gouvernail.charter.permissions import charter_lines
from gouvernail.charter.queries.facts import FACTS, LineFacts
from gouvernail.people.models import Person, Unit

KINDS: Final = {
    "unit": Kind.UNIT,
    "person": Kind.PERSON,
    "owner": Kind.PERSON,
    "channels": Kind.CHANNELS,
    "days": Kind.DAYS,
    "by_time": Kind.CLOCK,
    "due_on": Kind.DAY,
    "review_on": Kind.DAY,
}
STATE: Final = Column(
    name="state", kind=Kind.CHOICE, default="confirmed", choices=("confirmed", "proposed")
)
LONG: Final = frozenset({"text", "text_en", "measure", "measure_en"})


class Lines(Listed):
    """One section of the charter. A title is said once in a section, or once in a unit of it."""

    file = "charter"

    def __init__(self, section: str) -> None:
        """Read the columns of `section` off what it is told and how it is kept."""
        self.key = section
        self.facts: type[LineFacts] = FACTS[section]
        self.columns = (*(self._column(each) for each in fields(self.facts)), STATE)
        units = any(column.kind is Kind.UNIT for column in self.columns)
        self.named_by = ("unit", "title") if units else ("title",)

    def _column(self, field: "Field[Any]") -> Column:
        name = field.name.removesuffix("_id")
        kept = SECTIONS[self.key]._meta.get_field(name)
        default: Any = "" if field.default in {MISSING, None} else field.default
        required = field.default is MISSING
        if name in KINDS:
            usual = tuple(DAYS[day] for day in default) if name == "days" else default
            return Column(name=name, kind=KINDS[name], default=usual, required=required)
        choices = [str(value) for value, _label in getattr(kept, "choices", None) or () if value]
        if isinstance(kept, IntegerField):
            low, high = _bounds(kept, choices)
            return Column(
                name=name, kind=Kind.NUMBER, default=default, required=required, low=low, high=high
            )
        if choices:
            return Column(
                name=name, kind=Kind.CHOICE, default=default, required=required, choices=choices
            )
        kind = Kind.LONG if name in LONG else Kind.TEXT
        return Column(name=name, kind=kind, default=default, required=required)

    def name_of(self, row: Row) -> str:
        """Return the title, and the unit where there is one; without case."""
        return super().name_of(row).casefold()

    def standing(self, viewer: Person) -> dict[str, Standing]:  # noqa: ARG002 - everybody reads it
        """Return the lines, in the order they were written. Two queries."""
        titles = self._titles()
        told: dict[str, Standing] = {}
        for line in charter_lines(self.key):
            row = self._row(line, titles)
            told[self._free(self.name_of(row), told)] = Standing(row=row, pk=line.pk)
        return told

    def _free(self, name: str, taken: dict[str, Standing]) -> str:
        """Return a name nobody has: two lines of one title are written by hand, and kept."""
        return name if name not in taken else self._free(f"{name} (2)", taken)

    def _titles(self) -> dict[str, str]:
        if all(column.kind is not Kind.CHANNELS for column in self.columns):
            return {}
        rows = charter_lines("channels").values_list("pk", "title")
        return {str(pk): title for pk, title in rows}

    def _row(self, line: Line, titles: "Titles") -> Row:
        said = {one.name: _told(one, line, titles) for one in self.columns if one is not STATE}
        return said | {STATE.name: "proposed" if line.is_proposed else "confirmed"}

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Write a line anew, or change it; it is then confirmed, unless the row says proposed."""
        values: dict[str, Any] = {
            each.name: self._given(each, row, how) for each in fields(self.facts)
        }
        write_line(
            facts=self.facts(**values),
            line_id=before.pk if before else None,
            proposed=row[STATE.name] == "proposed",
            by=how.by,
            at=how.at,
        )

    def _given(self, field: "Field[Any]", row: Row, how: Writing) -> object:
        name = field.name.removesuffix("_id")
        column = next(one for one in self.columns if one.name == name)
        return _given(column, row[name], how)

    def remove(self, before: Standing, how: Writing) -> None:
        """Take a line out; a duty ends, with its past."""
        if before.pk is not None:
            remove_line(section=self.key, line_id=before.pk, by=how.by, at=how.at)


def _bounds(kept: "IntegerField[Any, Any]", choices: list[str]) -> tuple[int, int]:
    """Return the least and the greatest number a field takes: its choices, or its validators."""
    if choices:
        return int(choices[0]), int(choices[-1])
    lows = [each.limit_value for each in kept.validators if isinstance(each, MinValueValidator)]
    highs = [each.limit_value for each in kept.validators if isinstance(each, MaxValueValidator)]
    return max(lows), min(highs)


Titles = Mapping[str, str]  # of channels, by their id

TOLD: Final[Mapping[Kind, Callable[[Any, Titles], Value]]] = {
    Kind.UNIT: lambda unit, _titles: str(unit.code),
    Kind.PERSON: lambda person, _titles: named(person),
    Kind.CHANNELS: lambda ids, titles: tuple(titles[one] for one in ids if one in titles),
    Kind.DAYS: lambda days, _titles: tuple(DAYS[day] for day in days),
    Kind.CLOCK: lambda clock, _titles: f"{clock:%H:%M}",
    Kind.DAY: lambda day, _titles: day.isoformat() if day else "",
    Kind.NUMBER: lambda number, _titles: int(number),
}
GIVEN: Final[Mapping[Kind, Callable[[Any, Writing], object]]] = {
    Kind.UNIT: lambda code, _how: Unit.objects.get(code__iexact=code).pk,
    Kind.PERSON: lambda who, how: people_named([who], viewer=how.by)[who] if who else None,
    Kind.CHANNELS: lambda titles, _how: _channels(titles),
    Kind.DAYS: lambda days, _how: tuple(DAYS.index(day) for day in days),
    Kind.CLOCK: lambda said, _how: time.fromisoformat(said),
    Kind.DAY: lambda said, _how: date.fromisoformat(said) if said else None,
}


def _told(column: Column, line: Line, titles: Titles) -> Value:
    """Return what a line says in one column, as a file says it."""
    value = getattr(line, column.name)
    return TOLD[column.kind](value, titles) if column.kind in TOLD else str(value)


def _given(column: Column, value: Value, how: Writing) -> object:
    """Return what a file says in one column, as the action takes it."""
    return GIVEN[column.kind](value, how) if column.kind in GIVEN else value


def _channels(titles: tuple[str, ...]) -> tuple[str, ...]:
    wanted = {title.casefold() for title in titles}
    rows = charter_lines("channels").values_list("pk", "title")
    return tuple(str(pk) for pk, title in rows if title.casefold() in wanted)
