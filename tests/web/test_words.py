"""How instants, days, durations and numbers are written in the reader's language."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.web import words

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)  # noon in Paris


@pytest.fixture
def french() -> Iterator[None]:
    with translation.override("fr"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        ("2026-11-17T08:00", "9\u00a0h"),
        ("2026-11-17T13:32", "14\u00a0h\u00a032"),
        ("2026-07-01T12:05", "14\u00a0h\u00a005"),
        ("2026-11-16T23:00", "0\u00a0h"),
    ],
)
def test_french_writes_hours_with_an_h(french: None, utc: str, shown: str) -> None:
    moment = datetime.fromisoformat(utc + "+00:00")

    assert words.time_words(moment.astimezone(PARIS)) == shown


def test_english_writes_hours_with_a_colon(english: None) -> None:
    assert words.time_words(NOON.astimezone(PARIS)) == "12:00"


def test_a_french_day_has_its_short_month_and_first_is_1er(french: None) -> None:
    assert words.day_words(date(2026, 11, 17), this_year=2026) == "17\u00a0nov."
    assert words.day_words(date(2026, 10, 1), this_year=2026) == "1er\u00a0oct."
    assert words.day_words(date(2025, 8, 3), this_year=2026) == "3\u00a0août\u00a02025"
    assert words.day_words(date(2026, 11, 17), long=True) == "mardi 17\u00a0novembre\u00a02026"


def test_an_english_day_is_day_then_month(english: None) -> None:
    assert words.day_words(date(2026, 11, 17), this_year=2026) == "17\u00a0Nov"
    assert words.day_words(date(2026, 11, 17), long=True) == "Tuesday 17\u00a0November\u00a02026"


def test_an_instant_is_told_in_the_readers_zone(french: None) -> None:
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)

    assert words.when_words(late, zone=PARIS, now=NOON) == "18\u00a0nov., 0\u00a0h\u00a030"
    assert (
        words.when_words(late, zone=ZoneInfo("America/Montreal"), now=NOON)
        == "17\u00a0nov., 18\u00a0h\u00a030"
    )


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (timedelta(seconds=10), "à l’instant"),
        (timedelta(minutes=1), "il y a 1\u00a0min"),
        (timedelta(minutes=40), "il y a 40\u00a0min"),
        (timedelta(hours=2, minutes=5), "il y a 2\u00a0h"),
        (timedelta(hours=20), "hier"),
        (timedelta(days=3), "il y a 3\u00a0jours"),
        (timedelta(days=20), "28\u00a0oct."),
        (timedelta(minutes=-30), "dans 30\u00a0min"),
        (timedelta(days=-1), "demain"),
        (timedelta(days=-3), "dans 3\u00a0jours"),
    ],
)
def test_how_long_ago_in_french(french: None, before: timedelta, shown: str) -> None:
    assert words.relative_words(NOON - before, zone=PARIS, now=NOON) == shown


def test_how_long_ago_in_english(english: None) -> None:
    def ago(**before: int) -> str:
        return words.relative_words(NOON - timedelta(**before), zone=PARIS, now=NOON)

    assert ago(hours=2) == "2\u00a0h ago"
    assert ago(days=1) == "yesterday"
    assert ago(days=3) == "3\u00a0days ago"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "20\u202f400,5"), ("fr-ca", "20\u00a0400,5"), ("en", "20,400.5")],
)
def test_numbers_follow_the_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert words.number_words(20400.5, 1) == shown


def test_negative_numbers_have_a_true_minus(french: None) -> None:
    assert words.number_words(-2) == "\u22122"


def test_percents(french: None) -> None:
    assert words.percent_words(86) == "86\u00a0%"
    with translation.override("en"):
        assert words.percent_words(86) == "86%"


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(minutes=41), "41\u00a0min"),
        (timedelta(hours=4), "4\u00a0h"),
        (timedelta(hours=3, minutes=5), "3\u00a0h\u00a005"),
        (timedelta(days=2, hours=4, minutes=10), "2\u00a0j\u00a04\u00a0h"),
        (timedelta(seconds=-5), "0\u00a0min"),
    ],
)
def test_durations_keep_two_units(french: None, length: timedelta, shown: str) -> None:
    assert words.duration_words(length) == shown


@given(
    st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)),
    st.sampled_from(["fr", "fr-ca", "en"]),
)
def test_any_instant_can_be_told_and_never_breaks_inside_a_figure(
    moment: datetime, language: str
) -> None:
    with translation.override(language):
        told = words.when_words(moment, zone=PARIS, now=NOON)
        relative = words.relative_words(moment, zone=PARIS, now=NOON)

    assert " " not in told.replace(", ", "")
    assert relative
