"""The figures of a dashboard: each is a sum of rows, within the time that it says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gouvernail.listening.actions import take_in
from gouvernail.listening.models import Daily, DayHour, Hourly
from gouvernail.listening.queries.dashboards import Board, board_of
from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from tests.make.listening import batch, heard, make_source, make_topic
from tests.make.records import make_record
from tests.make.registry import make_account

AT = datetime(2026, 11, 18, 12, 30, tzinfo=UTC)  # a Wednesday
pytestmark = pytest.mark.django_db


def test_our_posts_are_counted_to_the_last_one_however_many_they_are(
    karim: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    record = make_record(make_account(unit=energy), published_at=AT - timedelta(days=30))
    fields = {
        field.attname: getattr(record, field.attname) for field in Record._meta.concrete_fields
    }
    Record.objects.bulk_create(
        Record(**fields | {"id": None, "published_at": AT - timedelta(days=20 * (number % 2))})
        for number in range(520)
    )

    year, day = (board_of(topic, viewer=karim, period=name, at=AT) for name in ("year", "day"))

    assert [step.posts for step in year.steps if step.posts] == [1, 260, 260]
    assert [step.posts for step in day.steps if step.posts] == [260]
    assert len(year.posts) == 5


def test_the_last_24_hours_are_compared_with_the_same_24_hours_of_others(
    karim: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    rival = make_topic(unit=energy, owner=karim, kind="competitor", name_en="Other")
    told = {"network": "x", "lang": "fr", "sentiment": "neutral"}
    for one, back, said in ((topic, 1, 4), (rival, 2, 3), (rival, 30, 50)):
        hour = AT.replace(minute=0) - timedelta(hours=back)
        Hourly.objects.create(topic=one, hour=hour, count=said, **told)
        Daily.objects.create(topic=one, day=hour.date(), count=said, **told)

    board = board_of(topic, viewer=karim, period="day", at=AT)

    assert [(share.label, share.count) for share in board.voice] == [("Our name", 4), ("Other", 3)]
    assert board.total == 4


def test_hours_of_the_week_are_those_of_the_site_and_cost_24_rows_a_day(
    karim: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    source = make_source(unit=energy, by=karim)
    late = datetime(2026, 11, 15, 23, 40, tzinfo=UTC)  # Monday, 0:40 in Paris
    posts = [heard(number, posted_at=late - timedelta(days=7 * number)) for number in range(3)]
    take_in(source_id=source.pk, batch=batch(*posts), at=AT)

    def cost(period: str) -> tuple[Board, int]:
        with CaptureQueriesContext(connection) as seen:
            board = board_of(topic, viewer=karim, period=period, at=AT)
        return board, sum("listening_hourly" in one["sql"] for one in seen)

    year, hourly = cost("year")
    month, _hourly = cost("month")

    assert (year.heat[0][0], month.heat[0][0], hourly) == (3, 3, 0)
    assert sum(map(sum, year.heat)) == year.total == 3
    assert DayHour.objects.order_by("day").last().day == date(2026, 11, 16)  # type: ignore[union-attr]
