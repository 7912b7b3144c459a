"""`gouvernail people`: a way back in, a departure tried out, and forgetting somebody who left."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from uuid import UUID

    from gouvernail.custody.queries.departure import Loss


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `people`."""
    people = subparsers.add_parser("people", help="what is kept of people")
    commands = people.add_subparsers(title="commands", metavar="COMMAND", required=True)
    erase = commands.add_parser("erase", help="forget the personal data of somebody who left")
    erase.add_argument("person", help="their e-mail, or their id")
    erase.add_argument("--as", dest="as_", metavar="EMAIL", help="who does it")
    erase.add_argument("--json", action="store_true", help="say what was done as JSON")
    erase.set_defaults(run=with_django(run_erase))
    link = commands.add_parser("link", help="a link with which somebody chooses a new password")
    link.add_argument("person", help="their e-mail, or their id")
    link.add_argument("--json", action="store_true", help="say it as JSON")
    link.set_defaults(run=with_django(run_link))
    departure = commands.add_parser(
        "departure", help="say what would happen to the accounts if people left tomorrow"
    )
    departure.add_argument("person", nargs="*", help="their e-mail, or their id")
    departure.add_argument("--unit", metavar="CODE", help="everybody of this unit and below")
    departure.add_argument("--as", dest="as_", metavar="EMAIL", help="who looks")
    departure.add_argument("--json", action="store_true", help="print JSON")
    departure.set_defaults(run=with_django(run_departure))


def run_erase(given: argparse.Namespace) -> int:
    """Erase one person."""
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.clock import now
    from gouvernail.people.actions import erase_person
    from gouvernail.people.models import Person

    named = Person.objects.filter(email__iexact=given.person).first()
    person = erase_person(
        person_id=named.pk if named else given.person, by=acting_person(given.as_), at=now()
    )
    if given.json:
        print(json.dumps({"erased": str(person.pk)}))
    else:
        print(f"erased: {person.pk}; entries of the journal about them stay, and still verify")
    return OK


def run_link(given: argparse.Namespace) -> int:
    """Print a link to choose a password: the way back for who has no other, a sole lead first."""
    from django.conf import settings

    from gouvernail.foundation.clock import now
    from gouvernail.people.actions import make_link
    from gouvernail.people.errors import PersonNotFoundError

    person_id = _key(given.person)
    if person_id is None:
        raise PersonNotFoundError(given.person)
    link = f"{settings.SITE_URL}{make_link(person_id=person_id, at=now())}"
    if given.json:
        print(json.dumps({"person": str(person_id), "link": link}))
    else:
        print(f"They choose their password here, once, within three days:\n{link}")
    return OK


def run_departure(given: argparse.Namespace) -> int:
    """Simulate a departure; 0 when no account would be locked, 1 when one would.

    Nothing is said of the others when somebody named cannot be found: it would read as all clear.
    """
    from django.conf import settings

    from gouvernail.cli.accounts import acting_person, unit_of
    from gouvernail.custody.errors import DepartureUnknownError
    from gouvernail.custody.queries.departure import (
        departure_of,
        empty_seats,
        every_loss,
        leavers,
        tally_of,
    )
    from gouvernail.foundation.clock import today

    viewer = acting_person(given.as_)
    unit = unit_of(given.unit, viewer) if given.unit else None
    named = {one: _key(one) for one in given.person}
    gone = leavers(viewer, people=filter(None, named.values()), unit=unit)
    here = set(gone.values_list("pk", flat=True)) if named else set()
    if missing := [one for one, key in named.items() if key not in here]:
        raise DepartureUnknownError(*missing)
    if not gone.exists():
        raise DepartureUnknownError
    day = today(settings.SITE_TIME_ZONE)
    departure = departure_of(viewer, gone, today=day)
    report: dict[str, Any] = {
        "leaving": departure.number,
        "tally": asdict(tally_of(departure)),
        "accounts": [_told(loss) for loss in every_loss(departure)],
        "empty_seats": [
            {"role": seat.role, "seat": seat.seat, "unit": seat.unit.code}
            for seat in empty_seats(departure)
        ],
    }
    if given.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print_departure(report)
    return FAILED if report["tally"]["locked"] else OK


def _key(named: str) -> "UUID | None":
    """Return the key of somebody named by e-mail or id; None for nobody."""
    from uuid import UUID

    from gouvernail.foundation.ids import is_uuid
    from gouvernail.people.models import Person

    rows = Person.objects.all()
    rows = rows.filter(pk=UUID(named)) if is_uuid(named) else rows.filter(email__iexact=named)
    return rows.values_list("pk", flat=True).first()


def _told(loss: "Loss") -> dict[str, Any]:
    return {
        "id": str(loss.account.pk),
        "network": loss.account.network,
        "handle": loss.account.handle,
        "name": loss.account.name,
        "unit": loss.account.unit.code,
        "ways_now": loss.ways_now,
        "ways_after": loss.ways_after,
        "locked": loss.locked,
        "places": loss.places,
        "going": [
            {"means": one.means, "second_factor": one.second_factor, "detail": one.detail}
            for one in loss.going
        ],
        "could_follow": [
            {"name": heir.person.name, "has_access": heir.access is not None, "role": heir.role}
            for heir in loss.heirs
        ],
    }


def _print_departure(report: dict[str, Any]) -> None:
    tally = report["tally"]
    print(f"leaving: {report['leaving']}; accounts touched: {tally['total']}")
    print(f"locked: {tally['locked']}; one way in left: {tally['one_left']}; ", end="")
    print(f"places to fill: {tally['places']}; nobody knows: {tally['unknown']}")
    for one in report["accounts"]:
        known = "not known" if one["ways_now"] is None else f"{one['ways_after']} left"
        state = "LOCKED" if one["locked"] else known
        follow = ", ".join(heir["name"] for heir in one["could_follow"]) or "nobody nearby"
        print(f"{one['network']}/{one['handle']}\t{state}\t{', '.join(one['places'])}\t{follow}")
    for seat in report["empty_seats"]:
        print(f"empty: {seat['role']} {seat['seat']} in {seat['unit']}".replace("  ", " "))
