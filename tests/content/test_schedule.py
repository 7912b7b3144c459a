"""From the wall to an instant: every change of clocks from 2024 to 2035, in a handful of zones."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.content.actions import Timetable, schedule_draft
from gouvernail.content.errors import (
    WallTimeFoldError,
    WallTimeGapError,
    WallTimeInvalidError,
    WallTimePastError,
)
from gouvernail.content.queries import moment_of, offset_words
from gouvernail.people.models import Person, Unit
from tests.make.content import make_draft
from tests.make.ledger import leaves

ZONES = (
    "Europe/Paris",
    "America/Toronto",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Kathmandu",
    "Antarctica/Troll",
    "UTC",
)
WALL = "%Y-%m-%dT%H:%M"


@lru_cache
def transitions(zone: str) -> list[datetime]:
    """Return the instants at which the offset of a zone changes, 2024 to 2035."""
    found, here = [], ZoneInfo(zone)
    at = datetime(2024, 1, 1, tzinfo=UTC)
    while at.year < 2036:
        later = at + timedelta(days=1)
        if at.astimezone(here).utcoffset() != later.astimezone(here).utcoffset():
            found.append(_exact(at, later, here))
        at = later
    return found


def _exact(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        middle = middle.replace(second=0, microsecond=0)
        low, high = (
            (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
        )
    return high


def cases() -> list[tuple[str, datetime]]:
    return [(zone, at) for zone in ZONES for at in transitions(zone)]


def test_there_are_changes_to_try() -> None:
    assert len(cases()) > 120


@pytest.mark.parametrize("zone", ZONES)
def test_every_gap_is_refused_with_its_two_neighbours_and_every_fold_is_asked(zone: str) -> None:
    here = ZoneInfo(zone)
    for at in transitions(zone):
        before = (at - timedelta(minutes=1)).astimezone(here)
        after = at.astimezone(here)
        jump = (after.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())
        wall = after.replace(tzinfo=None) - timedelta(minutes=10)
        if jump > timedelta():
            with pytest.raises(WallTimeGapError) as gap:
                moment_of(wall.strftime(WALL), zone)
            _neighbours_stand_on_both_sides(gap.value.choices, zone, at)
        else:
            wall = after.replace(tzinfo=None) + timedelta(minutes=10)
            with pytest.raises(WallTimeFoldError) as fold:
                moment_of(wall.strftime(WALL), zone)
            _twins_differ_by_the_change(fold.value.choices, zone, -jump)


def _neighbours_stand_on_both_sides(
    choices: tuple[tuple[str, int], ...], zone: str, at: datetime
) -> None:
    earlier, later = (moment_of(wall, zone, fold=fold) for wall, fold in choices)
    assert earlier.at < at <= later.at


def _twins_differ_by_the_change(
    choices: tuple[tuple[str, int], ...], zone: str, change: timedelta
) -> None:
    first, second = (moment_of(wall, zone, fold=fold) for wall, fold in choices)
    assert first.wall_time == second.wall_time
    assert second.at - first.at == change


@given(
    minutes=st.integers(0, 12 * 365 * 24 * 60),
    zone=st.sampled_from(ZONES),
)
def test_an_instant_goes_to_the_wall_and_comes_back(minutes: int, zone: str) -> None:
    instant = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    local = instant.astimezone(ZoneInfo(zone))

    moment = moment_of(local.strftime(WALL), zone, fold=local.fold)

    assert moment.at == instant


@given(text=st.text(max_size=30), zone=st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str, zone: str) -> None:
    with suppress(WallTimeInvalidError):
        assert moment_of(text, zone).at.tzinfo is UTC


@pytest.mark.parametrize(
    ("wall", "zone"),
    [
        ("", "Europe/Paris"),
        ("2026-13-01T10:00", "Europe/Paris"),
        ("tomorrow", "Europe/Paris"),
        ("2026-11-17T14:00", "Europe/Atlantis"),
        ("2026-11-17T14:00", "../etc/passwd"),
        ("2026-11-17T14:00", ""),
    ],
)
def test_what_is_no_time_or_no_zone_is_refused(wall: str, zone: str) -> None:
    with pytest.raises(WallTimeInvalidError):
        moment_of(wall, zone)


def test_the_two_times_of_a_fold_are_told_apart_by_their_offset() -> None:
    assert offset_words("2027-10-31T02:30", "Europe/Paris", 0) == "UTC+2"
    assert offset_words("2027-10-31T02:30", "Europe/Paris", 1) == "UTC+1"
    assert offset_words("2027-11-07T01:30", "America/St_Johns", 0) == "UTC−2:30"


def test_a_schedule_is_kept_with_its_zone_and_sealed(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    times = Timetable(wall_time="2027-10-31T02:30", time_zone="Europe/Paris", fold=1)

    draft = schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)

    assert (draft.wall_time, draft.fold) == ("2027-10-31T02:30", 1)
    assert draft.publish_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert leaves()[-1]["type"] == "draft.scheduled"
    draft = schedule_draft(draft_id=draft.pk, timetable=Timetable(), by=hugo, at=noon)
    assert draft.publish_at is None


def test_a_moment_that_is_over_is_refused(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft = make_draft(author=hugo, unit=energy)
    times = Timetable(wall_time="2026-11-17T12:59", time_zone="Europe/Paris")

    with pytest.raises(WallTimePastError):
        schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)
