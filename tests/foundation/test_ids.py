"""Identifiers sort in the order in which they were made."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

import time_machine

from gouvernail.foundation.ids import uuid7

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_ids_made_in_one_moment_sort_in_their_order_and_tell_their_millisecond() -> None:
    with time_machine.travel(NOON, tick=False):
        made = [uuid7() for _ in range(5000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {(each.version, each.variant) for each in made} == {(7, RFC_4122)}
    assert made[0].int >> 80 == int(NOON.timestamp() * 1000)


def test_a_clock_set_back_by_a_day_is_believed() -> None:
    with time_machine.travel(NOON, tick=False):
        uuid7()
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        before = uuid7()

    assert before.int >> 80 == int((NOON - timedelta(days=1)).timestamp() * 1000)
