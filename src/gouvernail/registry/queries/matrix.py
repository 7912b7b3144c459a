"""The register as a matrix: units down, networks across, gaps and crowding visible."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Min

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.faults import FAULTS, OURS, Fault, worst_fault

SITE: Final = frozenset({"practice"})  # a network of the site: no unit is missing from it
CROWD: Final = 3  # accounts of one unit on one network from which it is worth a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The accounts of one unit (and what stands below it) on one network."""

    network: str
    number: int = 0
    state: str = ""
    fault: Fault | None = None

    @property
    def is_crowded(self) -> bool:
        """Return whether there are enough to ask why."""
        return self.number >= CROWD


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of the matrix."""

    unit: Unit
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """A unit with several accounts on one network."""

    unit: Unit
    network: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A network that most units use and this one does not."""

    unit: Unit
    network: str
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The whole of it; `networks` in order of use, `totals` in the same order."""

    networks: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[int, ...]
    total: int
    crowds: tuple[Crowd, ...]
    gaps: tuple[Gap, ...]


def account_matrix(viewer: Person, *, today: date) -> Matrix:
    """Return what `viewer` may see of the register, folded onto the units just below the top.

    Only what counts as ours. Two queries, whatever the number of accounts.
    """
    units = list(visible_units(viewer).order_by("path"))
    rows = rows_of_units([unit for unit in units if unit.status == Unit.Status.OPEN])
    owners = {unit.pk: row_of(unit, rows) for unit in units}
    placed: dict[tuple[str, str], Cell] = {}
    for group in _groups(viewer, today=today):
        row = owners.get(group["unit"])
        if row is not None:
            place = (row.path, group["network"])
            placed[place] = _merged(placed.get(place), group)
    return _matrix(rows, placed)


def _groups(viewer: Person, *, today: date) -> list[Mapping[str, Any]]:
    """Return, for each unit and network, how many accounts and the worst fault of them."""
    accounts = visible_accounts(viewer).filter(OURS).order_by().values("unit", "network")
    return list(accounts.annotate(number=Count("pk"), worst=Min(worst_fault(today))))


def _merged(cell: Cell | None, group: Mapping[str, Any]) -> Cell:
    """Return a cell with one more group of accounts in it; it shows the worst fault of all."""
    found = list(FAULTS[group["worst"] :][:1])
    if cell is not None and cell.fault is not None:
        found.append(cell.fault)
    fault = min(found, key=FAULTS.index, default=None)
    return Cell(
        network=group["network"],
        number=group["number"] + (cell.number if cell else 0),
        state=fault.severity if fault else "ok",
        fault=fault,
    )


def rows_of_units(units: list[Unit]) -> list[Unit]:
    """Return the units that have a line: the second level, and the top for what hangs on it."""
    top = min((unit.depth for unit in units), default=0)
    shown = [unit for unit in units if unit.depth <= top + 1]
    return sorted(shown, key=lambda unit: (unit.depth, unit.position, unit.label.casefold()))


def row_of(unit: Unit, rows: list[Unit]) -> Unit | None:
    """Return the line that a unit is folded onto: the deepest that holds it. No query."""
    above = [row for row in rows if row.contains(unit)]
    return max(above, key=lambda row: row.depth) if above else None


def _matrix(rows: list[Unit], placed: Mapping[tuple[str, str], Cell]) -> Matrix:
    counted: dict[str, int] = {}
    for (_path, network), cell in placed.items():
        counted[network] = counted.get(network, 0) + cell.number
    networks = tuple(sorted(counted, key=lambda name: (-counted[name], name)))
    lines = tuple(
        line for unit in rows if (line := _line(unit, networks, placed)).total or unit.depth
    )
    return Matrix(
        networks=networks,
        lines=lines,
        totals=tuple(counted[network] for network in networks),
        total=sum(counted.values()),
        crowds=_crowds(lines),
        gaps=_gaps(lines, networks),
    )


def _line(unit: Unit, networks: tuple[str, ...], placed: Mapping[tuple[str, str], Cell]) -> Line:
    cells = tuple(placed.get((unit.path, network), Cell(network=network)) for network in networks)
    return Line(unit=unit, cells=cells, total=sum(cell.number for cell in cells))


def _crowds(lines: tuple[Line, ...]) -> tuple[Crowd, ...]:
    found = [
        Crowd(unit=line.unit, network=cell.network, number=cell.number)
        for line in lines
        for cell in line.cells
        if cell.is_crowded
    ]
    return tuple(sorted(found, key=lambda crowd: -crowd.number))


def _gaps(lines: tuple[Line, ...], networks: tuple[str, ...]) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    for index, network in enumerate(networks):
        if network in SITE:
            continue
        missing = [line for line in lines if not line.cells[index].number]
        others = len(lines) - len(missing)
        if others * 2 > len(lines):
            gaps += [Gap(unit=line.unit, network=network, others=others) for line in missing]
    return tuple(sorted(gaps, key=lambda gap: -gap.others))
