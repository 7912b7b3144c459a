"""Delays counted in hours of opening."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.opening import Opening, read_week

HALVES = [["08:00", "12:00"], ["13:00", "19:00"]]
WEEK = read_week({str(day): HALVES for day in range(5)})
PARIS = Opening(zone="Europe/Paris", week=WEEK)


def paris(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Return an instant of the winter of 2026, an hour behind the clock on the wall."""
    return datetime(2026, month, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        (paris(17, 9), 60, paris(17, 10)),
        (paris(17, 11, 30), 60, paris(17, 13, 30)),  # lunch does not count
        (paris(17, 18, 30), 60, paris(18, 8, 30)),  # the night neither
        (paris(20, 18, 30), 60, paris(23, 8, 30)),  # nor the week-end: the 20th is a Friday
        (paris(21, 15), 0, paris(23, 8)),
        (paris(17, 9), 960, paris(18, 16)),
    ],
)
def test_a_delay_runs_only_while_somebody_is_there(
    start: datetime, minutes: int, expected: datetime
) -> None:
    assert PARIS.after(start, minutes) == expected


def test_a_day_off_is_passed_over() -> None:
    off = Opening(zone="Europe/Paris", week=WEEK, closed={date(2026, 11, 18)})

    assert off.after(paris(17, 18, 30), 60) == paris(19, 8, 30)
    assert off.between(paris(18, 8), paris(18, 19)) == timedelta()


def test_an_hour_that_the_clocks_skip_is_not_worked() -> None:
    nights = Opening(zone="Europe/Paris", week=read_week({"6": [["01:00", "04:00"]]}))
    eve = datetime(2026, 3, 28, 12, tzinfo=UTC)

    assert nights.between(eve, eve + timedelta(days=1)) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("hours", "eve", "worked"),
    [  # in Paris clocks go on at 2 on 29 March 2026, and back at 3 on 25 October
        ([["01:00", "02:30"], ["03:00", "05:00"]], datetime(2026, 3, 28, 12, tzinfo=UTC), 3.0),
        ([["02:10", "02:50"]], datetime(2026, 3, 28, 12, tzinfo=UTC), 0.0),
        ([["02:30", "04:00"]], datetime(2026, 3, 28, 12, tzinfo=UTC), 1.0),
        ([["01:00", "02:30"]], datetime(2026, 10, 24, 12, tzinfo=UTC), 2.5),
        ([["01:00", "02:30"], ["02:30", "04:00"]], datetime(2026, 10, 24, 12, tzinfo=UTC), 4.0),
    ],
)
def test_a_change_of_clocks_within_an_interval_is_counted_once(
    hours: list[list[str]], eve: datetime, worked: float
) -> None:
    nights = Opening(zone="Europe/Paris", week=read_week({"6": hours}))

    assert nights.between(eve, eve + timedelta(days=1)) == timedelta(hours=worked)


def test_a_time_with_a_zone_of_its_own_is_none_of_a_wall_clock() -> None:
    for rows in ([["08:00+02:00", "12:00"]], [["08:00", "12:00"], ["13:00+02:00", "19:00+02:00"]]):
        with pytest.raises(ValueError, match="0"):
            read_week({"0": rows})


def test_a_week_that_never_opens_promises_nothing() -> None:
    assert Opening(zone="UTC").after(paris(17, 9), 60) is None


def test_round_the_clock_is_written_with_midnights() -> None:
    always = Opening(
        zone="America/Montreal",
        week=read_week({str(day): [["00:00", "00:00"]] for day in range(7)}),
    )

    assert always.after(paris(17, 9), 90) == paris(17, 10, 30)


@pytest.mark.parametrize(
    "said",
    [
        {"7": HALVES},
        {"0": [["12:00", "08:00"]]},
        {"0": [["08:00", "12:00"], ["11:00", "13:00"]]},
        {"0": [["08:00"]]},
        {"0": [["08h", "12h"]]},
        {"0": "08:00"},
    ],
)
def test_a_week_that_makes_no_sense_is_refused_by_its_day(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(said))):
        read_week(said)


@given(st.integers(0, 60 * 24 * 40), st.integers(0, 3000))
def test_what_lies_between_a_start_and_its_end_is_the_delay(offset: int, minutes: int) -> None:
    start = paris(1, 1) + timedelta(minutes=offset)
    due = PARIS.after(start, minutes)

    assert due is not None
    assert PARIS.between(start, due) == timedelta(minutes=minutes)
