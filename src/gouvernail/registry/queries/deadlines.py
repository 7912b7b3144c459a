"""Reviews and closings of the accounts a person answers for, as a list and as a calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.registry.models import Account, Closing, DeadlineFeed
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.agreements import in_force

MOST: Final = 1000
OCTETS: Final = 75  # the longest line of RFC 5545


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One day by which something is due: `review`, `closing` or `agreement` of an account."""

    on: date
    kind: str
    account_id: UUID
    name: str
    network: str
    unit: str

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
    """Return what is due of the accounts `person` holds or may edit, in order of day.

    Four queries; a thousand of each kind at most, the latest first to be due.
    """
    mine = Q(owner=person) | Q(backup=person) | Q(custodian=person)
    editable = visible_accounts(person, right=Right.EDIT_ACCOUNTS)
    accounts = Account.objects.filter(mine | Q(pk__in=editable.values("pk")))
    ours = accounts.filter(status__in=Account.OURS).exclude(kind=Account.Kind.PERSONAL)
    due = ours.filter(review_on__isnull=False).select_related("unit").order_by("review_on")
    found = [_deadline(account, "review", account.review_on) for account in due[:MOST]]
    closings = Closing.objects.filter(
        outcome=Closing.Outcome.UNDER_WAY, account__in=accounts.values("pk")
    )
    found += [
        _deadline(closing.account, "closing", closing.ends_on)
        for closing in closings.select_related("account__unit").order_by("ends_on")[:MOST]
    ]
    agreements = in_force().filter(
        expires_on__isnull=False, account__in=ours.filter(kind=Account.Kind.NAMED).values("pk")
    )
    found += [
        _deadline(agreement.account, "agreement", agreement.expires_on)
        for agreement in agreements.order_by("expires_on")[:MOST]
    ]
    return sorted(found, key=lambda each: (each.on, each.name.casefold(), each.kind))


def _deadline(account: Account, kind: str, on: date | None) -> Deadline:
    return Deadline(
        on=on or date.max,
        kind=kind,
        account_id=account.pk,
        name=account.name,
        network=account.network,
        unit=account.unit.label,
    )


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
            f"DESCRIPTION:{_escaped(f'{each.network} · {each.unit}')}",
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
