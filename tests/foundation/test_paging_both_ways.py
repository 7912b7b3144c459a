"""Key paging walks the same rows forwards and backwards, whatever they are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouvernail.foundation.models import Schedule
from gouvernail.foundation.paging import Page, page_of
from tests.make.publishing import NOON

ROWS = st.lists(st.integers(0, 3), max_size=14)
ORDERS = st.sampled_from([("every_seconds", "name"), ("-every_seconds", "-name")])


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=ROWS, order=ORDERS, size=st.integers(1, 5))
def test_forwards_and_backwards_meet_every_row_once(
    values: list[int], order: tuple[str, ...], size: int
) -> None:
    Schedule.objects.all().delete()
    Schedule.objects.bulk_create(
        Schedule(name=f"task {index:02}", every_seconds=value, next_at=NOON)
        for index, value in enumerate(values)
    )
    expected = [row.name for row in Schedule.objects.order_by(*order)]

    forwards, last = _walk(order, size, "", "next_cursor")
    assert forwards == expected
    backwards = [row.name for row in last.rows]
    cursor = last.previous_cursor
    while cursor:
        page = _page(order, size, cursor)
        backwards = [row.name for row in page.rows] + backwards
        assert page.next_cursor
        cursor = page.previous_cursor
    assert backwards == expected


def _walk(
    order: tuple[str, ...], size: int, cursor: str, direction: str
) -> tuple[list[str], Page[Schedule]]:
    names: list[str] = []
    while True:
        page = _page(order, size, cursor)
        names += [row.name for row in page.rows]
        cursor = getattr(page, direction)
        if not cursor:
            return names, page


def _page(order: tuple[str, ...], size: int, cursor: str) -> Page[Schedule]:
    page = page_of(Schedule.objects.all(), order=order, cursor=cursor, size=size)
    assert len(page.rows) <= size
    return page


def test_the_first_page_has_nothing_before_and_the_last_nothing_after(db: None) -> None:
    Schedule.objects.bulk_create(
        Schedule(name=f"t{index}", every_seconds=1, next_at=NOON) for index in range(4)
    )

    first = page_of(Schedule.objects.all(), order=("every_seconds", "name"), size=2)
    second = page_of(
        Schedule.objects.all(), order=("every_seconds", "name"), size=2, cursor=first.next_cursor
    )

    assert (first.previous_cursor, second.next_cursor) == ("", "")
    assert [row.name for row in second.rows] == ["t2", "t3"]
