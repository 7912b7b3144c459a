"""Figures of breaches without names: by quarter, unit, clause and outcome, small ones hidden.

Quarters that are over only, and a case in the one where it became final: nobody watches a figure
rise by one, and an appeal moves none. The tables share the totals of
quarters; a total hidden in one is hidden in all. They are protected one by one against what their
own totals give; what several tables together would narrow is not searched for.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.conduct.models import Case
from gouvernail.conduct.queries.suppression import Cell, hidden_cells, with_totals
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Unit
from gouvernail.policies.queries import ClauseLine, clause_lines

QUARTERS: Final = 8
MONTHS_OF_QUARTER: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One quarter of a year."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """Return it as it is written: 2026 T3 or 2026 Q3."""
        return str(_("%(year)s Q%(number)s") % {"year": self.year, "number": self.number})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table; a hidden count is None. The last one is the total."""

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts of decided cases: lines by quarters, with totals, without the small ones."""

    code: str
    title: Promise
    quarters: tuple[Quarter, ...]
    rows: tuple[Row, ...]
    total: Row

    @property
    def hides(self) -> bool:
        """Return whether something is hidden."""
        return any(None in row.counts for row in (*self.rows, self.total))


def quarters_before(today: date) -> tuple[Quarter, ...]:
    """Return the last quarters that are over, oldest first."""
    number = today.year * 4 + (today.month - 1) // MONTHS_OF_QUARTER
    return tuple(
        Quarter(year=one // 4, number=one % 4 + 1) for one in range(number - QUARTERS, number)
    )


def tables(*, today: date) -> list[Table]:
    """Return the tables of decided cases over two years that are over. Four queries.

    Quarters before the first case that was decided are left out.
    """
    quarters = quarters_before(today)
    facts = _facts(quarters)
    units = {one.path: one.label for one in Unit.objects.filter(parent__parent__isnull=True)}
    ways: list[tuple[str, Promise, Callable[[_Fact], str]]] = [
        ("unit", _("By unit"), lambda one: _unit_of(one.path, units)),
        ("clause", _("By clause"), lambda one: one.clause),
        ("outcome", _("By outcome"), lambda one: str(Case.Outcome(one.outcome).label)),
    ]
    grids = [(code, title, *_grid(facts, quarters, line)) for code, title, line in ways]
    hidden = _hidden([grid for *_named, grid in grids])
    begun = _first_with_cases(grids[0][-1])
    return [
        _since(begun, _table(code, title, quarters, _worded(code, labels), grid, gone))
        for (code, title, labels, grid), gone in zip(grids, hidden, strict=True)
    ]


def _first_with_cases(grid: list[list[int]]) -> int:
    """Return the place of the first quarter where something was decided, else of the first one."""
    return next((place for place, count in enumerate(grid[-1][:-1]) if count), 0)


def _since(begun: int, table: Table) -> Table:
    """Return a table without its first quarters."""
    rows = tuple(replace(row, counts=row.counts[begun:]) for row in table.rows)
    total = replace(table.total, counts=table.total.counts[begun:])
    return replace(table, quarters=table.quarters[begun:], rows=rows, total=total)


def _worded(code: str, labels: list[str]) -> list[str]:
    """Return the names of lines as they are read: a clause in force by its title."""
    if code != "clause":
        return labels
    lines = clause_lines(labels)
    return [_title(lines[one]) if one in lines else one for one in labels]


def _title(line: ClauseLine) -> str:
    return f"{line.policy_title}, {line.anchor} {line.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    place: int
    path: str
    clause: str
    outcome: str


def _facts(quarters: tuple[Quarter, ...]) -> list[_Fact]:
    places = {(one.year, one.number): place for place, one in enumerate(quarters)}
    rows = Case.objects.filter(settled_at__isnull=False).exclude(status__in=Case.GOING)
    found = []
    for at, path, clause, outcome in rows.values_list(
        "settled_at", "unit__path", "clause", "outcome"
    ):
        place = places.get(_quarter_of(at))
        if place is not None:
            found.append(_Fact(place=place, path=path, clause=clause, outcome=outcome))
    return found


def _quarter_of(at: datetime | None) -> tuple[int, int]:
    if at is None:
        return 0, 0
    day = site_day(at)
    return day.year, (day.month - 1) // MONTHS_OF_QUARTER + 1


def _unit_of(path: str, units: dict[str, str]) -> str:
    """Return the label of the part of the organisation just below its root."""
    return units[max((one for one in units if path.startswith(one)), key=len)]


def _grid(
    facts: Iterable[_Fact], quarters: tuple[Quarter, ...], line: Callable[[_Fact], str]
) -> tuple[list[str], list[list[int]]]:
    counted = Counter((line(one), one.place) for one in facts)
    labels = sorted({label for label, _place in counted})
    return labels, with_totals(
        [[counted[label, place] for place in range(len(quarters))] for label in labels]
        or [[0] * len(quarters)]
    )


def _hidden(grids: list[list[list[int]]]) -> list[set[Cell]]:
    """Return what each table hides, until they hide the same totals of quarters."""
    totals: set[int] = set()
    while True:
        found = [
            hidden_cells(grid, already={(len(grid) - 1, place) for place in totals})
            for grid in grids
        ]
        now = {
            place
            for grid, hidden in zip(grids, found, strict=True)
            for row, place in hidden
            if row == len(grid) - 1
        }
        if now <= totals:
            return found
        totals |= now


def _table(
    code: str,
    title: Promise,
    quarters: tuple[Quarter, ...],
    labels: list[str],
    grid: list[list[int]],
    hidden: set[Cell],
) -> Table:
    shown = [
        tuple(None if (i, j) in hidden else count for j, count in enumerate(row))
        for i, row in enumerate(grid)
    ]
    rows = tuple(Row(label=one, counts=shown[place]) for place, one in enumerate(labels))
    total = Row(label=str(_("Total")), counts=shown[-1])
    return Table(code=code, title=title, quarters=quarters, rows=rows, total=total)
