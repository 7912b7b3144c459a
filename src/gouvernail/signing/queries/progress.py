"""How far a campaign has come, unit by unit, and who is still to sign."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.signing.models import Campaign, Line, Objection
from gouvernail.signing.permissions import followed, visible_campaigns
from gouvernail.signing.queries.people import away

State = Line.State


@dataclass(slots=True)
class Tally:
    """How many people are asked, how many of them have signed, are carried over, or are late."""

    asked: int = 0
    signed: int = 0
    carried: int = 0
    late: int = 0
    released: int = 0

    @property
    def done(self) -> int:
        """Return how many need not do anything more."""
        return self.signed + self.carried

    @property
    def missing(self) -> int:
        """Return how many signatures are still missing."""
        return self.asked - self.done

    @property
    def percent(self) -> int:
        """Return the part that is done, rounded down: 100 only when nobody is missing."""
        return 100 * self.done // self.asked if self.asked else 0

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        self.asked += other.asked
        self.signed += other.signed
        self.carried += other.carried
        self.late += other.late
        self.released += other.released


@dataclass(slots=True)
class UnitProgress:
    """One unit with everything below it; `has_below` says whether it can be looked into."""

    unit: Unit
    tally: Tally = field(default_factory=Tally)
    has_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A campaign as a whole, and the units one step below `top`."""

    whole: Tally
    top: Unit | None
    units: list[UnitProgress]


def progress_of_campaign(
    campaign: Campaign, viewer: Person, *, today: date, unit_id: UUID | None = None
) -> Progress:
    """Return how far the people that `viewer` follows have come, of one unit and below if given.

    Three queries, whatever the number of people and units.
    """
    lines = campaign.lines.filter(followed(viewer, campaign))
    own = _by_unit(lines, today)
    units = {one.pk: one for one in Unit.objects.all()}
    top = units.get(unit_id) if unit_id else None
    inside = top.path if top else ""
    whole = Tally()
    below: dict[str, Tally] = defaultdict(Tally)
    for key, tally in own.items():
        path = units[key].path if key in units else ""
        if path.startswith(inside):
            whole.add(tally)
            for place in _places(path):
                below[place].add(tally)
    return Progress(whole=whole, top=top, units=_steps(units.values(), below, inside))


def _steps(units: Iterable[Unit], below: dict[str, Tally], inside: str) -> list[UnitProgress]:
    """Return the units one step below `inside`, or the highest ones, in their order."""
    known = [one for one in units if one.path in below and one.path.startswith(inside)]
    known = [one for one in known if one.path != inside]
    depth = min((one.depth for one in known), default=0)
    if not inside and sum(one.depth == depth for one in known) == 1:
        depth += 1  # the organisation itself is the whole
    steps = [one for one in known if one.depth == depth]
    deeper = {one.path for one in known if one.depth > depth}
    return [
        UnitProgress(
            unit=one,
            tally=below[one.path],
            has_below=any(path.startswith(one.path) for path in deeper),
        )
        for one in sorted(steps, key=lambda one: (one.position, one.label))
    ]


def _places(path: str) -> Iterator[str]:
    return (path[: index + 1] for index, mark in enumerate(path) if mark == "/")


def _by_unit(lines: QuerySet[Line], today: date) -> dict[UUID | None, Tally]:
    tallies: dict[UUID | None, Tally] = defaultdict(Tally)
    for unit, state, number in (
        lines.order_by().values_list("unit", "state").annotate(number=Count("pk"))
    ):
        tally = tallies[unit]
        if state == State.RELEASED:
            tally.released += number
            continue
        tally.asked += number
        tally.signed += number if state == State.SIGNED else 0
        tally.carried += number if state == State.CARRIED else 0
    late = lines.filter(state=State.WAITING, due_on__lt=today).order_by()
    for unit, number in late.values_list("unit").annotate(number=Count("pk")):
        tallies[unit].late = number
    return tallies


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """How a list of people is narrowed; empty: everybody."""

    states: tuple[str, ...] = ()
    unit: Unit | None = None
    late: bool = False
    away: bool = False
    search: str = ""


def people_for_list(
    campaign: Campaign,
    viewer: Person,
    filters: Filters,
    *,
    at: datetime,
    today: date,
    cursor: str = "",
) -> Page[Line]:
    """Return one page of the people that `viewer` follows, by name, each with `is_away`.

    One query.
    """
    rows = narrowed(campaign, viewer, filters, at=at, today=today)
    rows = rows.annotate(by_name=Plain("person__name"))
    return page_of(rows, order=("by_name", "pk"), cursor=cursor)


def narrowed(
    campaign: Campaign, viewer: Person | None, filters: Filters, *, at: datetime, today: date
) -> QuerySet[Line]:
    """Return the lines asked for, person and unit loaded; of everybody without a viewer."""
    rows = campaign.lines.filter(followed(viewer, campaign) if viewer else Q())
    if filters.states:
        rows = rows.filter(state__in=filters.states)
    if filters.unit is not None:
        rows = rows.filter(unit__path__startswith=filters.unit.path)
    if filters.late:
        rows = rows.filter(state=State.WAITING, due_on__lt=today)
    if filters.search:
        rows = rows.filter(person__name__icontains=filters.search)
    rows = rows.annotate(is_away=away("person", at=at))
    if filters.away:
        rows = rows.filter(is_away=True)
    return rows.select_related("person", "unit", "signature")


def campaigns_for_list(viewer: Person, *, cursor: str = "") -> Page[Campaign]:
    """Return one page of the campaigns `viewer` follows, the latest first, each with its `tally`.

    Two queries.
    """
    rows = visible_campaigns(viewer).select_related("version__policy__unit", "owner")
    page = page_of(rows, order=("-opens_on", "-pk"), cursor=cursor, size=25)
    counts: dict[UUID, Tally] = defaultdict(Tally)
    for campaign in page.rows:
        counts[campaign.pk] = Tally()
    seen = Q()
    for campaign in page.rows:
        seen |= Q(campaign=campaign) & followed(viewer, campaign)
    if page.rows:
        rows_of = Line.objects.filter(seen).order_by()
        for key, state, number in rows_of.values_list("campaign", "state").annotate(
            number=Count("pk")
        ):
            tally = counts[key]
            tally.asked += number if state != State.RELEASED else 0
            tally.signed += number if state in {State.SIGNED, State.CARRIED} else 0
    for campaign in page.rows:
        campaign.tally = counts[campaign.pk]  # type: ignore[attr-defined]  # for the list
    return page


def objections_of(campaign: Campaign, *, cursor: str = "") -> Page[Objection]:
    """Return one page of the objections made in a campaign, those that wait first. One query."""
    rows = campaign.objections.select_related("person__home_unit", "answered_by")
    return page_of(rows, order=("outcome", "-made_at", "-pk"), cursor=cursor, size=25)
