"""The dashboard of a topic, from what was counted as it came: mentions are never read here.

Days are those of the site's zone; the hours of the heat map too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncDate, TruncHour

from gouvernail.foundation.clock import site_day, site_time
from gouvernail.listening.models import Daily, DayHour, Hourly, Spike, TermDay, Topic
from gouvernail.listening.permissions import visible_topics
from gouvernail.listening.queries.marks import Mark, marks_of
from gouvernail.people.models import Person
from gouvernail.records.permissions import visible_records

PERIODS: Final = ("day", "week", "month", "year")
FEELINGS: Final = ("negative", "neutral", "positive", "unknown")
TERMS: Final = 20
RIVALS: Final = 8
SOURCES: Final = 8
LATEST: Final = 5
_STEPS: Final = {"day": 24, "week": 7, "month": 30, "year": 53}
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One column of the plot: an hour, a day or a week from `start`, in the site's zone.

    `feelings` are counts in the order of `FEELINGS`; `marks` says how many incidents lasted then.
    """

    start: datetime
    feelings: tuple[int, ...]
    posts: int
    spikes: int
    marks: int = 0

    @property
    def total(self) -> int:
        """Return the mentions of the step."""
        return sum(self.feelings)


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a ranking: what it is, how many, and whether it is the topic itself."""

    label: str
    count: int
    is_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything a dashboard shows.

    Attributes:
        before: mentions of the period of the same length just before.
        reach: sum over mentions of people who may have seen each; counts people twice.
        heat: seven rows, Monday first, of 24 hours: mentions of the period.
        posts: our latest posts of the period that the viewer may read; those of the topic's unit
            and of the units below it.
        terms: words said most; counted by day, so that 24 hours show those of yesterday and today.
        marks: what stood over the period, such as incidents, the latest first.
    """

    period: str
    steps: Sequence[Step]
    before: int
    reach: int
    networks: Sequence[Share]
    languages: Sequence[Share]
    terms: Sequence[Share]
    voice: Sequence[Share]
    heat: Sequence[Sequence[int]]
    spikes: Sequence[Spike]
    posts: Sequence[Any]
    marks: Sequence[Mark]

    @property
    def total(self) -> int:
        """Return the mentions of the period."""
        return sum(step.total for step in self.steps)

    @property
    def peak(self) -> int:
        """Return the mentions of the highest step."""
        return max((step.total for step in self.steps), default=0)

    @property
    def feelings(self) -> Sequence[tuple[str, int]]:
        """Return how many mentions of each sentiment."""
        sums = [sum(step.feelings[place] for step in self.steps) for place in range(len(FEELINGS))]
        return list(zip(FEELINGS, sums, strict=True))

    @property
    def hottest(self) -> int:
        """Return the mentions of the fullest hour of the week."""
        return max(max(row) for row in self.heat)


@dataclass(frozen=True, slots=True)
class _Window:
    """A period as the tables hold it: `starts` are those of the steps, as hours or days."""

    starts: Sequence[Any]
    before: Any
    end: Any
    field: str

    def place(self, slot: Any) -> int:  # noqa: ANN401 -- an hour or a day
        """Return the step of an hour or a day; -1 before the first."""
        width = self.starts[1] - self.starts[0]
        return int((slot - self.starts[0]) // width)


def board_of(topic: Topic, *, viewer: Person, period: str, at: datetime) -> Board:
    """Return the dashboard of a topic for the period that ends now.

    Ten queries beside the rights and the finders of marks, whatever was said; none reads a mention.
    """
    window = _window(period, at)
    rows = _counted(topic, window)
    steps, before, reach = _steps(rows, window)
    first, last = _instant(window.starts[0]), at
    spikes = list(
        Spike.objects.filter(topic=topic, told_at__gte=first, told_at__lte=last).order_by("told_at")
    )
    posts = visible_records(viewer).filter(
        published_at__gte=first,
        published_at__lte=last,
        account__unit__path__startswith=topic.unit.path,
    )
    marks = marks_of(viewer, topic.unit, since=first, until=last)
    within = rows.filter(**{f"{window.field}__gte": window.starts[0]})
    days = (site_day(first), site_day(last))
    return Board(
        period=period,
        steps=_annotated(
            steps, window, _posted(window, posts), spikes, _spanned(window, marks, at)
        ),
        before=before,
        reach=reach,
        networks=_ranked(within, "network", SOURCES),
        languages=_ranked(within, "lang", SOURCES),
        terms=_terms(topic, days),
        voice=_voice(topic, viewer, window),
        heat=_heat_of_hours(within) if window.field == "hour" else _heat_of_days(topic, days),
        spikes=spikes[::-1],
        posts=list(posts.select_related("account").order_by("-published_at", "-pk")[:LATEST]),
        marks=marks,
    )


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.SITE_TIME_ZONE)


def _window(period: str, at: datetime) -> _Window:
    steps = _STEPS[period]
    if period == "day":
        last = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        hours = [last - _HOUR * back for back in reversed(range(steps))]
        return _Window(hours, hours[0] - _HOUR * steps, last + _HOUR, "hour")
    today = site_day(at)
    width = _DAY * (7 if period == "year" else 1)
    last_day = today - timedelta(days=today.weekday()) if period == "year" else today
    days = [last_day - width * back for back in reversed(range(steps))]
    return _Window(days, days[0] - width * steps, last_day + width, "day")


def _instant(slot: datetime | date) -> datetime:
    """Return when an hour or a day of the site begins."""
    if isinstance(slot, datetime):
        return slot
    return datetime.combine(slot, time(), tzinfo=_zone())


def _counted(topic: Topic, window: _Window) -> QuerySet[Any]:
    return _counts(window).filter(topic=topic, **{f"{window.field}__gte": window.before})


def _counts(window: _Window) -> QuerySet[Any]:
    model = Hourly if window.field == "hour" else Daily
    rows: QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 -- of one of two models of ours
    return rows.filter(**{f"{window.field}__lt": window.end})


def _steps(rows: QuerySet[Any], window: _Window) -> tuple[list[list[int]], int, int]:
    """Return the counts of each step by sentiment, those of the period before, and the reach."""
    steps = [[0] * len(FEELINGS) for _start in window.starts]
    before = reach = 0
    sums = rows.values_list(window.field, "sentiment").annotate(
        said=Sum("count"), seen=Sum("reach")
    )
    for slot, sentiment, said, seen in sums:
        place = window.place(slot)
        if place < 0:
            before += said
            continue
        reach += seen
        feeling = sentiment if sentiment in FEELINGS else "unknown"
        steps[place][FEELINGS.index(feeling)] += said
    return steps, before, reach


def _annotated(
    steps: Sequence[Sequence[int]],
    window: _Window,
    published: Mapping[int, int],
    spikes: Sequence[Spike],
    spans: Mapping[int, int],
) -> list[Step]:
    told = _placed(window, [one.told_at for one in spikes])
    return [
        Step(
            start=_instant(start).astimezone(_zone()),
            feelings=tuple(feelings),
            posts=published.get(place, 0),
            spikes=told.get(place, 0),
            marks=spans.get(place, 0),
        )
        for place, (start, feelings) in enumerate(zip(window.starts, steps, strict=True))
    ]


def _posted(window: _Window, posts: QuerySet[Any]) -> Mapping[int, int]:
    """Return how many posts left in each step. One query, of a row a day or an hour."""
    slot = (
        TruncHour("published_at", tzinfo=UTC)
        if window.field == "hour"
        else TruncDate("published_at", tzinfo=_zone())
    )
    found: dict[int, int] = {}
    for start, number in posts.values_list(slot).annotate(Count("pk")).order_by():
        place = window.place(start)
        found[place] = found.get(place, 0) + number
    return found


def _spanned(window: _Window, marks: Sequence[Mark], at: datetime) -> Mapping[int, int]:
    """Return how many marks lasted over each step. Pure."""
    found: dict[int, int] = {}
    for mark in marks:
        ends = (mark.since, min(mark.until or at, at))
        first, last = (
            window.place(each if window.field == "hour" else site_day(each)) for each in ends
        )
        for place in range(max(first, 0), min(last, len(window.starts) - 1) + 1):
            found[place] = found.get(place, 0) + 1
    return found


def _placed(window: _Window, instants: Sequence[datetime]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for instant in instants:
        slot = instant if window.field == "hour" else site_day(instant)
        place = window.place(slot)
        found[place] = found.get(place, 0) + 1
    return found


def _ranked(rows: QuerySet[Any], name: str, most: int) -> list[Share]:
    sums = rows.values(label=F(name)).annotate(said=Sum("count")).order_by("-said", "label")
    return [Share(row["label"], row["said"]) for row in sums[:most]]


def _terms(topic: Topic, days: tuple[date, date]) -> list[Share]:
    sums = (
        TermDay.objects.filter(topic=topic, day__range=days)
        .values("term")
        .annotate(said=Sum("count"))
        .order_by("-said", "term")
    )
    return [Share(row["term"], row["said"]) for row in sums[:TERMS]]


def _voice(topic: Topic, viewer: Person, window: _Window) -> list[Share]:
    """Return how much is said of us, of others in the trade, and of this topic. Three queries."""
    kinds = (Topic.Kind.BRAND, Topic.Kind.COMPETITOR)
    rivals = visible_topics(viewer).filter(closed_at__isnull=True, kind__in=kinds)
    keys = [topic.pk, *rivals.order_by("pk").values_list("pk", flat=True)[:RIVALS]]
    sums = (
        _counts(window)
        .filter(topic__in=keys, **{f"{window.field}__gte": window.starts[0]})
        .values_list("topic_id")
        .annotate(said=Sum("count"))
        .order_by("-said", "topic_id")
    )
    said = dict(sums)
    names = {one.pk: one for one in Topic.objects.filter(pk__in=said)}
    found = [Share(names[key].label, count, key == topic.pk) for key, count in said.items()]
    return found if len(found) > 1 else []


def _heat_of_days(topic: Topic, days: tuple[date, date]) -> list[list[int]]:
    """Return the hours of the week over whole days. One query, of 24 rows a day."""
    grid = [[0] * 24 for _day in range(7)]
    rows = DayHour.objects.filter(topic=topic, day__range=days)
    for weekday, hour, said in rows.values_list("weekday", "hour").annotate(said=Sum("count")):
        grid[weekday][hour] += said
    return grid


def _heat_of_hours(hours: QuerySet[Any]) -> list[list[int]]:
    """Return the hours of the week of a few hours. One query."""
    grid = [[0] * 24 for _day in range(7)]
    for hour, said in hours.values_list("hour").annotate(said=Sum("count")):
        there = site_time(hour)
        grid[there.weekday()][there.hour] += said
    return grid
