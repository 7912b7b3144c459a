"""The register as a list: what is asked of it, and one page of the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from json import dumps
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Reading
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.faults import (
    BY_CODE,
    NOBODY_IN,
    ONE_IN,
    OURS,
    STATES,
    UNCHECKED,
    Health,
    by_health,
    health_of,
    severities,
    severity,
    with_health,
)

PAGE_SIZE: Final = 50
SLICE: Final = 10_000  # readings asked for at once
FAR: Final = date(9999, 12, 31)
UNKNOWN: Final = 99  # custody nobody has worked out yet: after all that is known
NEVER: Final = date(1, 1, 1)
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "fragile": ("-fragility", "sort_name", "id"),
    "name": ("sort_name", "id"),
    "-name": ("-sort_name", "id"),
    "unit": ("sort_unit", "sort_name", "id"),
    "review": ("sort_review", "sort_name", "id"),
    "-review": ("-sort_review", "sort_name", "id"),
    "seen": ("-sort_seen", "sort_name", "id"),
    "-seen": ("sort_seen", "sort_name", "id"),
    "custody": ("sort_custody", "sort_name", "id"),
    "-custody": ("-sort_custody", "sort_name", "id"),
    "ways": ("sort_ways", "sort_name", "id"),
}
DEFAULT_ORDER: Final = "fragile"
EXPORTED: Final = (
    *("network", "handle", "url", "name", "status", "kind", "purpose", "audience", "language"),
    *("opened_on", "review_on", "tags", "notes", "custody", "ways_in", "unit__code", "unit__name"),
    *(
        f"{place}__{field}"
        for place in ("owner", "backup", "custodian")
        for field in ("email", "name")
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the register is narrowed to; an empty field narrows nothing.

    `unit` takes the units below it too. `faults` are codes of `faults.FAULTS`; `health` is `stop`,
    `warn` or `ok`; `search` is looked for in names, handles, addresses, purposes and people.
    Without a status, what came to light is left out: only `found` takes it, or its own fault.
    `custody` is a level from 0 to 5, `unknown`, or `one` for a single way in (or none).
    """

    networks: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    unit: Unit | None = None
    owner: Person | None = None
    tags: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    health: str = ""
    search: str = ""
    found: bool = False
    custody: str = ""

    def condition(self) -> Q:
        """Return the filter on accounts that carry their health. No query."""
        wanted = self._standing()
        if self.networks:
            wanted &= Q(network__in=self.networks)
        if self.unit is not None:
            wanted &= Q(unit__path__startswith=self.unit.path)
        if self.owner is not None:
            wanted &= Q(owner=self.owner) | Q(backup=self.owner) | Q(custodian=self.owner)
        for tag in self.tags:
            plain = Q(tags__icontains=dumps(tag, ensure_ascii=False))  # as PostgreSQL keeps it
            wanted &= Q(tags__icontains=dumps(tag)) | plain
        for code in self.faults:
            wanted &= Q(**{f"{BY_CODE[code].field}__gt": 0})
        if self.health:
            wanted &= STATES[self.health]
        return wanted & _kept(self.custody) & _searched(self.search)

    def _standing(self) -> Q:
        if self.statuses:
            return Q(status__in=self.statuses)
        if self.found:
            return Q(status__in=Account.FOUND)
        return ~Q(status__in=Account.FOUND - frozenset(self.faults))  # a code that is a status


CUSTODY: Final = frozenset(("0", "1", "2", "3", "4", "5", "unknown", "one"))


def _kept(custody: str) -> Q:
    if custody == "one":
        return NOBODY_IN | ONE_IN
    if custody == "unknown":
        return Q(custody__isnull=True)
    return Q(custody=int(custody)) if custody in CUSTODY else Q()


def _searched(search: str) -> Q:
    fields = ("name", "handle", "url", "purpose", "owner__name", "backup__name", "unit__name")
    wanted = Q()
    for word in search.split():
        bare = word.lstrip("@") or word
        wanted &= reduce(or_, (Q(**{f"{field}__icontains": bare}) for field in fields))
    return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPublication:
    """When the account last spoke, and how we know: our own records, or somebody's reading."""

    at: datetime | None = None
    on: date | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One account as the list shows it."""

    account: Account
    health: Health
    last: LastPublication | None


def _register(
    viewer: Person, filters: Filters, *, today: date, is_weighed: bool = False
) -> QuerySet[Account]:
    accounts = by_health(
        visible_accounts(viewer),
        today=today,
        codes=filters.faults,
        is_weighed=is_weighed or bool(filters.health),
    )
    return accounts.filter(filters.condition())


def _last_record() -> Subquery:
    """Return the instant of the newest record of an account, through the relation it has here."""
    return Subquery(
        Account.objects.filter(pk=OuterRef("pk"), records__isnull=False)
        .order_by("-records__published_at")
        .values("records__published_at")[:1]
    )


def _last_reading() -> Subquery:
    return Subquery(
        Reading.objects.filter(account=OuterRef("pk"), last_post_on__isnull=False)
        .order_by("-read_on", "-id")
        .values("pk")[:1]
    )


def with_last(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Return accounts with what `rows_of` needs to tell their last publication. No query."""
    return accounts.annotate(last_record_at=_last_record(), last_reading_id=_last_reading())


def _ordered(accounts: QuerySet[Account], order: str) -> QuerySet[Account]:
    """Return accounts that carry what they are sorted by, and nothing else."""
    wanted = {field.removeprefix("-") for field in ORDERS[order]}
    unknown = UNKNOWN if order == "custody" else -1
    read_on = Reading.objects.filter(account=OuterRef("pk")).order_by("-read_on", "-id")
    sorted_by: Mapping[str, Any] = {
        "fragility": F("fragility"),
        "sort_name": Plain("name"),
        "sort_unit": F("unit__path"),
        "sort_review": Coalesce("review_on", Value(FAR)),
        "sort_custody": Coalesce("custody", Value(unknown)),
        "sort_ways": Coalesce("ways_in", Value(UNKNOWN)),
        "sort_seen": Coalesce(Subquery(read_on.values("last_post_on")[:1]), Value(NEVER)),
    }
    carried = {name: each for name, each in sorted_by.items() if name in wanted}
    return accounts.annotate(**carried).only("pk")


def accounts_for_list(
    viewer: Person, filters: Filters, *, order: str, cursor: str, today: date
) -> tuple[Page[Account], list[Row]]:
    """Return one page of the register, with what each row shows.

    The accounts of the page are found first, then read: sorting thousands carries their names only.
    Three queries, four when somebody read figures by hand, whatever the number of rows.
    """
    is_weighed = "-fragility" in ORDERS[order]
    found = _ordered(_register(viewer, filters, today=today, is_weighed=is_weighed), order)
    page = page_of(found, order=ORDERS[order], cursor=cursor, size=PAGE_SIZE)
    whole = with_last(with_health(Account.objects.all(), today=today)).select_related(
        "unit", "owner", "backup", "connection"
    )
    read = whole.in_bulk([one.pk for one in page.rows])
    rows = [read[one.pk] for one in page.rows if one.pk in read]
    return replace(page, rows=rows), rows_of(rows)


def rows_of(accounts: Iterable[Account]) -> list[Row]:
    """Return annotated accounts as rows. One query, for the readings of all of them."""
    return [Row(account=one, health=health_of(one), last=last) for one, last in lasts_of(accounts)]


def lasts_of(accounts: Iterable[Account]) -> list[tuple[Account, LastPublication | None]]:
    """Return accounts read through `with_last`, each with its last publication. Two queries."""
    accounts = list(accounts)
    wanted = [key for one in accounts if (key := getattr(one, "last_reading_id", None))]
    readings: dict[UUID, Reading] = {}
    for at in range(0, len(wanted), SLICE):
        some = Reading.objects.select_related("read_by")
        readings |= some.in_bulk(wanted[at : at + SLICE])
    return [(one, _last_of(one, readings)) for one in accounts]


def _last_of(account: Account, readings: Mapping[UUID, Reading]) -> LastPublication | None:
    at: datetime | None = getattr(account, "last_record_at", None)
    reading = readings.get(getattr(account, "last_reading_id", None) or account.pk)
    if reading is not None and (at is None or (reading.last_post_on or NEVER) > at.date()):
        return LastPublication(on=reading.last_post_on, reading=reading)
    return LastPublication(at=at) if at else None


def account_with_health(account_id: UUID, *, viewer: Person, today: date) -> Row | None:
    """Return one account as a row, with its holders and connection. Two queries."""
    accounts = (
        with_health(visible_accounts(viewer), today=today)
        .annotate(last_record_at=_last_record(), last_reading_id=_last_reading())
        .select_related(
            "unit__parent",
            "owner",
            "backup",
            "custodian",
            "connection",
            "status_by",
            "duplicate_of",
        )
    )
    rows = rows_of(accounts.filter(pk=account_id))
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many accounts a narrowed register holds, by state, unit and network.

    `ours` leaves out what is closed, personal or none of ours: every count of the site is that one.
    What is not checked has no state.
    """

    total: int
    ours: int
    stop: int
    warn: int
    ok: int
    units: int
    networks: int


def tally(viewer: Person, filters: Filters, *, today: date) -> Tally:
    """Return the counts of the register under `filters`. One query."""
    found = _register(viewer, filters, today=today).aggregate(
        total=Count("pk"),
        ours=Count("pk", filter=OURS),
        checked=Count("pk", filter=~UNCHECKED),
        weight=Sum(severity(today)),
        units=Count("unit", distinct=True),
        networks=Count("network", distinct=True),
    )
    stop, warn = severities(found.pop("weight"))
    ok = found.pop("checked") - stop - warn
    return Tally(**found, stop=stop, warn=warn, ok=ok)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the viewer's register can be narrowed to, with counts: only what exists is offered."""

    networks: list[tuple[str, int]]
    statuses: list[tuple[str, int]]
    tags: list[str]


def choices(viewer: Person, *, found: bool = False) -> Choices:
    """Return the networks, statuses and tags in use, of ours or of those found. Two queries."""
    kept = Filters(found=True).condition() if found else ~Q(status__in=Account.NOT_OURS)
    accounts = visible_accounts(viewer).filter(kept)
    counted = accounts.values("network", "status").annotate(number=Count("pk")).order_by()
    networks: dict[str, int] = {}
    statuses: dict[str, int] = {}
    for line in counted:
        networks[line["network"]] = networks.get(line["network"], 0) + line["number"]
        statuses[line["status"]] = statuses.get(line["status"], 0) + line["number"]
    tagged = accounts.exclude(tags=[]).order_by().values_list("tags", flat=True).distinct()
    tags = {str(tag) for several in tagged[:2000] for tag in several}
    return Choices(
        networks=sorted(networks.items(), key=lambda each: (-each[1], each[0])),
        statuses=sorted(statuses.items(), key=lambda each: (-each[1], each[0])),
        tags=sorted(tags, key=str.casefold),
    )


def accounts_for_export(viewer: Person, filters: Filters, *, today: date) -> QuerySet[Account]:
    """Return every account of the narrowed register, in name order. One query when iterated.

    Of its unit and its people, what a file names is read: `EXPORTED`.
    """
    return (
        _register(viewer, filters, today=today)
        .select_related("unit", "owner", "backup", "custodian")
        .only(*EXPORTED)
        .order_by(Plain("name"), "pk")
    )


def fragile_first(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Return accounts read through `by_health`, the most fragile first."""
    return accounts.order_by(F("fragility").desc(), Plain("name"), "pk")
