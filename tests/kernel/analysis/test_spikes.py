import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.analysis import (
    SEVERITIES,
    Bucket,
    Detector,
    Reading,
    Settings,
    State,
    filled,
    replay,
    replay_each,
    severity_of,
)
from tests.kernel.analysis.nab import read, scored

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
WATCH = Settings(bucket=QUARTER)


def buckets(counts: Iterable[int], share: float = 0.0) -> list[Bucket]:
    return [
        (MONDAY + number * QUARTER, count, round(count * share))
        for number, count in enumerate(counts)
    ]


def readings(rows: Iterable[Bucket], settings: Settings = WATCH) -> list[Reading]:
    detector, state, found = Detector(settings), State(), []
    for row in rows:
        state, reading = detector.step(state, *row)
        found.append(reading)
    return found


def wobble(number: int, width: int) -> int:
    """Return 0 to `width`, as if drawn."""
    return (number * 2654435761 >> 7) % (width + 1)


def usual(size: int) -> list[int]:
    return [7 + wobble(number, 6) for number in range(size)]


def weeks_with_a_rush() -> list[int]:
    day = [2] * 24 + [60] * 12 + [20] * 60  # from six to nine
    return [count - 1 + wobble(number, 2) for number, count in enumerate(day * 35)]


def test_a_rise_is_one_alert_however_long_it_lasts() -> None:
    rise = [60, 80, 75, 90, 70, 60, 40, 30]

    (alert,) = replay(buckets([*usual(200), *rise, *usual(60)]), WATCH)

    assert alert.since == MONDAY + 200 * QUARTER
    assert alert.at == alert.since + QUARTER
    assert alert.until is not None
    assert alert.until - alert.since >= len(rise) * QUARTER
    assert (alert.kind, alert.severity, alert.persistent) == ("volume", 8, True)
    assert 7 < alert.ratio < 11


def test_an_alert_that_has_not_ended_is_open() -> None:
    (alert,) = replay(buckets([*usual(200), 60, 80]), WATCH)

    assert alert.until is None


def test_what_is_expected_is_the_usual_count() -> None:
    last = readings(buckets(usual(300)))[-1]

    assert last.expected == pytest.approx(10, abs=1)
    assert (last.severity, last.score, last.open) == (0, 0, False)


def test_a_lasting_change_becomes_usual() -> None:
    last = readings(buckets([*usual(200), *(50 + each for each in usual(3000))]))[-1]

    assert last.expected == pytest.approx(60, abs=6)
    assert not last.open


def test_a_series_of_zeros_wakes_nobody_and_five_posts_in_it_do() -> None:
    assert replay(buckets([0] * 500), WATCH) == []
    assert replay(buckets([*[0] * 500, 1, 0, 1, 0, 0, 2]), WATCH) == []
    assert [alert.severity for alert in replay(buckets([*[0] * 500, 5]), WATCH)] == [4]


def test_nobody_is_woken_before_a_series_is_known() -> None:
    assert replay(buckets([0, 0, 0, 90, 80]), WATCH) == []


def test_a_morning_like_every_morning_wakes_nobody() -> None:
    found = readings(buckets(weeks_with_a_rush()))

    assert not any(each.alert for each in found[28 * 96 :])
    assert found[-96 + 30].expected == pytest.approx(60, abs=6)  # the rush
    assert found[-96].expected == pytest.approx(2, abs=2)


def test_a_night_as_busy_as_a_rush_is_told() -> None:
    *_, last = readings(buckets([*weeks_with_a_rush(), *[2] * 8, 60]))

    assert last.alert
    assert last.ratio > 10


def test_a_rise_of_the_negative_share_alone_is_told() -> None:
    calm, sour = buckets([20] * 200, share=0.1), buckets([20] * 208, share=0.8)[200:]

    (alert,) = replay([*calm, *sour], WATCH)

    assert alert.kind == "negative"
    assert alert.since == MONDAY + 200 * QUARTER
    assert readings([*calm, *sour])[-1].share > 0.7


def test_severity_rises_with_the_rise() -> None:
    told = [readings(buckets([*usual(300), count]))[-1].severity for count in (10, 22, 40, 200)]

    assert told == sorted(set(told))
    assert [severity_of(each) for each in (0, 1.9, 2, 25, 1e9)] == [0, 0, 1, 10, 10]
    assert len(SEVERITIES) == 10


def test_each_sensitivity_tells_what_it_would_have_told() -> None:
    found = replay_each(buckets([*usual(300), 32, *usual(200), 90]), WATCH)

    assert {key: len(alerts) for key, alerts in found.items()} == {
        "low": 1,
        "medium": 2,
        "high": 2,
    }


def test_a_missing_bucket_is_unknown_and_a_filled_one_is_empty() -> None:
    rows = buckets(usual(300))
    holed = rows[:100] + rows[200:]

    assert readings(holed)[-1].expected == pytest.approx(10, abs=1)
    assert readings(filled(holed, QUARTER))[-1].expected < 8
    assert len(list(filled(holed, QUARTER))) == 300
    assert replay(holed, WATCH) == []


def test_a_late_bucket_changes_nothing() -> None:
    detector, state = Detector(WATCH), State()
    for row in buckets(usual(50)):
        state, _reading = detector.step(state, *row)

    after, reading = detector.step(state, MONDAY, 900)

    assert after == state
    assert (reading.late, reading.alert) == (True, False)


def test_the_state_travels_as_json() -> None:
    detector, state = Detector(WATCH), State()
    rows = buckets([*usual(100), 70, 90], share=0.3)
    for row in rows[:-1]:
        state, _reading = detector.step(state, *row)

    back = State(**json.loads(json.dumps(asdict(state))))

    assert detector.step(back, *rows[-1]) == detector.step(state, *rows[-1])


@given(st.lists(st.integers(0, 500), min_size=2, max_size=60))
def test_a_bucket_says_the_same_whatever_comes_after(counts: list[int]) -> None:
    rows = buckets(counts, share=0.4)

    assert readings(rows)[:-1] == readings(rows[:-1])


@pytest.mark.parametrize("bucket", [timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)])
def test_buckets_may_have_any_length(bucket: timedelta) -> None:
    rows = [
        (MONDAY + number * bucket, count, 0)
        for number, count in enumerate([*usual(90), 100, 120, *usual(5)])
    ]

    assert len(replay(rows, replace(WATCH, bucket=bucket))) == 1


@pytest.mark.parametrize(
    ("start", "count", "negative"),
    [(datetime(2026, 3, 2), 1, 0), (MONDAY, 1, 2), (MONDAY, -1, 0), (MONDAY, 1, -1)],  # noqa: DTZ001
)
def test_what_cannot_be_a_bucket_is_refused(start: datetime, count: int, negative: int) -> None:
    with pytest.raises(ValueError, match=r"time zone|negative posts"):
        Detector(WATCH).step(State(), start, count, negative)


def test_a_bucket_has_a_length() -> None:
    with pytest.raises(ValueError, match="length"):
        Settings(bucket=timedelta(0))


def test_the_alerts_on_the_tweets_of_nab_score_above_its_published_detectors(
    test_data: Path,
) -> None:
    """ARTime, the best published, has 82.2 on these four series; see `benchmarks`."""
    corpus = list(read(test_data / "nab_realtweets.jsonl.gz"))
    step = timedelta(minutes=5)
    scores = [
        [
            float(each.alert)
            for each in readings(
                (
                    (at.replace(tzinfo=UTC), int(value), 0)
                    for at, value in zip(series.at, series.values, strict=True)
                ),
                Settings(bucket=step),
            )
        ]
        for series in corpus
    ]

    assert all(later - at == step for series in corpus for at, later in pairwise(series.at[:50]))
    assert scored(corpus, scores, 1.0).percent > 82.2
