"""What appears when, by unit: weeks of lanes, or a list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from gouvernail.content.models import Draft, Variant
from gouvernail.content.permissions import visible_drafts
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.publishing.actions.orders import LICENCE
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import covers_unit, freezes_in_force, is_frozen

DAYS: Final = 7
WEEKS: Final = 5
VIEWS: Final = ("month", "week", "list")
SATURDAY: Final = 5
Status = Draft.Status
STATES: Final = {
    Status.DRAFTING: "draft",
    Status.CHANGES: "draft",
    Status.REFUSED: "draft",
    Status.IN_REVIEW: "wait",
    Status.APPROVED: "ok",
    Status.PUBLISHED: "pub",
    Status.PROBLEM: "trouble",
}
LEGEND: Final = ("pub", "ok", "wait", "draft", "held", "conf", "trouble")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days shown: from `first` to before `end`, both in `zone`; `anchor` is the day asked."""

    view: str
    anchor: date
    first: date
    end: date
    zone: ZoneInfo

    @property
    def last(self) -> date:
        """Return the last day shown."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        """Return the days shown, in order."""
        return [self.first + timedelta(days=n) for n in range((self.end - self.first).days)]

    @property
    def earlier(self) -> date:
        """Return the anchor of the period before."""
        if self.view == "list":
            return (self.anchor.replace(day=1) - timedelta(days=1)).replace(day=1)
        return self.anchor - (self.end - self.first)

    @property
    def later(self) -> date:
        """Return the anchor of the period after."""
        if self.view == "list":
            return _next_month(self.anchor)
        return self.anchor + (self.end - self.first)

    def bounds(self) -> tuple[datetime, datetime]:
        """Return the instants between which it lies."""
        start = datetime.combine(self.first, time(), tzinfo=self.zone)
        return start, datetime.combine(self.end, time(), tzinfo=self.zone)


def period_of(view: str, anchor: date, *, zone: ZoneInfo) -> Period:
    """Return the period that a view shows around a day.

    A `week` from Monday; a `month` of five weeks with the day's own in the middle; a `list` of
    the calendar month.
    """
    kind = view if view in VIEWS else "month"
    monday = anchor - timedelta(days=anchor.weekday())
    if kind == "list":
        first, end = anchor.replace(day=1), _next_month(anchor)
    elif kind == "week":
        first, end = monday, monday + timedelta(days=DAYS)
    else:
        first = monday - timedelta(weeks=WEEKS // 2)
        end = first + timedelta(weeks=WEEKS)
    return Period(view=kind, anchor=anchor, first=first, end=end, zone=zone)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=DAYS)).replace(day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One draft in the calendar, at its local time; `for_licence`: it waits because one lapsed."""

    draft: Draft
    at: datetime
    state: str
    networks: tuple[str, ...]
    for_licence: bool = False

    @property
    def day(self) -> date:
        """Return its local day."""
        return self.at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of one lane; `freeze` is the freeze that begins there, if one does."""

    day: date
    chips: tuple[Chip, ...]
    is_weekend: bool
    is_today: bool
    is_frozen: bool
    freeze: Freeze | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One unit's week."""

    unit: Unit
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days of every lane."""

    number: int
    days: tuple[Cell, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFilter:
    """What the calendar is narrowed to; empty narrows nothing."""

    unit: Unit | None = None
    state: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The page: its weeks or its chips in order, and what is frozen."""

    period: Period
    weeks: tuple[Week, ...]
    chips: tuple[Chip, ...]
    networks: tuple[str, ...]
    freezes: tuple[Freeze, ...]


def calendar_of(viewer: Person, period: Period, wanted: CalendarFilter, *, today: date) -> Calendar:
    """Return what `viewer` sees of a period. Five queries, whatever the number of drafts."""
    freezes = list(freezes_in_force())
    everything = _chips(viewer, period, wanted, freezes)
    chips = [chip for chip in everything if _wanted(chip, wanted)]
    lanes = _lanes(list(visible_units(viewer).order_by("path")), wanted.unit, chips)
    weeks = [] if period.view == "list" else _weeks(period, lanes, chips, freezes, today=today)
    return Calendar(
        period=period,
        weeks=tuple(weeks),
        chips=tuple(chips),
        networks=tuple(sorted({name for chip in everything for name in chip.networks})),
        freezes=tuple(freezes),
    )


def _chips(
    viewer: Person, period: Period, wanted: CalendarFilter, freezes: list[Freeze]
) -> list[Chip]:
    start, end = period.bounds()
    moved = Delivery.objects.filter(publish_at__gte=start, publish_at__lt=end)
    there = Q(publish_at__gte=start, publish_at__lt=end)
    there |= Q(publish_at__isnull=True, pk__in=moved.values("subject_id"))
    drafts = visible_drafts(viewer).filter(there).exclude(status=Status.CANCELLED)
    if wanted.unit is not None:
        drafts = drafts.filter(unit__path__startswith=wanted.unit.path)
    accounts = Variant.objects.select_related("account").order_by("position")
    found = list(
        drafts.select_related("unit").prefetch_related(Prefetch("variants", queryset=accounts))
    )
    deliveries = _deliveries(found)
    chips = [_chip(draft, deliveries[draft.pk], period.zone, freezes) for draft in found]
    return sorted(chips, key=lambda chip: (chip.at, chip.draft.title))


def _deliveries(drafts: Iterable[Draft]) -> dict[UUID, list[Delivery]]:
    latest = {draft.pk: draft.revision for draft in drafts}
    rows = Delivery.objects.filter(subject_id__in=latest).select_related("account__unit")
    found: dict[UUID, list[Delivery]] = defaultdict(list)
    for delivery in rows:
        if delivery.revision == latest[delivery.subject_id]:
            found[delivery.subject_id].append(delivery)
    return found


def _chip(
    draft: Draft, deliveries: Sequence[Delivery], zone: ZoneInfo, freezes: list[Freeze]
) -> Chip:
    at = draft.publish_at or min(delivery.publish_at for delivery in deliveries)
    networks = dict.fromkeys(variant.account.network for variant in draft.variants.all())
    return Chip(
        draft=draft,
        at=at.astimezone(zone),
        state=_state(draft, deliveries, freezes),
        networks=tuple(networks),
        for_licence=draft.status == Status.IN_REVIEW
        and any(one.explanation == LICENCE for one in deliveries),
    )


def _state(draft: Draft, deliveries: Sequence[Delivery], freezes: list[Freeze]) -> str:
    state = STATES[Status(draft.status)]
    if state != "ok":
        return state
    if any(one.status == Delivery.Status.TO_CONFIRM for one in deliveries):
        return "conf"
    held = freezes and any(is_frozen(one, freezes) for one in deliveries)
    return "held" if held else state


def _wanted(chip: Chip, wanted: CalendarFilter) -> bool:
    return (not wanted.state or chip.state == wanted.state) and (
        not wanted.network or wanted.network in chip.networks
    )


def _lanes(units: Sequence[Unit], chosen: Unit | None, chips: Sequence[Chip]) -> list[Unit]:
    """Return the units that have a lane: those just below what is shown, and it when it speaks."""
    tops = [chosen] if chosen is not None else _tops(units)
    if len(tops) != 1:
        return tops
    top = tops[0]
    below = [unit for unit in units if unit.parent_id == top.pk and unit.status == Unit.Status.OPEN]
    below.sort(key=lambda unit: (unit.position, unit.name))
    speaks = any(chip.draft.unit_id == top.pk for chip in chips)
    return [*([top] if speaks or not below else []), *below]


def _tops(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with nothing visible above them; `units` are in the order of paths."""
    tops: list[Unit] = []
    for unit in units:
        if not tops or not unit.path.startswith(tops[-1].path):
            tops.append(unit)
    return tops


def _weeks(
    period: Period,
    lanes: Sequence[Unit],
    chips: Sequence[Chip],
    freezes: Sequence[Freeze],
    *,
    today: date,
) -> list[Week]:
    by_place: dict[tuple[UUID, date], list[Chip]] = defaultdict(list)
    for chip in chips:
        lane = _lane_of(chip.draft.unit, lanes)
        if lane is not None:
            by_place[lane.pk, chip.day].append(chip)
    frozen = {lane.pk: _frozen_since(lane, freezes, period.zone) for lane in lanes}
    weeks = []
    for start in range(0, len(period.days), DAYS):
        days = period.days[start : start + DAYS]
        heads = tuple(_cell(day, today=today) for day in days)
        weeks.append(
            Week(
                number=days[0].isocalendar().week,
                days=heads,
                lanes=tuple(_lane(lane, heads, by_place, frozen[lane.pk]) for lane in lanes),
            )
        )
    return weeks


def _cell(day: date, *, today: date) -> Cell:
    return Cell(
        day=day,
        chips=(),
        is_weekend=day.weekday() >= SATURDAY,
        is_today=day == today,
        is_frozen=False,
    )


def _lane(
    unit: Unit,
    heads: Sequence[Cell],
    by_place: dict[tuple[UUID, date], list[Chip]],
    frozen: tuple[date, Freeze] | None,
) -> Lane:
    cells = [
        replace(
            head,
            chips=tuple(by_place.get((unit.pk, head.day), ())),
            is_frozen=frozen is not None and head.day >= frozen[0],
            freeze=frozen[1] if frozen is not None and head.day == frozen[0] else None,
        )
        for head in heads
    ]
    return Lane(unit=unit, cells=tuple(cells))


def _lane_of(unit: Unit, lanes: Sequence[Unit]) -> Unit | None:
    over = [lane for lane in lanes if lane.contains(unit)]
    return max(over, key=lambda lane: len(lane.path), default=None)


def _frozen_since(
    unit: Unit, freezes: Sequence[Freeze], zone: ZoneInfo
) -> tuple[date, Freeze] | None:
    """Return the day a whole lane was frozen, and by which freeze."""
    over = [
        freeze
        for freeze in freezes
        if freeze.scope_kind == Freeze.Scope.ORGANISATION or covers_unit(freeze, unit)
    ]
    first = min(over, key=lambda freeze: freeze.engaged_at, default=None)
    return (first.engaged_at.astimezone(zone).date(), first) if first else None
