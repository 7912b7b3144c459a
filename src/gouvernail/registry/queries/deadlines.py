"""Reviews and closings of the accounts a person answers for, as a list and as a calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Replace
from django.urls import reverse
from django.utils.translation import gettext

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account, Closing, DeadlineFeed
from gouvernail.registry.queries.agreements import in_force
from gouvernail.registry.queries.keys import key_text
from gouvernail.registry.queries.networks import network_label

PLACES: Final = ("owner", "backup", "custodian")
OCTETS: Final = 75  # the longest line of RFC 5545


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One day by which something is due: `review`, `closing` or `agreement` of an account.

    `key` is that of the account, as 32 digits. What is not about one account has no network, and
    its own key in place of the account’s.
    """

    on: date
    kind: str
    key: str
    name: str
    network: str
    unit: str

    @property
    def place(self) -> str:
        """Return its network and its unit, as a reader knows them."""
        return f"{network_label(self.network)} · {self.unit}" if self.network else self.unit

    @property
    def account_id(self) -> UUID:
        """Return the key of the account."""
        return UUID(self.key)

    @property
    def path(self) -> str:
        """Return the page where it is done."""
        return reverse("registry:account-detail", args=[self.account_id])

    @property
    def words(self) -> str:
        """Return what is due, in the reader's language."""
        told = {
            "review": gettext("Review: %(name)s"),
            "closing": gettext("Close: %(name)s"),
            "agreement": gettext("Renew the agreement: %(name)s"),
        }
        return told[self.kind] % {"name": self.name}


def feed_person(secret: str) -> Person | None:
    """Return whose feed a secret opens; none when it is closed or they have left. One query."""
    digest = sha256(secret.encode()).hexdigest()
    feed = DeadlineFeed.objects.select_related("person").filter(digest=digest).first()
    return feed.person if feed is not None and feed.person.is_active else None


def deadlines_of(person: Person) -> list[Deadline]:
    """Return what is due of the accounts `person` holds or may edit. Four queries.

    The reviews of a whole site are thousands: of them, what a deadline shows is read and no more.
    """
    ours = _near(person) & Q(status__in=Account.OURS) & ~Q(kind=Account.Kind.PERSONAL)
    reviews = Account.objects.filter(ours, review_on__isnull=False).order_by()
    closings = Closing.objects.filter(
        _near(person, "account__"), outcome=Closing.Outcome.UNDER_WAY
    ).order_by()
    agreements = in_force().filter(
        _near(person, "account__"),
        account__status__in=Account.OURS,
        account__kind=Account.Kind.NAMED,
        expires_on__isnull=False,
    )
    labels = {unit.pk.hex: unit.label for unit in Unit.objects.only("name", "name_en")}
    asked = (
        ("review", reviews.values_list("review_on", *_shown(""))),
        ("closing", closings.values_list("ends_on", *_shown("account__"))),
        ("agreement", agreements.values_list("expires_on", *_shown("account__"))),
    )
    return [
        Deadline(on=on, kind=kind, key=key, name=name, network=network, unit=labels[unit])
        for kind, rows in asked
        for on, name, network, key, unit in rows
    ]


def _shown(account: str) -> tuple[str | Replace, ...]:
    keys = (key_text(f"{account}{name}") for name in ("id", "unit_id"))
    return f"{account}name", f"{account}network", *keys


def _near(person: Person, account: str = "") -> Q:
    """Return the condition of accounts `person` holds or may edit; `account` leads to them."""
    held = reduce(or_, (Q(**{f"{account}{place}": person}) for place in PLACES))
    return held | scope(person, Right.EDIT_ACCOUNTS, f"{account}unit__path")


def calendar_text(deadlines: Iterable[Deadline], *, name: str, site: str, at: datetime) -> str:
    """Return an iCalendar (RFC 5545): one event of a whole day for each deadline. No query.

    `site` is the address of the site, without a last slash: each event leads to its account.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gouvernail//Deadlines//EN",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    for each in deadlines:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.kind}-{each.account_id}@gouvernail",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}",
            f"SUMMARY:{_escaped(each.words)}",
            f"DESCRIPTION:{_escaped(each.place)}",
            f"URL:{site}{each.path}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut a line so that none passes 75 octets, never inside a character."""
    pieces: list[str] = []
    piece = ""
    for char in line:
        if len((piece + char).encode()) > OCTETS - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += char
    return "\r\n ".join([*pieces, piece])
