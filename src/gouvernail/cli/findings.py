"""`gouvernail accounts dormant|duplicates|gaps`: what the register suggests, in a pipe.

Worked out at once from the register as it is, for what the person named sees; nothing is stored.
"""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import OK, with_django

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gouvernail.people.models import Person


def add_findings(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three commands beside those of `accounts`."""
    for name, told, run in (
        ("dormant", "print the accounts that seem to sleep, and why", print_dormant),
        ("duplicates", "print the accounts that seem to repeat one another, and why", print_pairs),
        ("gaps", "print what the inventory lacks", print_gaps),
    ):
        parser = commands.add_parser(name, help=told)
        parser.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who acts")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(run=with_django(run))


def _asked(given: argparse.Namespace) -> "tuple[Person, date]":

    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation import clock
    from gouvernail.people.permissions import Right, require

    person = acting_person(given.as_)
    require(person, Right.SEE_ACCOUNTS)
    return person, clock.today()


def _printed(rows: list[dict[str, Any]], *, as_json: bool, line: "Callable[[Any], str]") -> int:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if as_json else line(row))
    return OK


def print_dormant(given: argparse.Namespace) -> int:
    """Print each sleeping account: the last day known, and how long ago."""
    from gouvernail.registry.queries.dormancy import sleepers_seen, undated

    person, today = _asked(given)
    sleeping = sleepers_seen(person, today=today)
    without, watched = undated(person)
    if without and not given.json:
        print(
            f"{without} of {watched} accounts have no day of a last publication: nothing is said "
            "of them. Connect them, or read them by hand on their page.",
            file=sys.stderr,
        )
    named = _named([sleep.account_id for sleep in sleeping])
    rows = [
        named[sleep.account_id]
        | {
            "last_on": sleep.last.on.isoformat(),
            "read_on": sleep.last.read_on.isoformat() if sleep.last.read_on else None,
            "silent_days": sleep.silent,
            "allowed_days": sleep.allowed,
            "looked_since": sleep.looked,
        }
        for sleep in sleeping
    ]
    return _printed(
        rows,
        as_json=given.json,
        line=lambda row: (
            f"{row['network']}\t{row['handle']}\t{row['last_on']}\t"
            f"{row['silent_days']}/{row['allowed_days']}"
        ),
    )


def print_pairs(given: argparse.Namespace) -> int:
    """Print each pair of accounts that seem to repeat one another, the surest first."""
    from gouvernail.registry.permissions import visible_accounts
    from gouvernail.registry.queries.findings import duplicates

    person, _today = _asked(given)
    found = duplicates(visible_accounts(person))
    ends = [key for one in found for key in (one.account_id, one.other_id) if key]
    named = _named(ends)
    rows = [
        {
            "score": one.score,
            "first": named[one.account_id],
            "second": named[one.other_id],
            "because": dict(one.facts["alike"]),
        }
        for one in found
        if one.other_id is not None
    ]
    return _printed(
        rows,
        as_json=given.json,
        line=lambda row: (
            f"{row['score']:.2f}\t{row['first']['network']}\t{row['first']['handle']}\t"
            f"{row['second']['handle']}\t"
            + " ".join(f"{code}={strength}" for code, strength in row["because"].items())
        ),
    )


def print_gaps(given: argparse.Namespace) -> int:
    """Print what our accounts lack, then the networks that most units use and one does not."""
    from gouvernail.registry.queries import account_matrix
    from gouvernail.registry.queries.findings import gaps_of

    person, today = _asked(given)
    lacking = [{"lacks": name, "accounts": number} for name, number in gaps_of(person, today=today)]
    absent = [
        {"unit": gap.unit.code, "network": gap.network, "units_there": gap.others}
        for gap in account_matrix(person, today=today).gaps
    ]
    return _printed(
        [*lacking, *absent],
        as_json=given.json,
        line=lambda row: "\t".join(str(value) for value in row.values()),
    )


def _named(keys: list[Any]) -> dict[Any, dict[str, Any]]:
    from gouvernail.registry.models import Account

    fields = ("id", "network", "handle", "name", "unit__code")
    named: dict[Any, dict[str, Any]] = {}
    for start in range(0, len(keys), 500):
        some = Account.objects.filter(pk__in=keys[start : start + 500])
        for key, network, handle, name, unit in some.values_list(*fields):
            named[key] = {
                "id": str(key), "network": network, "handle": handle, "name": name, "unit": unit,
            }  # fmt: skip
    return named
