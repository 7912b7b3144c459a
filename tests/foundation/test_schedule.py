"""Each turn of a periodic task is taken by exactly one process."""

from datetime import datetime, timedelta

from gouvernail.foundation.models import Schedule
from gouvernail.foundation.schedule import Periodic, run_due
from tests.make.publishing import NOON

HOUR = timedelta(hours=1)


def test_a_turn_runs_once_then_waits_for_the_next(db: None) -> None:
    turns: list[datetime] = []
    task = Periodic("tests.hourly", HOUR, turns.append)

    assert run_due([task], at=NOON) == ["tests.hourly"]
    assert run_due([task], at=NOON) == []
    assert run_due([task], at=NOON + HOUR - timedelta(seconds=1)) == []
    assert run_due([task], at=NOON + HOUR) == ["tests.hourly"]
    assert turns == [NOON, NOON + HOUR]


def test_a_second_process_inside_the_same_turn_gets_nothing(db: None) -> None:
    ran: list[str] = []

    def first(at: datetime) -> None:
        ran.append("first")
        run_due([Periodic("tests.hourly", HOUR, lambda _at: ran.append("second"))], at=at)

    run_due([Periodic("tests.hourly", HOUR, first)], at=NOON)

    assert ran == ["first"]


def test_a_task_that_fails_says_so_and_the_others_run(db: None) -> None:
    def broken(at: datetime) -> None:
        raise LookupError("no map")

    ran: list[datetime] = []
    tasks = [Periodic("tests.broken", HOUR, broken), Periodic("tests.sound", HOUR, ran.append)]

    assert run_due(tasks, at=NOON) == ["tests.broken", "tests.sound"]

    assert ran == [NOON]
    assert "no map" in Schedule.objects.get(name="tests.broken").last_error
    assert Schedule.objects.get(name="tests.sound").last_error == ""


def test_after_a_long_sleep_a_task_runs_once_not_once_for_each_hour(db: None) -> None:
    ran: list[datetime] = []
    task = Periodic("tests.hourly", HOUR, ran.append)
    run_due([task], at=NOON)

    late = NOON + timedelta(days=2)
    run_due([task], at=late)
    run_due([task], at=late)

    assert ran == [NOON, late]
