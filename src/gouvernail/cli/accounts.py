"""`gouvernail accounts import|list|export`: the register in a pipe.

Who acts: the person named by `--as EMAIL`, else by `GOUVERNAIL_AS`, else the first lead of the
organisation's top unit, because whoever runs this command holds the database anyway. The ledger
keeps the person and that it came from the command line.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouvernail.cli.findings import add_findings
from gouvernail.cli.main import FAILED, OK, with_django
from gouvernail.cli.verification import add_verify

ROWS_OF_A_KIND = 20

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gouvernail.people.models import Person
    from gouvernail.registry.models import Account
    from gouvernail.registry.queries import Filters


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `accounts` and its subcommands."""
    parser = subparsers.add_parser("accounts", help="import, list, export or examine the accounts")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_import(commands.add_parser("import", help="take in a list: CSV, XLSX, YAML or JSON"))
    _add_list(commands.add_parser("list", help="print the accounts"))
    _add_export(commands.add_parser("export", help="write the accounts as CSV or XLSX"))
    add_verify(commands.add_parser("verify", help="say whether addresses are ours"))
    add_findings(commands)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the list; - reads standard input")
    parser.add_argument("--mapping", metavar="NAME", help="read the columns as kept under NAME")
    parser.add_argument("--unit", metavar="CODE", help="unit of rows that name none")
    parser.add_argument(
        "--create-units", metavar="CODE", help="create unknown units below the unit CODE"
    )
    parser.add_argument("--status", default="", help="status of new accounts (official)")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, write nothing"
    )
    parser.add_argument(
        "--wait", action="store_true", help="take nothing in while one row is refused"
    )
    _add_common(parser)
    parser.set_defaults(run=with_django(import_accounts))


def _add_list(parser: argparse.ArgumentParser) -> None:
    _add_filters(parser)
    _add_common(parser)
    parser.set_defaults(run=with_django(list_accounts))


def _add_export(parser: argparse.ArgumentParser) -> None:
    _add_filters(parser)
    parser.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    parser.add_argument("--output", metavar="FILE", default="-", help="standard output by default")
    _add_common(parser)
    parser.set_defaults(run=with_django(export_accounts))


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who acts")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--network", action="append", default=[], help="may be repeated")
    parser.add_argument("--status", action="append", default=[], help="may be repeated")
    parser.add_argument("--fault", action="append", default=[], help="no_owner, no_backup…")
    parser.add_argument("--unit", metavar="CODE", help="and what stands below it")
    parser.add_argument("--search", default="", metavar="WORDS")


def import_accounts(given: argparse.Namespace) -> int:
    """Take a list in; 0 when every row came through, 1 when some were refused."""
    from gouvernail.foundation import clock
    from gouvernail.foundation.actors import acting
    from gouvernail.registry.actions.imports import (
        Upload,
        run_import,
        set_import_settings,
        start_import,
    )
    from gouvernail.registry.forms.imports import read_or_refuse
    from gouvernail.registry.importers.planning import plan_of
    from gouvernail.registry.importers.reports import report_of, settings_of

    data, name = _content(given.file)
    workbook = read_or_refuse(data, name)
    person, at = acting_person(given.as_), clock.now()
    with acting(auth="cli"):
        upload = Upload.of(name=name, data=data, workbook=workbook)
        if given.dry_run:
            settings = _settings(given, _guessed(workbook), person)
            report = report_of(plan_of(workbook, settings, viewer=person), workbook)
        else:
            run = start_import(upload=upload, by=person, at=at)
            settings = _settings(given, settings_of(run), person)
            set_import_settings(run.pk, settings=settings, by=person, at=at)
            report = run_import(run.pk, wait=given.wait, by=person, at=at).report
    _print_report(report, as_json=given.json)
    return FAILED if report["rejected"] else OK


def _content(file: str) -> tuple[bytes, str]:
    if file == "-":
        return sys.stdin.buffer.read(), "standard input"
    from gouvernail.registry.errors import ImportFileError

    path = Path(file)
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise ImportFileError("file_unreadable", f"{file}: {error.strerror}") from None


def _guessed(workbook: Any) -> Any:  # noqa: ANN401 -- typed in the importers, imported late
    from gouvernail.registry.importers.columns import guess
    from gouvernail.registry.importers.planning import Settings

    columns: dict[str, str] = {}
    for table in workbook.tables:
        columns |= {name: role for name, role in guess(table).items() if name not in columns}
    return Settings(columns=columns)


def _settings(given: argparse.Namespace, guessed: Any, person: "Person") -> Any:  # noqa: ANN401 -- see above
    from dataclasses import replace

    from gouvernail.registry.errors import MappingInvalidError
    from gouvernail.registry.importers.reports import mapping_named, settings_from

    settings = guessed
    if given.mapping:
        kept = mapping_named(given.mapping)
        if kept is None:
            raise MappingInvalidError({"mapping": f"nothing is kept as {given.mapping}"})
        settings = settings_from({"columns": kept.columns, **kept.defaults})
    unit = unit_of(given.unit, person) if given.unit else None
    under = unit_of(given.create_units, person) if given.create_units else None
    return replace(
        settings,
        unit_id=unit.pk if unit else settings.unit_id,
        create_under_id=under.pk if under else settings.create_under_id,
        status=given.status or settings.status,
    )


def _print_report(report: dict[str, Any], *, as_json: bool) -> None:
    from gouvernail.registry.importers.reports import reason_words

    reasons = [
        reason
        | {"reason": reason_words(reason["code"], value=reason["value"], detail=reason["detail"])}
        for reason in report["reasons"]
    ]
    if as_json:
        print(json.dumps(report | {"reasons": reasons}, ensure_ascii=False))
        return
    for name in ("rows", "created", "updated", "unchanged", "rejected"):
        print(f"{name}: {report[name]}")
    accounts = report["accounts"]
    print("accounts: " + ", ".join(f"{number} {name}" for name, number in accounts.items()))
    _print_reasons(reasons)
    if any(reason["code"] == "no_unit" for reason in reasons):
        print("say which unit these rows belong to: --unit CODE", file=sys.stderr)


def _print_reasons(reasons: list[dict[str, Any]]) -> None:
    """Print the first rows of each kind of reason, and how many more there are."""
    kinds: dict[tuple[bool, str, str], list[dict[str, Any]]] = {}
    for reason in reasons:
        kinds.setdefault((reason["note"], reason["code"], reason["column"]), []).append(reason)
    for (note, _code, _column), alike in kinds.items():
        told = "note" if note else "rejected"
        for reason in alike[:ROWS_OF_A_KIND]:
            row = f"row {reason['row']}"
            place = " ".join(filter(None, (reason["sheet"], row, reason["column"])))
            print(f"{told}: {place}: {reason['reason']}")
        if len(alike) > ROWS_OF_A_KIND:
            print(
                f"{told}: … and {len(alike) - ROWS_OF_A_KIND} more rows like it (all with --json)"
            )


def list_accounts(given: argparse.Namespace) -> int:
    """Print the narrowed register: lines, or one JSON object a line with `--json`."""
    for account in _accounts(given):
        if given.json:
            print(json.dumps(_shown(account), ensure_ascii=False))
        else:
            print(f"{account.network}\t{account.handle}\t{account.unit.code}\t{account.status}")
    return OK


def export_accounts(given: argparse.Namespace) -> int:
    """Write the narrowed register as a file no spreadsheet will execute."""
    from gouvernail.registry.queries.exports import export_csv, export_xlsx

    accounts = _accounts(given)
    if given.json:
        content = json.dumps([_shown(one) for one in accounts], ensure_ascii=False).encode()
    elif given.format == "xlsx":
        content = export_xlsx(accounts)
    else:
        content = b"".join(export_csv(accounts))
    if given.output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        Path(given.output).write_bytes(content)
    return OK


def _shown(account: "Account") -> dict[str, Any]:
    from gouvernail.registry.queries.exports import HEADER, exported

    values = dict(zip(HEADER, exported(account), strict=True))
    return {"id": str(account.pk)} | {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def _accounts(given: argparse.Namespace) -> "Iterable[Account]":

    from gouvernail.foundation import clock
    from gouvernail.people.permissions import Right, require
    from gouvernail.registry.queries import accounts_for_export

    person = acting_person(given.as_)
    require(person, Right.SEE_ACCOUNTS)
    today = clock.today()
    return accounts_for_export(person, _filters(given, person), today=today)


def _filters(given: argparse.Namespace, person: "Person") -> "Filters":
    from gouvernail.foundation.errors import InvalidInputError
    from gouvernail.registry.queries import BY_CODE, Filters

    unknown = [code for code in given.fault if code not in BY_CODE]
    if unknown:
        raise InvalidInputError(f"no such fault: {unknown[0]} (one of {', '.join(BY_CODE)})")
    return Filters(
        networks=tuple(given.network),
        statuses=tuple(given.status),
        faults=tuple(given.fault),
        unit=unit_of(given.unit, person) if given.unit else None,
        search=given.search,
    )


def acting_person(email: str | None) -> "Person":
    """Return who acts: `--as`, then `GOUVERNAIL_AS`, then the first lead of the top unit.

    Raises:
        PersonNotFoundError: nobody active has that e-mail.
        NoLeadError: nobody was named and nobody leads the site yet.
    """
    from gouvernail.people.errors import NoLeadError, PersonNotFoundError
    from gouvernail.people.models import Person, Role

    people = Person.objects.filter(is_active=True)
    named = email or os.environ.get("GOUVERNAIL_AS", "")
    if named:
        person = people.filter(email__iexact=named).first()
    else:
        person = (
            people.filter(
                grants__role=Role.LEAD,
                grants__unit__parent__isnull=True,
                grants__revoked_at__isnull=True,
            )
            .order_by("grants__granted_at", "pk")
            .first()
        )
    if person is None:
        raise PersonNotFoundError(named) if named else NoLeadError
    return person


def unit_of(code: str, person: "Person") -> Any:  # noqa: ANN401 -- a Unit, imported late
    """Return the unit of that code, if the person may see it.

    Raises:
        UnitNotFoundError: missing, or hidden.
    """
    from gouvernail.people.errors import UnitNotFoundError
    from gouvernail.people.permissions import visible_units

    unit = visible_units(person).filter(code__iexact=code).first()
    if unit is None:
        raise UnitNotFoundError(code)
    return unit
