"""The register as a matrix: units down, networks across, gaps and crowding visible."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.faults import CLOSED, Fault, health_of, with_health

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

    Closed accounts are left out. Two queries, whatever the number of accounts.
    """
    units = list(visible_units(viewer).filter(status=Unit.Status.OPEN).order_by("path"))
    accounts = with_health(visible_accounts(viewer).exclude(CLOSED), today=today)
    placed: dict[tuple[str, str], list[Account]] = {}
    rows = _rows(units)
    for account in accounts.select_related("unit"):
        unit = _row_of(account.unit, rows)
        if unit is not None:
            placed.setdefault((unit.path, account.network), []).append(account)
    return _matrix(rows, placed)


def _rows(units: list[Unit]) -> list[Unit]:
    """Return the units that have a line: the second level, and the top for what hangs on it."""
    top = min((unit.depth for unit in units), default=0)
    shown = [unit for unit in units if unit.depth <= top + 1]
    return sorted(shown, key=lambda unit: (unit.depth, unit.position, unit.label.casefold()))


def _row_of(unit: Unit, rows: list[Unit]) -> Unit | None:
    above = [row for row in rows if row.contains(unit)]
    return max(above, key=lambda row: row.depth) if above else None


def _matrix(rows: list[Unit], placed: dict[tuple[str, str], list[Account]]) -> Matrix:
    counted: dict[str, int] = {}
    for (_path, network), accounts in placed.items():
        counted[network] = counted.get(network, 0) + len(accounts)
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


def _line(
    unit: Unit, networks: tuple[str, ...], placed: dict[tuple[str, str], list[Account]]
) -> Line:
    cells = tuple(_cell(network, placed.get((unit.path, network), [])) for network in networks)
    return Line(unit=unit, cells=cells, total=sum(cell.number for cell in cells))


def _cell(network: str, accounts: list[Account]) -> Cell:
    if not accounts:
        return Cell(network=network)
    worst = max(accounts, key=lambda one: int(getattr(one, "fragility", 0)))
    health = health_of(worst)
    return Cell(
        network=network,
        number=len(accounts),
        state=health.state,
        fault=health.faults[0] if health.faults else None,
    )


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
        missing = [line for line in lines if not line.cells[index].number]
        others = len(lines) - len(missing)
        if others * 2 > len(lines):
            gaps += [Gap(unit=line.unit, network=network, others=others) for line in missing]
    return tuple(sorted(gaps, key=lambda gap: -gap.others))
