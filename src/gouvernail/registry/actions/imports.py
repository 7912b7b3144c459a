"""Taking in a list of accounts: the file, how it is read, and what comes of every row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.utils.text import slugify

from gouvernail.foundation.actions import action
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.text import fold
from gouvernail.ledger.actions import record_each
from gouvernail.people.actions import UnitFacts, create_unit
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import RIGHTS_OF, Right, active_grants, require
from gouvernail.registry.actions.accounts import PLACES, AccountFacts, new_account
from gouvernail.registry.errors import ImportEndedError, ImportHeldError, MappingInvalidError
from gouvernail.registry.importers.columns import guess, signature
from gouvernail.registry.importers.planning import (
    Outcome,
    PlannedAccount,
    PlannedRow,
    Planning,
    Settings,
    names_accounts,
)
from gouvernail.registry.importers.reports import Report, settings_of, workbook_of
from gouvernail.registry.importers.tables import Workbook
from gouvernail.registry.models import Account, ImportMapping, ImportRun
from gouvernail.registry.permissions import visible_import

MAX_CODE: Final = 40
HEARD: Final = frozenset({"kind", *(f"{place}_id" for place in PLACES)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file as it was read: `workbook` holds no secret any more, and is all that is stored."""

    name: str
    sha256: str
    workbook: Workbook

    @classmethod
    def of(cls, *, name: str, data: bytes, workbook: Workbook) -> "Upload":
        """Return the upload of a file whose bytes are not kept."""
        return cls(name=name[:200], sha256=sha256(data).hexdigest(), workbook=workbook)


@action("registry.start_import")
def start_import(*, upload: Upload, by: Person, at: datetime) -> ImportRun:
    """Keep a file that was read, with a first idea of its columns, for its preview.

    A mapping kept under a name for files of this shape is taken up again. Somebody whose rights
    hold in one unit only puts there the rows that name none.

    Raises:
        RightMissingError: `by` may not import anywhere.
    """
    require(by, Right.IMPORT_ACCOUNTS)
    tables = upload.workbook.tables
    known = ImportMapping.objects.filter(signature=signature(t.header for t in tables)).first()
    columns: dict[str, str] = {}
    for table in tables:
        columns |= {name: role for name, role in guess(table).items() if name not in columns}
    mapping: dict[str, Any] = {"columns": columns, "unit": _own_unit(by)}
    if known is not None:
        mapping = {"columns": {**columns, **known.columns}, **known.defaults, "name": known.name}
    return ImportRun.objects.create(
        original_name=upload.name,
        sha256=upload.sha256,
        content=upload.workbook.packed(),
        mapping=mapping,
        started_by=by,
        started_at=at,
    )


def _own_unit(by: Person) -> str:
    """Return the one unit from which `by` may import; empty for the whole group, or several."""
    places = {
        grant.unit_id: grant.unit
        for grant in active_grants(by)
        if Right.IMPORT_ACCOUNTS in RIGHTS_OF[grant.role]
    }
    unit = places.popitem()[1] if len(places) == 1 else None
    alone = unit is not None and unit.parent_id is not None and unit.status == Unit.Status.OPEN
    return str(unit.pk) if unit is not None and alone else ""


@action("registry.set_import_settings")
def set_import_settings(
    run_id: UUID, *, settings: Settings, by: Person, at: datetime, name: str = ""
) -> ImportRun:
    """Choose how the file is read; under a `name`, for the next file of this shape too.

    Raises:
        ImportNotFoundError: missing, or somebody else's.
        ImportEndedError: it is over.
        MappingInvalidError: no column names accounts.
    """
    run = _open_run(run_id, by=by)
    if not names_accounts(settings.columns):
        raise MappingInvalidError({})
    run.mapping = _stored(settings) | {"name": name}
    run.save(update_fields=("mapping",))
    if name:
        keep_mapping(run, settings=settings, by=by, at=at, name=name)
    return run


def keep_mapping(
    run: ImportRun, *, settings: Settings, by: Person, at: datetime, name: str
) -> ImportMapping:
    """Keep the columns under a name; the same name again replaces it."""
    stored = _stored(settings)
    columns = stored.pop("columns")
    mapping, _made = ImportMapping.objects.update_or_create(
        name=name[:80],
        defaults={
            "columns": columns,
            "defaults": stored,
            "signature": signature(table.header for table in workbook_of(run).tables),
            "updated_at": at,
            "updated_by": by,
        },
    )
    return mapping


def _stored(settings: Settings) -> dict[str, Any]:
    return {
        "columns": dict(settings.columns),
        "sheet": settings.sheet,
        "unit": str(settings.unit_id or ""),
        "status": settings.status,
        "create_under": str(settings.create_under_id or ""),
    }


@action("registry.run_import")
def run_import(run_id: UUID, *, wait: bool, by: Person, at: datetime) -> ImportRun:
    """Take the file in: every row is created, updated, unchanged or rejected with its reason.

    The plan is made again here, so that what changed since the preview counts.

    Args:
        run_id: the caller's own import, still in preview.
        wait: refuse the whole file while one row is refused, instead of letting the others through.
        by: may import into the units concerned.
        at: aware, UTC.

    Raises:
        ImportHeldError: `wait`, and some rows are refused.
        ImportEndedError, ImportNotFoundError, MappingInvalidError, RightMissingError.
    """
    run = _open_run(run_id, by=by)
    workbook, settings = workbook_of(run), settings_of(run)
    if not names_accounts(settings.columns):
        raise MappingInvalidError({})
    if wait:
        bad = sum(row.is_bad for rows in _windows(workbook, settings, by) for row in rows)
        if bad:
            raise ImportHeldError(bad)
    planning, report = Planning(workbook, settings, viewer=by), Report(workbook)
    writing = Writing(run=run, settings=settings, by=by, at=at)
    for rows in planning.windows():
        writing.write(rows, planning.new_units)
        for row in rows:
            report.add(row)
    run.report = report.told(units=len(planning.new_units))
    run.status, run.ended_at = ImportRun.Status.DONE, at
    run.save(update_fields=("report", "status", "ended_at"))
    return run


def _windows(workbook: Workbook, settings: Settings, by: Person) -> Iterator[list[PlannedRow]]:
    return Planning(workbook, settings, viewer=by).windows()


@action("registry.abandon_import")
def abandon_import(run_id: UUID, *, by: Person, at: datetime) -> ImportRun:
    """Set a file aside and forget what it held.

    Raises:
        ImportNotFoundError: missing, or somebody else's.
        ImportEndedError: it is over.
    """
    run = _open_run(run_id, by=by)
    run.content, run.status, run.ended_at = b"", ImportRun.Status.ABANDONED, at
    run.save(update_fields=("content", "status", "ended_at"))
    return run


def _open_run(run_id: UUID, *, by: Person) -> ImportRun:
    run = visible_import(run_id, viewer=by, lock=True)
    if run.status != ImportRun.Status.PREVIEW:
        raise ImportEndedError
    return run


def _free_code(name: str, taken: set[str]) -> str:
    base = slugify(name)[: MAX_CODE - 4].strip("-") or "unit"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    taken.add(code)
    return code


class Writing:
    """Writes planned rows as they come, in batches, with one ledger entry for each account."""

    def __init__(self, *, run: ImportRun, settings: Settings, by: Person, at: datetime) -> None:
        """Begin with nothing written."""
        self.run = run
        self.settings = settings
        self.by = by
        self.at = at
        self.units: dict[str, UUID] = {}

    def write(self, rows: Iterable[PlannedRow], new_units: Mapping[str, str]) -> None:
        """Write what is new and what changed among `rows`, and the units they need first."""
        self._create_units(new_units)
        planned = [account for row in rows for account in row.accounts]
        created = [
            new_account(self._facts(one), at=self.at)
            for one in planned
            if one.outcome == Outcome.CREATED
        ]
        Account.objects.bulk_create(created, batch_size=200)
        record_each(
            actor=self.by,
            verb="account.imported",
            model=Account,
            keys=[account.pk for account in [*created, *self._updated(planned)]],
            at=self.at,
            data={"import_id": self.run.pk},
        )

    def _create_units(self, wanted: Mapping[str, str]) -> None:
        """Create the units that are not there yet, under the one chosen for them."""
        missing = {key: name for key, name in wanted.items() if key not in self.units}
        taken = set(Unit.objects.values_list("code", flat=True)) if missing else set()
        for key, name in missing.items():
            unit = create_unit(
                facts=UnitFacts(name=name[:160], code=_free_code(name, taken)),
                parent_id=self.settings.create_under_id,
                by=self.by,
                at=self.at,
            )
            self.units[key] = unit.pk

    def _facts(self, planned: PlannedAccount) -> AccountFacts:
        facts = dict(planned.facts)
        if planned.new_unit:
            facts["unit_id"] = self.units[fold(planned.new_unit).text.strip()]
        return AccountFacts(address=planned.address, **facts)

    def _updated(self, planned: Iterable[PlannedAccount]) -> list[Account]:
        updated = []
        for one in planned:
            if one.outcome != Outcome.UPDATED or one.existing is None:
                continue
            account = one.existing
            changes = dict(one.facts)
            if one.new_unit:
                changes["unit_id"] = self.units[fold(one.new_unit).text.strip()]
            if "tags" in changes:
                changes["tags"] = list(changes["tags"])
            for name, value in changes.items():
                setattr(account, name, value)
            account.updated_at = self.at
            account.save(update_fields=(*changes, "updated_at"))
            if HEARD & changes.keys():
                announce("registry.account", {"account_id": account.pk}, at=self.at)
            updated.append(account)
        return updated
