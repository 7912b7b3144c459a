"""`gouvernail reviews`: reviews of accounts, of accesses, and declarations, in a pipe."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from datetime import date

    from gouvernail.people.models import Person

VIEWS = ("mine", "to_attest", "to_assign", "to_confirm", "late", "to_follow", "decided")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `reviews`."""
    parser = subparsers.add_parser("reviews", help="reviews and declarations, and what is late")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    accounts = commands.add_parser("accounts", help="print the reviews of accounts that wait")
    accounts.add_argument("--view", choices=VIEWS, default="", help="others than those that wait")
    accounts.add_argument("--network", default="", help="of this network only")
    accounts.add_argument("--unit", metavar="CODE", help="and what stands below it")
    _finish(accounts, print_accounts)
    _finish(commands.add_parser("accesses", help="print the access reviews"), print_accesses)
    declared = commands.add_parser("declarations", help="print the declaration campaigns")
    _finish(declared, print_declarations)
    late = commands.add_parser("late", help="print each of them that is late; 1 when one is")
    _finish(late, print_late)


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:  # noqa: ANN401 -- a command
    parser.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who looks")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(run=with_django(run))


def _viewer(given: argparse.Namespace) -> "tuple[Person, date]":
    from django.conf import settings

    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.clock import today
    from gouvernail.people.permissions import Right, require

    person = acting_person(given.as_)
    require(person, Right.SEE_ACCOUNTS)
    return person, today(settings.SITE_TIME_ZONE)


def _account_reviews(
    person: "Person", *, today: "date", view: str = "", network: str = "", unit: str | None = None
) -> list[dict[str, Any]]:
    from gouvernail.attestations.queries.lists import ORDER, Asked, reviews_for_list
    from gouvernail.attestations.queries.told import review_shape
    from gouvernail.cli.accounts import unit_of
    from gouvernail.foundation.clock import now

    place = unit_of(unit, person) if unit else None
    asked = Asked(view=view, unit=place, network=network)
    rows = reviews_for_list(person, asked, at=now(), today=today).order_by(*ORDER)
    return [{"what": "review"} | review_shape(row, today=today) for row in rows]


def _access_reviews(person: "Person", *, today: "date") -> list[dict[str, Any]]:
    from gouvernail.custody.queries.reviewing import led_reviews
    from gouvernail.custody.queries.told import LATEST, access_review_shape
    from gouvernail.foundation.clock import now

    rows = led_reviews(person, at=now()).order_by(*LATEST)
    return [{"what": "access_review"} | access_review_shape(row, today=today) for row in rows]


def _campaigns(person: "Person", *, today: "date") -> list[dict[str, Any]]:
    from gouvernail.attestations.queries.campaigns import campaigns_for_list
    from gouvernail.attestations.queries.told import campaign_shape

    rows = campaigns_for_list(person)
    return [{"what": "campaign"} | campaign_shape(row, today=today) for row in rows]


def print_accounts(given: argparse.Namespace) -> int:
    """Print reviews of accounts, the first due first."""
    person, today = _viewer(given)
    asked = {"view": given.view, "network": given.network, "unit": given.unit}
    return _printed(_account_reviews(person, today=today, **asked), as_json=given.json)


def print_accesses(given: argparse.Namespace) -> int:
    """Print access reviews, the newest first."""
    person, today = _viewer(given)
    return _printed(_access_reviews(person, today=today), as_json=given.json)


def print_declarations(given: argparse.Namespace) -> int:
    """Print declaration campaigns, the newest first."""
    person, today = _viewer(given)
    return _printed(_campaigns(person, today=today), as_json=given.json)


def print_late(given: argparse.Namespace) -> int:
    """Print each review, access review and declaration that is late; 0 when none is."""
    person, today = _viewer(given)
    rows = _account_reviews(person, today=today, view="late")
    rows += [row for row in _access_reviews(person, today=today) if row["late"]]
    rows += [row for row in _campaigns(person, today=today) if row["late"]]
    _printed(rows, as_json=given.json)
    return FAILED if rows else OK


def _printed(rows: list[dict[str, Any]], *, as_json: bool) -> int:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False, default=str) if as_json else _line(row))
    return OK


def _line(row: dict[str, Any]) -> str:
    due = row["closes_on"] if row["what"] == "campaign" else row["due_on"]
    state = "late" if row["late"] else row["status"]
    if row["what"] == "review":
        told = f"{row['network']}\t{row['handle']}"
    elif row["what"] == "campaign":
        told = f"{row['title']}\t{row['signed']}/{row['asked']}"
    else:
        told = f"{row['title']}\t{row['accesses'] - row['waiting']}/{row['accesses']}"
    return f"{row['what']}\t{due}\t{state}\t{row['unit']}\t{told}"
