"""What an import holds, what came of every row, and why, in words."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gouvernail.kernel.text.addresses import AddressError
from gouvernail.people.models import Person
from gouvernail.registry.importers.accounts import Problem
from gouvernail.registry.importers.planning import Outcome, Plan, PlannedRow, Settings
from gouvernail.registry.importers.tables import FileProblemError, Workbook
from gouvernail.registry.models import Account, ImportMapping, ImportRun
from gouvernail.registry.queries.addresses import address_problem

MAX_REASONS: Final = 5_000


def workbook_of(run: ImportRun) -> Workbook:
    """Return what the file held, its secrets left out. No query."""
    return Workbook.unpacked(bytes(run.content))


def settings_of(run: ImportRun) -> Settings:
    """Return how the file is to be read. No query."""
    return settings_from(run.mapping)


def settings_from(stored: Mapping[str, Any]) -> Settings:
    """Return stored settings as they are used."""
    return Settings(
        columns=stored.get("columns", {}),
        sheet=stored.get("sheet", ""),
        unit_id=_id(stored.get("unit", "")),
        status=stored.get("status") or Account.Status.OFFICIAL,
        create_under_id=_id(stored.get("create_under", "")),
    )


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def mapping_named(name: str) -> ImportMapping | None:
    """Return the mapping kept under a name. One query."""
    return ImportMapping.objects.filter(name=name).first()


def imports_of(person: Person) -> QuerySet[ImportRun]:
    """Return a person's imports, newest first, without what their files held. One query."""
    return (
        ImportRun.objects.filter(started_by=person).defer("content").order_by("-started_at", "-pk")
    )


class Report:
    """The account of every row, kept as they come by: no cell but the ones in question."""

    def __init__(self, workbook: Workbook) -> None:
        """Begin with no row."""
        self.workbook = workbook
        self.rows: Counter[Outcome] = Counter()
        self.accounts: Counter[Outcome] = Counter()
        self.bad = 0
        self.reasons: list[dict[str, Any]] = []

    def add(self, row: PlannedRow) -> None:
        """Take one row into account."""
        self.rows[row.outcome] += 1
        self.accounts.update(account.outcome for account in row.accounts)
        self.bad += row.is_bad
        if len(self.reasons) < MAX_REASONS:
            self.reasons += [
                {
                    "sheet": row.sheet,
                    "row": row.number,
                    "column": problem.column,
                    "code": problem.code,
                    "value": problem.value,
                    "detail": problem.detail,
                    "note": problem.note,
                }
                for problem in row.problems
            ]

    def told(self, *, units: int) -> dict[str, Any]:
        """Return it as JSON can hold it; `units` were or would be created."""
        tables = self.workbook.tables
        return {
            "rows": self.rows.total(),
            **{str(outcome): self.rows[outcome] for outcome in Outcome},
            "accounts": {str(outcome): self.accounts[outcome] for outcome in Outcome},
            "units_created": units,
            "secret_columns": sum(len(table.secret_columns) for table in tables),
            "masked_cells": sum(table.masked_cells for table in tables),
            "reasons": self.reasons[:MAX_REASONS],
        }


def report_of(plan: Plan, workbook: Workbook) -> dict[str, Any]:
    """Return the account of every row of a plan, as JSON can hold it."""
    report = Report(workbook)
    for row in plan.rows:
        report.add(row)
    return report.told(units=len(plan.new_units))


def reason_words(code: str, *, value: str = "", detail: str = "") -> str:
    """Return what to tell the reader about one cell or row."""
    facts = {"value": value, "row": detail, "network": detail}
    known = {
        "no_account": _("Nothing on this row names an account."),
        "unknown_network": _("“%(value)s” is no network we know."),
        "contradiction": _("The address and the handle name two different accounts."),
        "contradicts_row": _("Row %(row)s says something else of the same account."),
        "same_as_row": _("Same account as row %(row)s."),
        "only_a_tick": _("A tick does not say which account: write its address or handle."),
        "only_a_number": _("This number alone does not lead to the account."),
        "unit_unknown": _("No unit is called “%(value)s”."),
        "unit_ambiguous": _("Several units are called “%(value)s”: write the code of one."),
        "no_unit": _("No unit is named on this row, and none is chosen for such rows."),
        "not_yours": _("This account is in the register, in a unit where you may not import."),
        "person_unknown": _("Nobody is called “%(value)s”: the place stays empty."),
        "person_ambiguous": _(
            "Several people are called “%(value)s”: the place stays empty. Write the e-mail."
        ),
        "backup_is_owner": _("The backup is the owner: the backup stays empty."),
        "bad_date": _("“%(value)s” is not a day we can read: left empty."),
        "unknown_status": _("“%(value)s” is no status we know: left as it is."),
        "status_kept": _(
            "It stays “%(value)s”: a status changes on the page of the account, which says how."
        ),
        "unknown_kind": _("“%(value)s” is no kind we know: left as it is."),
        "unknown_language": _("“%(value)s” is no language we know: left empty."),
    }
    if code in known:
        return known[code] % facts
    return address_problem(AddressError(code, value, network=detail or None))


def problem_reason(problem: Problem) -> str:
    """Return what to tell the reader about one problem of a plan."""
    return reason_words(problem.code, value=problem.value, detail=problem.detail)


def file_reason(problem: FileProblemError) -> str:
    """Return why a file cannot be taken in, and what to do about it."""
    known = {
        "empty_file": _("This file is empty."),
        "no_rows": _("No table was found in this file: a row of headers, then at least one row."),
        "too_large": _("This file is larger than 12 MB. Send it in parts."),
        "too_large_inside": _("This file grows too large once opened. It was not read."),
        "too_many_rows": _("This file has more than 100,000 rows. Send it in parts."),
        "too_many_for_a_page": _(
            "This file has more than 20,000 rows. Send it in parts, or have it taken in from the "
            "command line."
        ),
        "too_many_columns": _("This file has more than 200 columns."),
        "too_many_parts": _("This file has too many parts to be a workbook. It was not read."),
        "too_slow": _("This file takes too long to read. Send it in parts, or as CSV."),
        "broken_archive": _("This file is damaged, or was not sent whole."),
        "broken_csv": _("This file cannot be cut into cells: a quotation mark is never closed."),
        "broken_yaml": _("This YAML cannot be read: look at line %(detail)s."),
        "broken_json": _("This JSON cannot be read: look at line %(detail)s."),
        "forbidden_xml": _("This workbook declares XML entities. It was not read."),
        "forbidden_yaml": _("This YAML repeats itself by reference. Write it out in full."),
        "too_deep": _("This file is nested too deeply."),
        "not_a_list": _("This file holds no list of records."),
        "not_a_workbook": _("This is an archive, not a workbook. Send it as XLSX or CSV."),
        "locked": _("This workbook is protected by a password. Take it off, then send it."),
        "old_workbook": _("This is an old workbook (XLS). Save it as XLSX or CSV, then send it."),
        "not_text": _("This is neither a table nor a text: send CSV, XLSX, YAML or JSON."),
    }
    return known.get(problem.code, _("This file cannot be read.")) % {"detail": problem.detail}
