"""Delays counted in hours of opening: several intervals a day, days off, one zone.

A delay runs only while somebody is there to keep it. Instants are aware and in UTC; times of day
are those of the zone's wall clock, so that an hour that a change of clocks repeats is worked twice
and one that it skips is not worked: a time that it skips is that of the change itself.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_FAR: Final = 3_660  # days looked through: ten years without an opening is no opening
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of opening of a day, half-open; an `end` of midnight is that of the day's end."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When somebody is there.

    Attributes:
        zone: IANA name of the wall clock.
        week: intervals of each day, Monday is 0; a day left out is closed.
        closed: days off, whatever the week says.
    """

    zone: str
    week: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    closed: Collection[date] = frozenset()

    @property
    def is_ever(self) -> bool:
        """Return whether the week has any opening."""
        return any(_length(one) for day in self.week.values() for one in day)

    def after(self, start: datetime, minutes: int) -> datetime | None:
        """Return the instant at which `minutes` of opening have passed since `start`.

        None when there is no opening, so that nothing can be promised. No minute to wait: the
        instant itself, or the next opening.
        """
        if not self.is_ever:
            return None
        left = timedelta(minutes=minutes)
        for opens, closes in self._from(start, days=_FAR):
            begun = max(opens, start)
            if begun + left <= closes:
                return begun + left
            left -= closes - begun
        return None

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much opening lies between two instants; none when the second is earlier."""
        total = timedelta()
        if end <= start:
            return total
        days = (end - start).days + 3
        for opens, closes in self._from(start, days=days):
            if opens >= end:
                break
            total += min(closes, end) - max(opens, start)
        return total

    def _from(self, start: datetime, *, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Give the openings that end after `start`, in order, in UTC."""
        zone, done = ZoneInfo(self.zone), datetime.min.replace(tzinfo=UTC)
        first = start.astimezone(zone).date() - timedelta(days=1)
        for number in range(days + 1):
            day = first + timedelta(days=number)
            if day in self.closed:
                continue
            for one in sorted(self.week.get(day.weekday(), ()), key=lambda each: each.start):
                opens = max(_instant(day, one.start, zone, fold=0), done)
                ends = day + timedelta(days=1) if one.end == time() else day
                closes = _instant(ends, one.end, zone, fold=1)
                done = max(done, closes)
                if closes > start and closes > opens:
                    yield opens, closes


def read_week(said: Mapping[str, object]) -> dict[int, tuple[Interval, ...]]:
    """Return the intervals of a week written as `{"0": [["08:00", "12:00"]]}`.

    Raises:
        ValueError: not a day, not a time, or an interval that ends before it begins or overlaps
            the one before; the message names the day.
    """
    week: dict[int, tuple[Interval, ...]] = {}
    for name, rows in said.items():
        if name not in {str(number) for number in range(_WEEK)} or not isinstance(rows, list):
            raise ValueError(name)
        try:
            found = tuple(Interval(*map(_time, row)) for row in rows)
        except (TypeError, ValueError) as error:
            raise ValueError(name) from error
        ordered = sorted(found, key=lambda one: one.start)
        ends = [one.end for one in ordered]
        if any(not _length(one) for one in ordered) or any(
            end == time() or end > after.start
            for end, after in zip(ends, ordered[1:], strict=False)
        ):
            raise ValueError(name)
        if ordered:
            week[int(name)] = tuple(ordered)
    return week


def _time(said: str) -> time:
    """Return a time of day; one with a zone of its own is none of a wall clock."""
    found = time.fromisoformat(said)
    if found.tzinfo is not None:
        raise ValueError(said)
    return found


def _instant(day: date, at: time, zone: ZoneInfo, *, fold: int) -> datetime:
    """Return when the wall clock shows a time: its first pass (fold 0) or its last (fold 1).

    A time that a change of clocks skips is the instant of that change.
    """
    shown = datetime.combine(day, at)
    found = shown.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == shown:
        return found
    one, other = (shown.replace(tzinfo=zone, fold=each).astimezone(UTC) for each in (0, 1))
    return _change(min(one, other), max(one, other), zone)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return when the zone changes its clocks between two instants; a second precise (PEP 495)."""
    offset = before.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()) + 1)
    found = bisect_left(
        seconds,
        True,  # noqa: FBT003 - what is looked for
        key=lambda more: (before + timedelta(seconds=more)).astimezone(zone).utcoffset() != offset,
    )
    return before + timedelta(seconds=found)


def _length(one: Interval) -> bool:
    return one.end == time() or one.start < one.end
