"""What the page of one account shows beside its record."""

from dataclasses import dataclass
from typing import Any, Final

from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, RoleGrant
from gouvernail.registry.models import Account, Agreement, Connection, Reading, SetupSheet
from gouvernail.registry.queries.faults import FAULTS, JUDGED, Fault
from gouvernail.registry.queries.life import Situation
from gouvernail.registry.queries.listing import Row
from gouvernail.registry.queries.networks import Ability, abilities_of, is_connectable

RECENT: Final = 5
CLOSINGS: Final = frozenset((Account.Status.CLOSING, Account.Status.CLOSED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """One account's neighbours: connection, readings, records, who else answers for it."""

    connection: Connection | None
    connectable: bool
    abilities: list[Ability]
    readings: list[Reading]
    records: list[Any]
    delegates: list[Person]
    in_order: list[Fault]
    sheet: SetupSheet | None
    agreement: Agreement | None
    has_closing: bool

    @property
    def followers(self) -> Reading | None:
        """Return the newest reading that counted followers."""
        return next((one for one in self.readings if one.followers is not None), None)

    @property
    def connected(self) -> bool:
        """Return whether the site reaches the account by itself."""
        return self.connection is not None and self.connection.status != Connection.Status.CLOSED

    @property
    def other_subjects(self) -> list[tuple[str, object]]:
        """Return what else the account's timeline tells: its connection, sheet and agreement."""
        told = {
            "connection": self.connection,
            "setup_sheet": self.sheet,
            "agreement": self.agreement,
        }
        return [(kind, one.pk) for kind, one in told.items() if one is not None]


def details_of(row: Row) -> Details:
    """Return what surrounds an account read as a row. Five queries, six when it is closed."""
    account, situation = row.account, Situation(row.account)
    connection: Connection | None = getattr(account, "connection", None)
    connected = connection is not None and connection.status != Connection.Status.CLOSED
    broken = {fault.code for fault in row.health.faults}
    return Details(
        connection=connection,
        connectable=is_connectable(account.network),
        abilities=abilities_of(account, connected=connected),
        readings=list(account.readings.select_related("read_by")[:RECENT]),
        records=_records(account),
        delegates=_delegates(account),
        in_order=_in_order(account, broken, connected=connected),
        sheet=situation.sheet,
        agreement=situation.agreement if account.kind == Account.Kind.NAMED else None,
        has_closing=account.status in CLOSINGS and situation.closing is not None,
    )


POSITIVE: Final = ("no_owner", "one_in", "no_backup", "connection", "no_review")
TWO: Final = 2


def _in_order(account: Account, broken: set[str], *, connected: bool) -> list[Fault]:
    """Return the checks that hold and are worth a line."""
    if account.status in JUDGED or not account.is_checked:
        return []
    broken |= {"no_owner"} if "owner_left" in broken else set()
    broken |= {"no_backup"} if broken & {"backup_left", "backup_unnamed"} else set()
    broken |= {"one_in"} if (account.ways_in or 0) < TWO else set()
    broken |= {"no_review"} if "review_overdue" in broken else set()
    broken |= set() if connected else {"connection"}
    return [fault for fault in FAULTS if fault.code in POSITIVE and fault.code not in broken]


def _records(account: Account) -> list[Any]:
    """Return the newest publications kept of this account, through the relation it has here."""
    related: Any = account
    return list(related.records.order_by("-published_at", "-pk")[:RECENT])


def _delegates(account: Account) -> list[Person]:
    """Return the delegates of the unit and of those above it."""
    path = account.unit.path
    chain = [path[: index + 1] for index, mark in enumerate(path) if mark == "/"]
    grants = (
        RoleGrant.objects.filter(
            role=Role.DELEGATE,
            revoked_at__isnull=True,
            unit__path__in=chain,
            person__is_active=True,
        )
        .select_related("person", "unit")
        .order_by("-unit__path", Plain("person__name"))
    )
    holders = {account.owner_id, account.backup_id, account.custodian_id}
    people = dict.fromkeys(grant.person for grant in grants if grant.person_id not in holders)
    return list(people)[:2]
