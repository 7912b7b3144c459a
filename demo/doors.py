"""Two weeks at the door: who came in, from where, what was refused."""

from datetime import datetime, timedelta

from demo.team import Site
from gouvernail.people.actions.doors import masked
from gouvernail.people.models import Person, SignIn

DAYS = 14
WHAT, MEANS = SignIn.What, SignIn.Means
OFFICE, HOME, ROAD, STRANGER = "192.0.2.17", "2001:db8:42:7::5", "198.51.100.23", "203.0.113.9"
DEVICES = ("Firefox, Windows", "Chrome, Windows", "Safari, macOS", "Edge, Windows")
PHONE = "Safari, iPhone"
SATURDAY = 5
# Minutes after eight, day counted back, who (index), what, by what means, from where.
STORIES = (
    (34, 2, 0, WHAT.REFUSED, MEANS.PASSWORD, HOME),
    (35, 2, 0, WHAT.IN, MEANS.PASSWORD, HOME),
    (95, 3, 2, WHAT.RESET_ASKED, "", OFFICE),
    (99, 3, 2, WHAT.PASSWORD, "", OFFICE),
    (100, 3, 2, WHAT.IN, MEANS.PASSWORD, OFFICE),
    (61, 5, 1, WHAT.FACTOR_ADDED, MEANS.PASSKEY, OFFICE),
    (210, 6, 3, WHAT.FACTOR_REFUSED, MEANS.CODE, ROAD),
    (211, 6, 3, WHAT.FACTOR, MEANS.CODE, ROAD),
    (211, 6, 3, WHAT.IN, MEANS.PASSWORD, ROAD),
    (402, 1, 1, WHAT.CONFIRMED, MEANS.PASSKEY, OFFICE),
    *((980 + minute, 4, 1, WHAT.REFUSED, MEANS.PASSWORD, STRANGER) for minute in range(4)),
    (984, 4, 1, WHAT.LOCKED, "", STRANGER),
    *((985 + minute, 4, None, WHAT.REFUSED, MEANS.PASSWORD, STRANGER) for minute in range(3)),
)


def load_doors(site: Site) -> None:
    """Fill the list of sign-ins; the days of work of people, and a few stories."""
    people = sorted(site.active_people(), key=lambda person: person.name)
    rows = [row for number, person in enumerate(people) for row in _days(site, person, number)]
    for minutes, days, who, what, means, address in STORIES:
        person = people[who % len(people)] if who is not None else None
        device = DEVICES[(who or 0) % len(DEVICES)] if address != STRANGER else ""
        at = site.before(days=days) + timedelta(minutes=minutes)
        rows.append(_row(at, person, what, str(means), address, device))
    SignIn.objects.bulk_create(sorted(rows, key=lambda row: row.at))


def _days(site: Site, person: Person, number: int) -> list[SignIn]:
    """Return the mornings of somebody; not everybody opens the site every day."""
    rows = []
    device = DEVICES[number % len(DEVICES)]
    alone = number % 3 == 1
    for days in range(1, DAYS + 1):
        day = site.before(days=days)
        if day.weekday() >= SATURDAY or (number + days) % 4 == 0:
            continue
        at = day + timedelta(minutes=(number * 17 + days * 29) % 150, seconds=(number * 7) % 60)
        away = (number + days) % 5 == 0
        address, used = (HOME, PHONE) if away else (OFFICE, device)
        means = MEANS.PASSKEY if alone else MEANS.PASSWORD
        rows.append(_row(at, person, WHAT.IN, means, address, used))
        if (number + days) % 3 == 0:
            rows.append(_row(at + timedelta(hours=9), person, WHAT.OUT, "", address, used))
    return rows


def _row(
    at: datetime, person: Person | None, what: str, means: str, address: str, device: str
) -> SignIn:
    where = masked(address)
    return SignIn(at=at, person=person, what=what, means=means, address=where, device=device)
