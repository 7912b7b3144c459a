"""What if they left tomorrow: one person, several, or a whole unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce, Lower, RowNumber
from django.utils.translation import gettext as _

from gouvernail.custody.models import Access
from gouvernail.custody.permissions import guarded_accounts
from gouvernail.custody.queries.ways import in_custody, ways
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import Page, page_of_keys
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, RoleGrant, Unit
from gouvernail.people.permissions import visible_people
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label
from gouvernail.registry.queries.keys import key_text

PAGE_SIZE: Final = 50
SEATS_SHOWN: Final = 50
NAMES_SHOWN: Final = 3
COLLEAGUES: Final = 12  # read of each unit: some hold two roles, or can get in already
BATCH: Final = 500
PLACES: Final = ("owner", "backup", "custodian")
HELD: Final = frozenset({"sms", "sms_shared", "app", "key"})
# What is read of an access and of its person.
SHOWN: Final = (
    *("account", "holder", "name", "means", "level", "second_factor", "detail", "state", "works"),
    *("until_on", "person__name", "person__is_active"),
)
# What a simulation can be narrowed to, in the order it is shown.
LOSSES: Final = ("locked", "one_left", "unknown", "places", "recovery", "factors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heir:
    """Somebody who could take over, and why: they can get in already, or work in the unit."""

    person: Person
    access: Access | None = None
    role: str = ""

    @property
    def role_label(self) -> str:
        """Return the role they have in the unit, in the reader's language."""
        return str(Role(self.role).label) if self.role else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One account touched by the departure: ways in now and after, what goes, who could follow."""

    account: Account
    ways_now: int | None
    ways_after: int
    places: list[str]
    going: list[Access] = field(default_factory=list)
    heirs: list[Heir] = field(default_factory=list)

    @property
    def locked(self) -> bool:
        """Return whether nobody could get in any more."""
        return bool(self.ways_now) and not self.ways_after

    @property
    def recoveries(self) -> list[Access]:
        """Return the addresses and numbers that go."""
        return [one for one in self.going if one.recovers]

    @property
    def factors(self) -> list[Access]:
        """Return the second factors that go."""
        return [
            one for one in self.going if one.means in Access.ENTERING and one.second_factor in HELD
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many accounts a departure touches, by what it does to them."""

    total: int
    locked: int
    one_left: int
    unknown: int
    places: int
    recovery: int
    factors: int


def leavers(
    viewer: Person, *, people: Iterable[UUID] = (), unit: Unit | None = None
) -> QuerySet[Person]:
    """Return who is imagined away: those people, and everybody of a unit and below, still here."""
    wanted = Q(pk__in=list(people))
    if unit is not None:
        wanted |= Q(home_unit__path__startswith=unit.path)
    return visible_people(viewer).filter(wanted, is_active=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One account that the departure touches, as it is counted and sorted; its key as 32 digits."""

    after: int
    name: str
    key: str
    now: int | None
    place: bool
    recovery: bool
    factor: bool

    def loses(self, loss: str) -> bool:
        """Return whether it loses that, one of `LOSSES`."""
        return {
            "locked": bool(self.now) and not self.after,
            "one_left": self.now is not None and self.after == 1,
            "unknown": self.now is None,
            "places": self.place,
            "recovery": self.recovery,
            "factors": self.factor,
        }[loss]


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Who is imagined away, and the accounts that this touches, the most exposed first.

    Thousands of either may be: they are read once, as text, and only the accounts shown are
    read whole.
    """

    gone: QuerySet[Person]
    away: frozenset[str]
    accounts: list[Touched]
    today: date

    @property
    def number(self) -> int:
        """Return how many people leave."""
        return len(self.away)


def departure_of(viewer: Person, gone: QuerySet[Person], *, today: date) -> Departure:
    """Return what the departure touches of the accounts `viewer` guards.

    Three queries: who leaves, what they hold, the accounts with the ways in that stay.
    """
    gone = gone.order_by()
    away = frozenset(gone.values_list(key_text("pk"), flat=True))
    held = Access.objects.filter(person__in=gone.values("pk")).exclude(state=Access.State.CLOSED)
    recovered, proved = set(), set()
    for account, means, factor in held.order_by().values_list(
        key_text("account_id"), "means", "second_factor"
    ):
        if means in Access.RECOVERING:
            recovered.add(account)
        elif means in Access.ENTERING and factor in HELD:
            proved.add(account)
    columns = (key_text("pk"), "ways_in", "ways_after", Lower("name"))
    places = (key_text(f"{place}_id") for place in PLACES)
    rows = _touched(viewer, gone, held, today=today).values_list(*columns, *places)
    found = [
        Touched(
            after=after, name=name, key=key, now=now, recovery=key in recovered,
            factor=key in proved, place=not away.isdisjoint(holders),
        )
        for key, now, after, name, *holders in rows
    ]  # fmt: skip
    found.sort(key=_order)
    return Departure(gone=gone, away=away, accounts=found, today=today)


def _order(one: Touched) -> tuple[int, str, str]:
    return one.after, one.name, one.key


def _touched(
    viewer: Person, gone: QuerySet[Person], held: QuerySet[Access], *, today: date
) -> QuerySet[Account]:
    ids = gone.values("pk")
    concerned = Q(pk__in=held.order_by().values("account"))
    for place in PLACES:
        concerned |= Q(**{f"{place}__in": ids})
    left = (
        ways(today)
        .filter(account=OuterRef("pk"))
        .exclude(person__in=ids)
        .order_by()
        .values("account")
        .annotate(number=Count("person", distinct=True))
        .values("number")
    )
    accounts = guarded_accounts(viewer).filter(in_custody(), concerned)
    after = Coalesce(Subquery(left, output_field=IntegerField()), 0)
    return accounts.order_by().annotate(ways_after=after)


def tally_of(departure: Departure) -> Tally:
    """Return how many accounts are touched, by loss. No query."""
    counts: Counter[str] = Counter()
    for one in departure.accounts:
        counts.update(loss for loss in LOSSES if one.loses(loss))
    return Tally(
        total=len(departure.accounts),
        locked=counts["locked"],
        one_left=counts["one_left"],
        unknown=counts["unknown"],
        places=counts["places"],
        recovery=counts["recovery"],
        factors=counts["factors"],
    )


def losses(departure: Departure, *, show: str, cursor: str) -> tuple[Page[Account], list[Loss]]:
    """Return one page of the accounts touched, the most exposed first. Three queries."""
    wanted = [one for one in departure.accounts if show not in LOSSES or one.loses(show)]
    shown, following, former = page_of_keys(
        [_order(one) for one in wanted], cursor=cursor, size=PAGE_SIZE
    )
    rows = losses_of(wanted[shown], departure)
    page = Page(rows=[row.account for row in rows], next_cursor=following, previous_cursor=former)
    return page, rows


def losses_of(touched: list[Touched], departure: Departure) -> list[Loss]:
    """Return what those accounts lose, and who could follow. Three queries."""
    read = Account.objects.select_related("unit").in_bulk([UUID(one.key) for one in touched])
    pairs = [(one, read[key]) for one in touched if (key := UUID(one.key)) in read]
    accounts = [account for _one, account in pairs]
    going, staying = _accesses(accounts, departure)
    colleagues = _colleagues(accounts, departure)
    return [
        Loss(
            account=account,
            ways_now=account.ways_in,
            ways_after=one.after,
            places=[place for place in PLACES if _is_away(account, place, departure)],
            going=going[account.pk],
            heirs=_heirs(account, staying[account.pk], colleagues[account.unit_id], departure),
        )
        for one, account in pairs
    ]


Rows = dict[UUID, list[Access]]


def _is_away(account: Account, place: str, departure: Departure) -> bool:
    holder: UUID | None = getattr(account, f"{place}_id")
    return holder is not None and holder.hex in departure.away


def _accesses(accounts: list[Account], departure: Departure) -> tuple[Rows, Rows]:
    """Return, for each account, what goes with the leavers and the ways in that stay. One query."""
    going: Rows = defaultdict(list)
    staying: Rows = defaultdict(list)
    rows = Access.objects.filter(account__in=accounts).exclude(state=Access.State.CLOSED)
    for access in rows.select_related("person").only(*SHOWN).order_by("level", "pk"):
        if access.person_id is not None and access.person_id.hex in departure.away:
            going[access.account_id].append(access)
        elif access.lets_in(departure.today):
            staying[access.account_id].append(access)
    return going, staying


def _in_force(today: date) -> Q:
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    return begun & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def _colleagues(accounts: list[Account], departure: Departure) -> dict[UUID, list[RoleGrant]]:
    """Return who works in the units of those accounts and stays: some of each. One query."""
    found: dict[UUID, list[RoleGrant]] = defaultdict(list)
    rank = Window(RowNumber(), partition_by="unit", order_by=("person__name", "pk"))
    grants = (
        RoleGrant.objects.filter(
            _in_force(departure.today),
            unit__in={account.unit_id for account in accounts},
            role__in=(Role.DELEGATE, Role.CONTRIBUTOR, Role.RESPONDER),
            revoked_at__isnull=True,
            person__is_active=True,
        )
        .exclude(person__in=departure.gone.order_by().values("pk"))
        .annotate(rank=rank)
        .filter(rank__lte=COLLEAGUES)
        .select_related("person")
        .order_by(Plain("person__name"), "pk")
    )
    for grant in grants:
        found[grant.unit_id].append(grant)
    return found


def _heirs(
    account: Account, staying: list[Access], colleagues: list[RoleGrant], departure: Departure
) -> list[Heir]:
    """Return who could follow: those who can get in first, then colleagues of the unit.

    Never an owner who stays: nobody is the backup of their own account.
    """
    heirs: dict[UUID, Heir] = {}
    for access in staying:
        if access.person is not None:
            heirs.setdefault(access.person.pk, Heir(person=access.person, access=access))
    for grant in colleagues:
        heirs.setdefault(grant.person_id, Heir(person=grant.person, role=grant.role))
    if account.owner_id is not None and not _is_away(account, "owner", departure):
        heirs.pop(account.owner_id, None)
    return list(heirs.values())[:NAMES_SHOWN]


def empty_seats(departure: Departure) -> list[RoleGrant]:
    """Return the roles that nobody else would hold in their unit. Two queries."""
    today = departure.today
    in_force = RoleGrant.objects.filter(
        _in_force(today),
        revoked_at__isnull=True,
        person__is_active=True,
    ).exclude(role=Role.EMPLOYEE)
    mine = in_force.filter(person__in=departure.gone.values("pk"))
    places = ("unit_id", "role", "seat")
    others = in_force.filter(unit__in=mine.order_by().values("unit")).order_by()
    kept = {
        tuple(place)
        for holder, *place in others.values_list(key_text("person_id"), *places)
        if holder not in departure.away
    }
    rows = mine.select_related("unit", "person").order_by("unit__path", "role", "seat", "pk")
    alone = (one for one in rows if (one.unit_id, one.role, one.seat) not in kept)
    return list(islice(alone, SEATS_SHOWN))


def departure_csv(departure: Departure) -> Iterator[str]:
    """Yield every account touched as CSV lines, the most exposed first, formula-safe.

    Three queries for each 500 accounts.
    """
    header = [
        _("Account"), _("Handle"), _("Network"), _("Unit"), _("Ways in now"), _("Ways in after"),
        _("Places to fill"), _("What goes"), _("Who could follow"),
    ]  # fmt: skip
    yield from csv_lines(header, map(_cells, every_loss(departure)))


def _cells(loss: Loss) -> list[object]:
    account = loss.account
    return [
        account.name,
        account.handle,
        network_label(account.network),
        account.unit.label,
        "" if loss.ways_now is None else loss.ways_now,
        loss.ways_after,
        ", ".join(place_words(place) for place in loss.places),
        ", ".join(f"{one.holder_name}: {one.get_means_display()}" for one in loss.going),
        ", ".join(heir.person.name for heir in loss.heirs),
    ]


def every_loss(departure: Departure) -> Iterator[Loss]:
    """Yield what every account touched loses, the most exposed first.

    Three queries for each 500 accounts.
    """
    touched = departure.accounts
    for start in range(0, len(touched), BATCH):
        yield from losses_of(touched[start : start + BATCH], departure)


def place_words(place: str) -> str:
    """Return the name of a place in the reader's language."""
    return {"owner": _("owner"), "backup": _("backup"), "custodian": _("custodian")}[place]
