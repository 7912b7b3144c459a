"""What an import would do, row by row, before anything is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from gouvernail.kernel.text import fold
from gouvernail.kernel.text.addresses import Address
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.importers.accounts import Found, Problem, read_line
from gouvernail.registry.importers.tables import Line, Table, Workbook
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_key, people_by_name, units_by_name

CHUNK: Final = 400
WINDOW: Final = 1_000
HOLDERS: Final = ("owner", "backup", "custodian")
HARD: Final = ("unit", "owner", "backup", "custodian", "status")


class Outcome(StrEnum):
    """What comes of a row or of an account; a row takes the first that one of its accounts has."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a file is to be read, as the person chose; kept under a name for the next one.

    Attributes:
        columns: role of each header, see `columns`.
        sheet: name of the one sheet to read; empty for all that name accounts.
        unit_id: where rows without a unit go.
        status: for new accounts of which the file says nothing.
        create_under_id: unit below which unknown units are created; None refuses them.
    """

    columns: Mapping[str, str]
    sheet: str = ""
    unit_id: UUID | None = None
    status: str = Account.Status.OFFICIAL
    create_under_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAccount:
    """One account of one row: what would become of it.

    `facts` are the fields to write, ids resolved; `new_unit` is the name of a unit to create.
    """

    address: Address
    outcome: Outcome
    facts: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    existing: Account | None = None
    new_unit: str = ""
    same_as: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """One row of the file and everything that is said of it."""

    sheet: str
    number: int
    cells: tuple[str, ...]
    accounts: tuple[PlannedAccount, ...]
    problems: tuple[Problem, ...]

    @property
    def outcome(self) -> Outcome:
        """Return the row's one outcome; a row without an account is rejected."""
        found = {account.outcome for account in self.accounts}
        return next((one for one in Outcome if one in found), Outcome.REJECTED)

    @property
    def is_bad(self) -> bool:
        """Return whether somebody should look: rejected, or something in it was refused."""
        return any(not problem.note for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every row of the file, and the units it would create."""

    rows: tuple[PlannedRow, ...]
    new_units: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """What the database knows that rows may name; `accounts` are those of the rows at hand."""

    units: dict[str, Unit | None]
    units_by_id: dict[UUID, Unit]
    people: dict[str, Person | None]
    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)
    seen: dict[tuple[str, str], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    new_units: dict[str, str] = field(default_factory=dict)


def plan_of(workbook: Workbook, settings: Settings, *, viewer: Person) -> Plan:
    """Return what an import by `viewer` would do. Writes nothing.

    Two queries, and one or more for every 1,000 rows.
    """
    planning = Planning(workbook, settings, viewer=viewer)
    rows = tuple(row for rows in planning.windows() for row in rows)
    return Plan(rows=rows, new_units=tuple(planning.new_units.values()))


class Planning:
    """What an import by `viewer` would do, some rows at a time: none of them is kept here.

    `new_units` are the names of the units that the rows seen so far would create, by folded name.
    """

    def __init__(self, workbook: Workbook, settings: Settings, *, viewer: Person) -> None:
        """Read what rows may name. Two queries."""
        self.workbook = workbook
        self.settings = settings
        open_ones = Unit.objects.filter(
            scope(viewer, Right.IMPORT_ACCOUNTS), status=Unit.Status.OPEN
        )
        units = list(open_ones)
        self._known = _Known(
            units=units_by_name(units),
            units_by_id={unit.pk: unit for unit in units},
            people=people_by_name(viewer),
        )

    @property
    def new_units(self) -> dict[str, str]:
        """Return the units that the rows seen so far would create."""
        return self._known.new_units

    def windows(self) -> Iterator[list[PlannedRow]]:
        """Yield the rows in the order of the file, 1,000 at most together."""
        for table in tables_of(self.workbook, self.settings):
            roles = roles_for(table, self.settings.columns)
            for start in range(0, len(table.lines), WINDOW):
                yield self._window(table, table.lines[start : start + WINDOW], roles)

    def _window(
        self, table: Table, lines: Sequence[Line], roles: Mapping[str, str]
    ) -> list[PlannedRow]:
        found = [read_line(line, table.header, roles) for line in lines]
        self._known.accounts = _existing(found)
        return [
            PlannedRow(
                sheet=table.name,
                number=line.number,
                cells=line.cells,
                accounts=tuple(_planned(one, line.number, self.settings, self._known)),
                problems=tuple(_placed(one.problems, roles)),
            )
            for line, one in zip(lines, found, strict=True)
        ]


def _placed(problems: Iterable[Problem], roles: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the problems, each in the column of the file that has the role it speaks of."""
    headers = {role: header for header, role in reversed(tuple(roles.items())) if role}
    for problem in problems:
        header = headers.get(problem.column)
        named = header is not None and problem.column not in roles
        yield replace(problem, column=header or "") if named else problem


def tables_of(workbook: Workbook, settings: Settings) -> list[Table]:
    """Return the sheets to read: the chosen one, or all where a column names accounts."""
    if settings.sheet:
        return [table for table in workbook.tables if table.name == settings.sheet]
    named = [
        table
        for table in workbook.tables
        if any(_names_accounts(role) for role in roles_for(table, settings.columns).values())
    ]
    return named or list(workbook.tables)


def roles_for(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the roles of one sheet's columns; never one for a column of secrets."""
    return {
        header: "" if header in table.secret_columns else columns.get(header, "")
        for header in table.header
    }


def _names_accounts(role: str) -> bool:
    return role in {"address", "handle", "links"} or role.startswith(("on:", "id:"))


def names_accounts(columns: Mapping[str, str]) -> bool:
    """Return whether some column can give an account."""
    return any(_names_accounts(role) for role in columns.values())


def _existing(rows: Iterable[Found]) -> dict[tuple[str, str], Account]:
    keys = {(address.network, handle_key(address)) for found in rows for address in found.accounts}
    wanted = sorted({key for _network, key in keys})
    accounts: dict[tuple[str, str], Account] = {}
    for start in range(0, len(wanted), CHUNK):
        batch = Account.objects.filter(handle_key__in=wanted[start : start + CHUNK])
        accounts |= {(one.network, one.handle_key): one for one in batch.select_related("unit")}
    return accounts


def _planned(
    found: Found, number: int, settings: Settings, known: _Known
) -> Iterator[PlannedAccount]:
    if not found.accounts:
        return
    facts, new_unit = _resolved(found, settings, known)
    for address in found.accounts:
        key = (address.network, handle_key(address))
        if key in known.seen:
            yield _again(found, address, number, key, known)
            continue
        planned = _one(found, address, facts, new_unit, known)
        if planned.outcome != Outcome.REJECTED:
            hard = {role: told for role in HARD if (told := found.facts.get(role))}
            known.seen[key] = (number, hard)
        yield planned


def _again(
    found: Found, address: Address, number: int, key: tuple[str, str], known: _Known
) -> PlannedAccount:
    """Say what comes of an account that an earlier row named: the first row stands."""
    first, before = known.seen[key]
    differing = [
        role
        for role in HARD
        if found.facts.get(role) and before.get(role) and found.facts[role] != before[role]
    ]
    del number
    if differing:
        found.problems.append(
            Problem(
                code="contradicts_row",
                value=str(found.facts[differing[0]])[:80],
                detail=f"{first}",
                column=differing[0],
            )
        )
        return PlannedAccount(address=address, outcome=Outcome.REJECTED, same_as=first)
    found.problems.append(Problem(code="same_as_row", detail=f"{first}", note=True))
    return PlannedAccount(address=address, outcome=Outcome.UNCHANGED, same_as=first)


def _one(
    found: Found,
    address: Address,
    facts: dict[str, Any],
    new_unit: str,
    known: _Known,
) -> PlannedAccount:
    existing = known.accounts.get((address.network, handle_key(address)))
    if existing is None:
        if "unit_id" not in facts and not new_unit:
            return PlannedAccount(address=address, outcome=Outcome.REJECTED)
        return PlannedAccount(
            address=address, outcome=Outcome.CREATED, facts=facts, new_unit=new_unit
        )
    if existing.unit_id not in known.units_by_id:
        found.problems.append(Problem(code="not_yours", value=address.handle))
        return PlannedAccount(address=address, outcome=Outcome.REJECTED)
    return _compared(found, address, existing, facts, new_unit)


def _compared(
    found: Found, address: Address, existing: Account, facts: dict[str, Any], new_unit: str
) -> PlannedAccount:
    """Compare with what is known: only what the file itself says may change it."""
    said = {f"{role}_id" if role in ("unit", *HOLDERS) else role for role in found.facts}
    told = {name: value for name, value in facts.items() if name in said}
    if told.pop("status", existing.status) != existing.status:  # it has conditions of its own
        words = str(existing.get_status_display())
        found.problems.append(Problem(code="status_kept", value=words, note=True))
    if "extra" in told:
        told["extra"] = {**existing.extra, **told["extra"]}
    changes = {
        name: value
        for name, value in told.items()
        if (list(value) if name == "tags" else value) != getattr(existing, name)
    }
    changed = sorted([*changes, *(["unit_id"] if new_unit else [])])
    return PlannedAccount(
        address=address,
        outcome=Outcome.UPDATED if changed else Outcome.UNCHANGED,
        facts=changes,
        changes=tuple(changed),
        existing=existing,
        new_unit=new_unit,
    )


def _resolved(found: Found, settings: Settings, known: _Known) -> tuple[dict[str, Any], str]:
    """Return the row's facts with ids for names, and the unit to create if it needs one."""
    plain = {name: value for name, value in found.facts.items() if name not in ("unit", *HOLDERS)}
    facts: dict[str, Any] = {"status": settings.status, **plain}
    for place in HOLDERS:
        _hold(found, facts, place, known)
    if facts.get("owner_id") is not None and facts.get("owner_id") == facts.get("backup_id"):
        del facts["backup_id"]
        found.problems.append(Problem(code="backup_is_owner", column="backup", note=True))
    return facts, _settle(found, facts, settings, known)


def _hold(found: Found, facts: dict[str, Any], place: str, known: _Known) -> None:
    named = str(found.facts.get(place, ""))
    if not named:
        return
    person = known.people.get(fold(named).text.strip())
    if person is None:
        code = "person_ambiguous" if fold(named).text.strip() in known.people else "person_unknown"
        found.problems.append(Problem(code=code, column=place, value=named[:80], note=True))
    else:
        facts[f"{place}_id"] = person.pk


def _settle(found: Found, facts: dict[str, Any], settings: Settings, known: _Known) -> str:
    named = str(found.facts.get("unit", ""))
    key = fold(named).text.strip()
    unit = known.units.get(key) if named else known.units_by_id.get(settings.unit_id or UUID(int=0))
    if unit is not None:
        facts["unit_id"] = unit.pk
        return ""
    if named and settings.create_under_id is not None and key not in known.units:
        return known.new_units.setdefault(key, named)
    code = "unit_ambiguous" if key in known.units else "unit_unknown" if named else "no_unit"
    needed = any((one.network, handle_key(one)) not in known.accounts for one in found.accounts)
    if needed or named:
        found.problems.append(Problem(code=code, column="unit", value=named[:80], note=not needed))
    return ""
