"""Set-up sheets: how complete they are, and all of them as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.registry.models import Account, SetupSheet
from gouvernail.registry.permissions import visible_accounts

HEADER: Final = (
    "network",
    "handle",
    "name",
    "unit",
    *SetupSheet.FIELDS,
    "checked_on",
    "written_by",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How much of a sheet is written: `missing` holds the names of the empty fields."""

    filled: int
    total: int
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is missing."""
        return not self.missing


def field_words(name: str) -> str:
    """Return what a field of the sheet is called, in the reader's language."""
    fields = {field.name: field for field in SetupSheet._meta.concrete_fields}
    return str(fields[name].verbose_name)


def completeness(sheet: SetupSheet | None) -> Completeness:
    """Return how complete a sheet is; a sheet nobody wrote misses everything. No query."""
    missing = tuple(
        name for name in SetupSheet.FIELDS if sheet is None or not getattr(sheet, name).strip()
    )
    total = len(SetupSheet.FIELDS)
    return Completeness(filled=total - len(missing), total=total, missing=missing)


def sheets_for_export(viewer: Person) -> QuerySet[SetupSheet]:
    """Return the sheets of the accounts that `viewer` may edit, by name. One query."""
    accounts = visible_accounts(viewer, right=Right.EDIT_ACCOUNTS).exclude(
        kind=Account.Kind.PERSONAL
    )
    sheets = SetupSheet.objects.filter(account__in=accounts)
    return sheets.select_related("account__unit", "written_by").order_by(
        Plain("account__name"), "pk"
    )


def sheet_rows(sheets: Iterable[SetupSheet]) -> Iterable[tuple[object, ...]]:
    """Yield each sheet in the order of `HEADER`. No query of its own."""
    for sheet in sheets:
        account = sheet.account
        yield (
            account.network,
            account.handle,
            account.name,
            account.unit.label,
            *(getattr(sheet, name) for name in SetupSheet.FIELDS),
            sheet.checked_on,
            sheet.written_by.name,
        )
