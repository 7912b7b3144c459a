"""`gouvernail history import FILE --account HANDLE`: bring an archive in, to its end.

Who acts is chosen as for `accounts`. What a page would do, without the worker: the archive is
recognised, looked into, confirmed and taken in; interrupted, the worker goes on where it was.
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from gouvernail.people.models import Person
    from gouvernail.records.archives import Options
    from gouvernail.records.models import HistoryImport
    from gouvernail.registry.models import Account

CHUNK = 1 << 20
FORMATS = ("auto", "mastodon", "bluesky", "x", "meta", "linkedin", "csv", "jsonl")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `history` and its subcommands."""
    parser = subparsers.add_parser("history", help="bring in what an account published before")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    bring = commands.add_parser(
        "import",
        help="take in an archive that a network gave",
        description="Exit code 0 when the archive was read to its end and all was understood, 1 "
        "when something was not, 2 when the command line is wrong.",
    )
    bring.add_argument("file", metavar="FILE", help="the archive, as the network gave it")
    bring.add_argument(
        "--account", required=True, metavar="HANDLE", help="its handle, or NETWORK:HANDLE"
    )
    bring.add_argument("--format", choices=FORMATS, default="auto", help="recognised by itself")
    bring.add_argument("--column", action="append", default=[], metavar="ROLE=NAME")
    bring.add_argument("--time-zone", metavar="ZONE", help="of times that say none")
    bring.add_argument("--month-first", action="store_true", help="03/04 is the fourth of March")
    bring.add_argument("--dry-run", action="store_true", help="show the beginning, keep nothing")
    bring.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who acts")
    bring.add_argument("--json", action="store_true", help="print JSON")
    bring.set_defaults(run=with_django(import_history))


def import_history(given: argparse.Namespace) -> int:
    """Take an archive in; 1 when it cannot be read to its end, or not all of it."""
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.actors import acting
    from gouvernail.records.archives import ArchiveProblemError, form_of
    from gouvernail.records.errors import ArchiveRefusedError
    from gouvernail.records.queries.history import problem_words

    person = acting_person(given.as_)
    account, options = _account(given.account, person), _options(given)
    try:
        form = form_of(Path(given.file)) if given.format == "auto" else given.format
    except ArchiveProblemError as error:
        raise ArchiveRefusedError(problem_words(error.code), error.code) from None
    if given.dry_run:
        return _show(given, form, options)
    with acting(auth="cli"):
        history = _taken_in(given, account, form, options, person)
    return _told(history, as_json=given.json)


def _taken_in(
    given: argparse.Namespace, account: "Account", form: str, options: "Options", person: "Person"
) -> "HistoryImport":
    from gouvernail.foundation import clock
    from gouvernail.records.actions.history import confirm_history, receive_archive
    from gouvernail.records.archives.store import keep
    from gouvernail.records.tasks import go_on

    with Path(given.file).open("rb") as file:
        stored = keep(Path(given.file).name, iter(lambda: file.read(CHUNK), b""))
    history = receive_archive(
        stored=stored,
        form=form,
        account_id=account.pk,
        options=options,
        by=person,
        at=clock.now(),
    )
    history = confirm_history(history.pk, by=person, at=clock.now())
    while history.status == history.Status.WAITING:
        go_on(history)
        history.refresh_from_db()
    return history


def _account(named: str, person: "Person") -> "Account":
    from gouvernail.people.permissions import Right
    from gouvernail.registry.errors import AccountNotFoundError
    from gouvernail.registry.permissions import visible_accounts

    network, _colon, handle = named.rpartition(":")
    rows = visible_accounts(person, right=Right.IMPORT_ACCOUNTS)
    rows = rows.filter(handle__iexact=handle.lstrip("@")) | rows.filter(handle__iexact=handle)
    found = list(rows.filter(network=network) if network else rows)
    if len(found) != 1:
        raise AccountNotFoundError
    return found[0]


def _options(given: argparse.Namespace) -> "Options":
    from django.conf import settings

    from gouvernail.records.archives import Options

    pairs = (one.partition("=") for one in given.column)
    return Options(
        columns={role: name for role, _equals, name in pairs},
        time_zone=given.time_zone or settings.SITE_TIME_ZONE,
        day_first=not given.month_first,
    )


def _show(given: argparse.Namespace, form: str, options: "Options") -> int:
    from gouvernail.records.archives import sample_of

    entries, bad, problem = sample_of(Path(given.file), form, options)
    if given.json:
        told = {
            "format": form,
            "posts": [
                {"text": e.text, "published_at": e.published_at.isoformat()} for e in entries
            ],
            "bad": [{"reason": one.reason, "where": one.where} for one in bad],
            "problem": problem,
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{form}")
        for entry in entries:
            print(f"  {entry.published_at:%Y-%m-%d %H:%M}  {entry.text[:100]!r}")
        for one in bad:
            print(f"  ? {one.reason} {one.where} {one.excerpt[:80]}")
    return FAILED if problem or bad or not entries else OK


def _told(history: "HistoryImport", *, as_json: bool) -> int:
    from gouvernail.records.queries.history import outcome_words, problem_words

    bad = history.counts.get("bad", 0)
    if as_json:
        told = {
            "import": str(history.pk),
            "format": history.form,
            "status": history.status,
            "problem": history.explanation,
            **history.counts,
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(outcome_words(history))
        if history.explanation:
            print(problem_words(history.explanation))
    return FAILED if bad or history.explanation else OK
