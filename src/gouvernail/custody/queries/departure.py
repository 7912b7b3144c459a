"""What if they left tomorrow: one person, several, or a whole unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _

from gouvernail.custody.models import Access
from gouvernail.custody.permissions import guarded_accounts
from gouvernail.custody.queries.ways import ways
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person, Role, RoleGrant, Unit
from gouvernail.people.permissions import visible_people
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label

PAGE_SIZE: Final = 50
SEATS_SHOWN: Final = 50
NAMES_SHOWN: Final = 3
BATCH: Final = 500
ORDER: Final = ("ways_after", "sort_name", "id")
PLACES: Final = ("owner", "backup", "custodian")
HELD: Final = frozenset({"sms", "sms_shared", "app", "key"})
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


def touched(viewer: Person, gone: QuerySet[Person], *, today: date) -> QuerySet[Account]:
    """Return the accounts `viewer` guards that the departure touches, with `ways_after`."""
    ids = gone.order_by().values("pk")
    held = Access.objects.filter(person__in=ids).exclude(state=Access.State.CLOSED)
    concerned = Q(pk__in=held.values("account"))
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
    accounts = guarded_accounts(viewer).filter(concerned, status__in=Account.OURS)
    return accounts.annotate(
        ways_after=Coalesce(Subquery(left, output_field=IntegerField()), 0),
        sort_name=Lower("name"),
    )


def narrowing(gone: QuerySet[Person]) -> dict[str, Q]:
    """Return the condition of each of `LOSSES` on accounts that carry `ways_after`."""
    ids = gone.order_by().values("pk")
    held = Access.objects.filter(person__in=ids).exclude(state=Access.State.CLOSED)
    recovering = held.filter(means__in=Access.RECOVERING)
    proving = held.filter(means__in=Access.ENTERING, second_factor__in=HELD)
    return {
        "locked": Q(ways_in__gt=0, ways_after=0),
        "one_left": Q(ways_in__gt=F("ways_after"), ways_after=1),
        "unknown": Q(ways_in__isnull=True),
        "places": Q(owner__in=ids) | Q(backup__in=ids) | Q(custodian__in=ids),
        "recovery": Q(pk__in=recovering.values("account")),
        "factors": Q(pk__in=proving.values("account")),
    }


def tally_of(accounts: QuerySet[Account], gone: QuerySet[Person]) -> Tally:
    """Return how many accounts are touched, by loss: `narrowing`, counted. Four queries.

    Counted here: a database would work `ways_after` out again for each condition that names it.
    """
    away = set(gone.order_by().values_list("pk", flat=True))
    held = Access.objects.filter(person__in=gone.order_by().values("pk"))
    held = held.exclude(state=Access.State.CLOSED).order_by()
    recovering = held.filter(means__in=Access.RECOVERING)
    proving = held.filter(means__in=Access.ENTERING, second_factor__in=HELD)
    recovered = set(recovering.values_list("account", flat=True))
    proved = set(proving.values_list("account", flat=True))
    counts: Counter[str] = Counter()
    columns = ("pk", "ways_in", "ways_after", *(f"{place}_id" for place in PLACES))
    for key, now, after, *places in accounts.order_by().values_list(*columns):
        counts.update(
            total=1,
            locked=bool(now) and not after,
            one_left=now is not None and now > after == 1,
            unknown=now is None,
            places=any(place in away for place in places),
            recovery=key in recovered,
            factors=key in proved,
        )
    return Tally(**{name: counts[name] for name in Tally.__slots__})


def losses(
    accounts: QuerySet[Account], gone: QuerySet[Person], *, show: str, cursor: str, today: date
) -> tuple[Page[Account], list[Loss]]:
    """Return one page of the accounts touched, the most exposed first. Five queries."""
    wanted = accounts.filter(narrowing(gone)[show]) if show in LOSSES else accounts
    page = page_of(
        wanted.select_related("unit", "owner", "backup", "custodian"),
        order=ORDER,
        cursor=cursor,
        size=PAGE_SIZE,
    )
    return page, losses_of(page.rows, gone, today=today)


def losses_of(accounts: list[Account], gone: QuerySet[Person], *, today: date) -> list[Loss]:
    """Return what those accounts lose, and who could follow. Four queries."""
    away = set(gone.order_by().values_list("pk", flat=True))
    going, staying = _accesses(accounts, away, today=today)
    colleagues = _colleagues(accounts, gone)
    return [
        Loss(
            account=account,
            ways_now=account.ways_in,
            ways_after=getattr(account, "ways_after", 0),
            places=[place for place in PLACES if getattr(account, f"{place}_id") in away],
            going=going[account.pk],
            heirs=_heirs(staying[account.pk], colleagues[account.unit_id]),
        )
        for account in accounts
    ]


Rows = dict[UUID, list[Access]]


def _accesses(accounts: list[Account], away: set[UUID], *, today: date) -> tuple[Rows, Rows]:
    """Return, for each account, what goes with the leavers and the ways in that stay."""
    going: Rows = defaultdict(list)
    staying: Rows = defaultdict(list)
    rows = Access.objects.filter(account__in=accounts).exclude(state=Access.State.CLOSED)
    for access in rows.select_related("person").order_by("level", "pk"):
        if access.person_id in away:
            going[access.account_id].append(access)
        elif access.lets_in(today):
            staying[access.account_id].append(access)
    return going, staying


def _colleagues(accounts: list[Account], gone: QuerySet[Person]) -> dict[UUID, list[RoleGrant]]:
    """Return who works in the units of those accounts and stays. One query."""
    found: dict[UUID, list[RoleGrant]] = defaultdict(list)
    grants = (
        RoleGrant.objects.filter(
            unit__in={account.unit_id for account in accounts},
            role__in=(Role.DELEGATE, Role.CONTRIBUTOR, Role.RESPONDER),
            revoked_at__isnull=True,
            person__is_active=True,
        )
        .exclude(person__in=gone.order_by().values("pk"))
        .select_related("person")
        .order_by("person__name", "pk")
    )
    for grant in grants[: PAGE_SIZE * 10]:
        found[grant.unit_id].append(grant)
    return found


def _heirs(staying: list[Access], colleagues: list[RoleGrant]) -> list[Heir]:
    """Return who could follow: those who can get in first, then colleagues of the unit."""
    heirs: dict[UUID, Heir] = {}
    for access in staying:
        if access.person is not None:
            heirs.setdefault(access.person.pk, Heir(person=access.person, access=access))
    for grant in colleagues:
        heirs.setdefault(grant.person_id, Heir(person=grant.person, role=grant.role))
    return list(heirs.values())[:NAMES_SHOWN]


def empty_seats(gone: QuerySet[Person], *, today: date) -> list[RoleGrant]:
    """Return the roles that nobody else would hold in their unit. One query."""
    in_force = RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        revoked_at__isnull=True,
        person__is_active=True,
    ).exclude(role=Role.EMPLOYEE)
    ids = gone.order_by().values("pk")
    others = in_force.exclude(person__in=ids).filter(
        unit=OuterRef("unit"), role=OuterRef("role"), seat=OuterRef("seat")
    )
    mine = in_force.filter(person__in=ids).annotate(other=Subquery(others.values("pk")[:1]))
    alone = mine.filter(other__isnull=True).select_related("unit", "person")
    return list(alone.order_by("unit__path", "role", "seat", "pk")[:SEATS_SHOWN])


def departure_csv(
    accounts: QuerySet[Account], gone: QuerySet[Person], *, today: date
) -> Iterator[str]:
    """Yield every account touched as CSV lines, the most exposed first, formula-safe.

    One query, and four for each 500 accounts.
    """
    header = [
        _("Account"), _("Handle"), _("Network"), _("Unit"), _("Ways in now"), _("Ways in after"),
        _("Places to fill"), _("What goes"), _("Who could follow"),
    ]  # fmt: skip
    yield from csv_lines(header, _lines(accounts, gone, today=today))


def _lines(
    accounts: QuerySet[Account], gone: QuerySet[Person], *, today: date
) -> Iterator[list[object]]:
    for loss in every_loss(accounts, gone, today=today):
        account = loss.account
        yield [
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


def every_loss(
    accounts: QuerySet[Account], gone: QuerySet[Person], *, today: date
) -> Iterator[Loss]:
    """Yield what every account touched loses, the most exposed first.

    One query, and three for each 500 accounts.
    """
    rows = list(accounts.select_related("unit").order_by(*ORDER))
    for start in range(0, len(rows), BATCH):
        yield from losses_of(rows[start : start + BATCH], gone, today=today)


def place_words(place: str) -> str:
    """Return the name of a place in the reader's language."""
    return {"owner": _("owner"), "backup": _("backup"), "custodian": _("custodian")}[place]
