"""The sender holds back by itself when it cannot trust its ledger, its clock or its freezes."""

import threading
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from gouvernail.ledger.models import Head
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import is_frozen
from gouvernail.publishing.sender.clocks import PATIENCE, SteadyClock
from gouvernail.publishing.sender.readiness import held_because, obstacle
from gouvernail.publishing.tasks import loop, run_sender, turn
from tests.make.publishing import make_delivery, make_practice_account, status_of

SECOND = timedelta(seconds=1)


@pytest.fixture
def delivery(energy: Unit, hugo: Person) -> Delivery:
    return make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)


class Time:
    """A wall that can be set, and the time that passes whatever the wall says."""

    def __init__(self, wall: datetime) -> None:
        self.wall = wall
        self.passed = 0.0

    def pass_by(self, time: timedelta) -> None:
        self.wall += time
        self.passed += time.total_seconds()

    def clock(self) -> SteadyClock:
        return SteadyClock(lambda: self.wall, passed=lambda: self.passed)


# --- the clock ------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_set_forward_lets_nothing_leave_before_its_time(
    delivery: Delivery, noon: datetime, step: timedelta
) -> None:
    time = Time(noon - timedelta(minutes=10))
    clock = time.clock()
    time.wall += step

    turn(clock=clock)
    assert (status_of(delivery.pk), Post.objects.count()) == ("queued", 0)

    time.wall -= step
    time.pass_by(timedelta(minutes=10))
    turn(clock=clock)
    assert (status_of(delivery.pk), Post.objects.count()) == ("sent", 1)


def test_a_clock_that_was_put_right_is_believed_after_a_quarter_of_an_hour(noon: datetime) -> None:
    time = Time(noon)
    clock = time.clock()
    time.wall += timedelta(hours=1)
    assert clock() == noon

    time.pass_by(PATIENCE - SECOND)
    assert clock() == noon + PATIENCE - SECOND
    time.pass_by(SECOND)
    assert clock() == noon + timedelta(hours=1) + PATIENCE


def test_a_second_step_is_waited_for_anew(noon: datetime) -> None:
    time = Time(noon)
    clock = time.clock()
    time.wall += timedelta(hours=1)
    clock()
    time.pass_by(PATIENCE - SECOND)
    time.wall += timedelta(hours=1)
    clock()
    time.pass_by(SECOND)

    assert clock() == noon + PATIENCE


def test_a_clock_that_is_slewed_is_followed(noon: datetime) -> None:
    time = Time(noon)
    clock = time.clock()
    for _look in range(100):
        time.pass_by(SECOND)
        time.wall += 3 * SECOND
        clock()

    assert clock() == time.wall


def test_an_unknown_outcome_is_not_left_for_a_day_by_a_clock_set_back(
    delivery: Delivery, noon: datetime
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        status="unknown", settle_at=noon, intent_key="k", intent_created_at=noon
    )

    turn(clock=lambda: noon - timedelta(days=1))

    delivery.refresh_from_db()
    assert delivery.looks == 1


# --- the start ------------------------------------------------------------------------------------


def test_a_head_that_contradicts_itself_holds_the_sender(
    delivery: Delivery, noon: datetime
) -> None:
    assert obstacle(at=noon, clock_held=False) == ""

    Head.objects.update(edge=b"broken")

    assert obstacle(at=noon, clock_held=False) == "ledger"


def test_a_clock_behind_what_was_written_holds_the_sender(hugo: Person, noon: datetime) -> None:
    engage_freeze(by=hugo, at=noon)

    assert obstacle(at=noon - timedelta(hours=1), clock_held=False) == "clock"
    assert obstacle(at=noon - timedelta(hours=1), clock_held=True) == ""
    assert obstacle(at=noon - timedelta(minutes=1), clock_held=False) == ""


@pytest.mark.parametrize(
    ("kind", "value"), [("unit", "nowhere/"), ("account", ""), ("network", ""), ("planet", "Mars")]
)
def test_a_freeze_that_cannot_be_read_freezes_everything(
    delivery: Delivery, claire: Person, noon: datetime, kind: str, value: str
) -> None:
    Freeze.objects.create(
        scope_kind=kind, scope_value=value, epoch=1, engaged_by=claire, engaged_at=noon
    )

    assert obstacle(at=noon, clock_held=False) == "freeze_unreadable"
    assert is_frozen(Delivery.objects.select_related("account__unit").get())


def test_the_sender_holds_and_says_why_and_goes_on_by_itself(
    delivery: Delivery, noon: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SENDER_POLL_SECONDS = 0.01
    edge = bytes(Head.objects.get().edge)
    Head.objects.update(edge=b"broken")
    stop, said = threading.Event(), []

    def watch(*, clock: object) -> int:
        said.append(("turn", held_because()))
        stop.set()
        return 0

    def mend() -> datetime:
        said.append(("look", held_because()))
        if said.count(("look", "ledger")) == 2:
            Head.objects.update(edge=edge)
        return noon

    monkeypatch.setattr(loop, "turn", watch)
    # it would close the connection that holds this test's transaction
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    run_sender(stop, clock=mend)

    assert ("look", "ledger") in said
    assert said[-1] == ("turn", "")
