"""No account speaks faster than its network allows, and nobody insists where nobody answers."""

from datetime import datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.networks.contract import Refused, Unknown
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.models import Delivery, Pace
from gouvernail.publishing.sender import pace
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.sending import due_ids, send_due
from gouvernail.registry.models import Account
from tests.make.publishing import make_delivery, make_practice_account, status_of

SLOW = pace.Rate(acts=2, seconds=60, source="this test")


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_practice_account(unit=energy, by=hugo)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "RATES", MappingProxyType({"practice": SLOW}))


def at_the_end(account: Account, outcome: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_on_the_wire", lambda *_given: outcome)


@pytest.mark.usefixtures("slow")
def test_an_account_takes_turns_as_its_bucket_fills(
    account: Account, care: Unit, hugo: Person, noon: datetime
) -> None:
    for _each in range(4):
        make_delivery(account, by=hugo)
    other = make_delivery(make_practice_account(unit=care, by=hugo, handle="clients"), by=hugo)

    send_due(clock=lambda: noon)
    assert Delivery.objects.filter(account=account, status="sent").count() == 2
    assert status_of(other.pk) == "sent"
    assert due_ids(at=noon + timedelta(seconds=29)) == []
    assert len(due_ids(at=noon + timedelta(seconds=30))) == 2
    send_due(clock=lambda: noon + timedelta(seconds=30))
    assert Delivery.objects.filter(account=account, status="sent").count() == 3


def test_what_waits_for_its_pace_is_still_queued_and_nothing_is_noted(
    account: Account, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "CAP", pace.Rate(acts=1, seconds=60, source="this test"))
    waiting = [make_delivery(account, by=hugo) for _each in range(3)]

    for seconds in (0, 1, 2):
        turn(clock=lambda seconds=seconds: noon + timedelta(seconds=seconds))  # type: ignore[misc]  # bound now

    states = sorted((status_of(one.pk), one.attempt) for one in waiting)
    assert states == [("queued", 0), ("queued", 0), ("sent", 0)]
    assert pace.held_back(at=noon + timedelta(seconds=2)) is None


@pytest.mark.parametrize("asked", [30, 90, 7 * 3600])
def test_what_the_network_asks_to_wait_holds_the_whole_account(
    account: Account, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    for _each in range(3):
        make_delivery(account, by=hugo)
    busy = Refused(code="rate_limited", message="", retry_after_seconds=asked, permanent=False)
    calls: list[object] = []

    def busily(*given: object) -> Refused:
        calls.append(given)
        return busy

    monkeypatch.setattr(steps, "_on_the_wire", busily)
    end = noon + min(timedelta(seconds=asked), timedelta(hours=6))

    send_due(clock=lambda: noon)
    send_due(clock=lambda: end - timedelta(seconds=1))

    assert len(calls) == 1
    assert len(due_ids(at=end)) == 3


def test_a_network_that_never_answers_is_left_alone_then_tried_by_one(
    account: Account, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(pace.FAILURES_TO_OPEN + 3):
        make_delivery(account, by=hugo)
    away = Refused(code="connection_refused", message="", permanent=False)
    calls: list[object] = []

    def silent(*given: object) -> Refused | Unknown:
        calls.append(given)
        return away if len(calls) % 2 else Unknown(reason="timeout")

    monkeypatch.setattr(steps, "_on_the_wire", silent)
    send_due(clock=lambda: noon)
    assert len(calls) == pace.FAILURES_TO_OPEN
    opened = Pace.objects.get(name=pace.name_of(account.pk))
    assert opened.probe_at is not None
    assert noon + timedelta(seconds=30) <= opened.probe_at <= noon + timedelta(seconds=61)

    send_due(clock=lambda: noon + timedelta(seconds=20))
    assert len(calls) == pace.FAILURES_TO_OPEN
    send_due(clock=lambda: noon + timedelta(seconds=61))
    assert len(calls) == pace.FAILURES_TO_OPEN + 1  # one tries, the others wait for what it learns
    again = Pace.objects.get(name=pace.name_of(account.pk))
    assert again.openings == 2

    monkeypatch.undo()
    later = noon + timedelta(minutes=10)
    send_due(clock=lambda: later)
    send_due(clock=lambda: later)
    assert Pace.objects.get(name=pace.name_of(account.pk)).opened_at is None
    assert Post.objects.count() >= 2


def test_a_refusal_for_good_is_an_answer(
    account: Account, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(pace.FAILURES_TO_OPEN + 2):
        make_delivery(account, by=hugo)
    at_the_end(account, Refused(code="invalid", message="", permanent=True), monkeypatch)

    send_due(clock=lambda: noon)

    assert set(Delivery.objects.values_list("status", flat=True)) == {"failed"}
    assert Pace.objects.get(name=pace.name_of(account.pk)).opened_at is None


@pytest.mark.usefixtures("slow")
def test_a_claim_that_is_undone_gives_its_token_back(
    account: Account, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delivery(account, by=hugo)

    def broken(**_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("gouvernail.publishing.actions.sending.record", broken)
    with pytest.raises(RuntimeError):
        send_due(clock=lambda: noon)

    assert not Pace.objects.exists()


@pytest.mark.usefixtures("slow")
def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing_away(
    account: Account, hugo: Person, noon: datetime
) -> None:
    for _each in range(4):
        make_delivery(account, by=hugo)
    Delivery.objects.update(publish_at=noon - timedelta(days=1))

    send_due(clock=lambda: noon)
    send_due(clock=lambda: noon - timedelta(hours=1))
    assert Post.objects.count() == 2
    send_due(clock=lambda: noon + timedelta(seconds=60))
    assert Post.objects.count() == 4


@given(
    gaps=st.lists(st.integers(min_value=0, max_value=40_000), min_size=1, max_size=60),
    acts=st.integers(min_value=1, max_value=8),
)
def test_no_window_ever_holds_more_than_twice_the_bucket(gaps: list[int], acts: int) -> None:
    rate, start = (
        pace.Rate(acts=acts, seconds=60, source=""),
        datetime.fromisoformat("2026-11-17T12:00Z"),
    )
    row = Pace(name="account:x", tokens=acts * pace.ACT, filled_at=start)
    now, taken = start, []
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        held = pace.tokens(row, rate, now)
        if held >= pace.ACT:
            row.tokens, row.filled_at = held - pace.ACT, now
            taken.append(now)

    for index, first in enumerate(taken):
        window = [one for one in taken[index:] if one - first < timedelta(seconds=60)]
        assert len(window) <= 2 * acts


def test_every_figure_of_a_network_names_its_source() -> None:
    assert all(rate.source.startswith("https://") for rate in pace.RATES.values())
    for attempt in range(1, 12):
        waits = [pace.backoff(attempt) for _each in range(50)]
        assert timedelta(seconds=1) <= min(waits)
        assert max(waits) <= timedelta(seconds=1 + min(1800, 5 * 2**attempt))
        assert len(set(waits)) > 10
