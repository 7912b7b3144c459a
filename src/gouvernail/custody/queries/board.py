"""The custody board: accounts by level and ways in, units, who is alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Avg, Count, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gouvernail.custody.models import ControlProof, Criterion, Result
from gouvernail.custody.permissions import guarded_accounts
from gouvernail.custody.queries.proofs import MISSING, proved_since, with_last_proof
from gouvernail.custody.queries.ways import in_custody
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label
from gouvernail.registry.queries.faults import NOBODY_IN, ONE_IN, SEVERAL_IN

PAGE_SIZE: Final = 50
UNITS_SHOWN: Final = 60
NOT_KNOWN: Final = 255
PROOFS: Final = ("recent", "none", "asked", "missing")
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "weak": ("sort_ways", "sort_level", "sort_name", "id"),
    "level": ("sort_level", "sort_ways", "sort_name", "id"),
    "-level": ("-sort_level", "sort_name", "id"),
    "name": ("sort_name", "id"),
    "-name": ("-sort_name", "id"),
    "unit": ("unit__path", "sort_ways", "sort_name", "id"),
}
DEFAULT_ORDER: Final = "weak"
EXPORTED: Final = (
    *("name", "handle", "network", "unit__path", "owner__name", "custodian__name", "custody"),
    *("ways_in", "standing__to_revoke", "last_proof_at"),
    *(f"standing__{one.value}" for one in Criterion),
)
WAYS: Final[Mapping[str, Q]] = {
    "none": NOBODY_IN,
    "one": ONE_IN,
    "several": SEVERAL_IN,
    "unknown": Q(ways_in__isnull=True),
}
KNOWN: Final = Q(ways_in__isnull=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the board is narrowed to; an empty field narrows nothing. `unit` takes those below.

    `levels` are `0` to `5`, `ways` a key of `WAYS`, `lost` criteria that are lost or unknown,
    `proof` one of `PROOFS`, `today` the day it is judged on.
    """

    unit: Unit | None = None
    networks: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    ways: str = ""
    lost: tuple[str, ...] = ()
    due: bool = False
    proof: str = ""
    today: date = date.min
    search: str = ""

    def condition(self) -> Q:
        """Return the filter on accounts. No query."""
        wanted = in_custody()
        if self.unit is not None:
            wanted &= Q(unit__path__startswith=self.unit.path)
        if self.networks:
            wanted &= Q(network__in=self.networks)
        if self.levels:
            wanted &= Q(custody__in=[int(level) for level in self.levels])
        if self.ways:
            wanted &= WAYS[self.ways]
        for criterion in self.lost:
            wanted &= Q(**{f"standing__{criterion}__in": (Result.LOST, Result.UNKNOWN)})
        if self.due:
            wanted &= Q(standing__to_revoke__gt=0)
        return wanted & self._proved() & self._searched()

    def _proved(self) -> Q:
        return proof_condition(self.proof, today=self.today) if self.proof else Q()

    def _searched(self) -> Q:
        wanted = Q()
        for word in self.search.split():
            bare = word.lstrip("@") or word
            wanted &= Q(name__icontains=bare) | Q(handle__icontains=bare)
        return wanted


def proof_condition(kind: str, *, today: date) -> Q:
    """Return the filter on accounts by proof of control: `kind` is one of `PROOFS`. No query."""
    recent = Q(pk__in=proved_since(today).values("account"))
    rows = ControlProof.objects.filter
    return {
        "recent": recent,
        "none": ~recent,
        "asked": Q(pk__in=rows(state__in=ControlProof.GOING).values("account")),
        "missing": Q(pk__in=rows(MISSING).values("account")),
    }[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the accounts come to. `bus_factor`: the fewest ways into any account that is known."""

    total: int
    unknown: int
    none: int
    one: int
    several: int
    due: int
    level: float | None
    bus_factor: int | None

    @property
    def at_risk(self) -> int:
        """Return how many accounts nobody, or one person only, could get into."""
        return self.none + self.one

    def under(self, ways: str) -> int:
        """Return how many accounts have `ways`, a key of `WAYS`; all of them when it is empty."""
        counts = {"none": self.none, "one": self.one, "several": self.several}
        return counts.get(ways, self.unknown) if ways else self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit's own accounts."""

    unit: Unit
    figures: Figures


def board(viewer: Person, filters: Filters, *, order: str, cursor: str) -> Page[Account]:
    """Return one page of the accounts `viewer` guards, with unit, holders, standing. One query."""
    return page_of(
        _sorted(guarded_accounts(viewer).filter(filters.condition())),
        order=ORDERS[order],
        cursor=cursor,
        size=PAGE_SIZE,
    )


def _sorted(accounts: QuerySet[Account]) -> QuerySet[Account]:
    accounts = with_last_proof(accounts).select_related("unit", "owner", "custodian", "standing")
    return accounts.annotate(
        sort_name=Plain("name"),
        sort_ways=Coalesce("ways_in", Value(NOT_KNOWN)),
        sort_level=Coalesce("custody", Value(NOT_KNOWN)),
        to_revoke=Coalesce("standing__to_revoke", Value(0)),
    )


def figures_of(viewer: Person, filters: Filters) -> Figures:
    """Return what the narrowed board comes to. One query."""
    accounts = guarded_accounts(viewer).filter(filters.condition())
    return Figures(**accounts.aggregate(**_sums()))


def _sums() -> dict[str, Any]:
    counted: dict[str, Any] = {
        name: Count("pk", filter=condition) for name, condition in WAYS.items()
    }
    return counted | {
        "total": Count("pk"),
        "due": Count("pk", filter=Q(standing__to_revoke__gt=0)),
        "level": Avg("custody"),
        "bus_factor": Min("ways_in"),
    }


def unit_lines(viewer: Person, filters: Filters) -> list[UnitLine]:
    """Return the units that hold these accounts, the weakest first. Two queries."""
    accounts = guarded_accounts(viewer).filter(filters.condition()).order_by()
    found: list[dict[str, Any]] = [dict(row) for row in accounts.values("unit").annotate(**_sums())]
    found.sort(key=lambda row: (-row["none"] - row["one"], -row["unknown"], -row["total"]))
    figures = {row.pop("unit"): Figures(**row) for row in found[:UNITS_SHOWN]}
    units = Unit.objects.in_bulk(figures)
    return [UnitLine(unit=units[key], figures=told) for key, told in figures.items()]


def board_csv(viewer: Person, filters: Filters) -> Iterator[str]:
    """Yield the narrowed board as CSV lines, the weakest first, formula-safe. Two queries.

    Of each account, its unit, its people and its standing, what the file names is read.
    """
    accounts = _sorted(guarded_accounts(viewer).filter(filters.condition()))
    rows = accounts.order_by(*ORDERS[DEFAULT_ORDER]).values_list(*EXPORTED)
    header = [
        _("Account"), _("Handle"), _("Network"), _("Unit"), _("Owner"), _("Custodian"),
        _("Level"), _("Ways in"), _("To revoke"), _("Last proof of control"),
        *(str(one.label) for one in Criterion),
    ]  # fmt: skip
    units = {unit.path: unit.label for unit in Unit.objects.only("path", "name", "name_en")}
    results = {one.value: str(one.label) for one in Result}
    cells = (_cells(row, units, results) for row in rows.iterator(chunk_size=1000))
    yield from csv_lines(header, cells)


def _cells(
    row: Sequence[Any], units: Mapping[str, str], results: Mapping[str, str]
) -> list[object]:
    name, handle, network, unit, *known = row
    told = len(known) - len(Criterion)
    return [
        *(name, handle, network_label(network), units[unit]),
        *("" if fact is None else fact for fact in known[:told]),
        *(results.get(result, "") for result in known[told:]),
    ]
