"""The register as a table that leaves the house."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext

from gouvernail.foundation.exports import csv_lines, xlsx_bytes
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.queries.map import Plot

HEADER: Final = (
    "network",
    "handle",
    "address",
    "name",
    "unit_code",
    "unit",
    "owner",
    "backup",
    "custodian",
    "status",
    "kind",
    "purpose",
    "audience",
    "language",
    "opened_on",
    "review_on",
    "tags",
    "notes",
    "custody",
    "ways_in",
)


def exported(account: Account) -> tuple[object, ...]:
    """Return one account in the order of `HEADER`. People are named by e-mail where they have one.

    These columns are recognised when the file is imported again.
    """
    return (
        account.network,
        account.handle,
        account.url,
        account.name,
        account.unit.code,
        account.unit.name,
        _named(account.owner),
        _named(account.backup),
        _named(account.custodian),
        account.status,
        account.kind,
        account.purpose,
        account.audience,
        account.language,
        account.opened_on,
        account.review_on,
        ", ".join(str(tag) for tag in account.tags),
        account.notes,
        account.custody,
        account.ways_in,
    )


def _named(person: Person | None) -> str:
    return (person.email or person.name) if person else ""


def export_csv(accounts: Iterable[Account]) -> Iterator[bytes]:
    """Yield the file in pieces: UTF-8 with its mark, which every spreadsheet recognises."""
    yield b"\xef\xbb\xbf"
    for line in csv_lines(HEADER, map(exported, accounts)):
        yield line.encode()


def load_csv(plots: Iterable[Plot]) -> Iterator[bytes]:
    """Yield what each unit has to keep and who for, as a file."""
    header = (
        "unit_code", "unit", "accounts", "at_fault", "to_watch", "in_order", "networks", "holders",
        "accounts_a_holder", "overextended",
    )  # fmt: skip
    rows = (
        (
            plot.unit.code, plot.unit.name, plot.accounts, plot.stop, plot.warn, plot.ok,
            plot.networks, plot.holders, "" if plot.load is None else round(plot.load, 2),
            "yes" if plot.is_overextended else "no",
        )
        for plot in plots
    )  # fmt: skip
    yield b"\xef\xbb\xbf"
    for line in csv_lines(header, rows):
        yield line.encode()


def export_xlsx(accounts: Iterable[Account]) -> bytes:
    """Return the workbook; every cell is text."""
    return xlsx_bytes(gettext("Accounts"), HEADER, map(exported, accounts))
