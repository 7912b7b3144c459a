"""The long proofs of trust.md, part 3: named parts, each in pieces that may be run one by one.

    make soak PART=random_kills            all pieces
    make soak PART="random_kills and 2"    the second

`GOUVERNAIL_SOAK_ROUNDS` makes a piece shorter.
"""

import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.tasks import seal_engaged
from gouvernail.registry.models import Account
from tests.publishing.proof.directed import ALL, kill_at, lift
from tests.publishing.proof.results import append
from tests.publishing.proof.stage import Stage, Tally, end, is_gone, wait_for

pytestmark = [
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(2700),
]
LEASE_SECONDS = 2.0  # longer than any time an owner is given anywhere in these settings
LONGEST_SEAL = 40.0
PER_ACCOUNT = 25


@pytest.fixture
def stage(energy: Unit, claire: Person, yann: Person, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(unit=energy, by=claire, second=yann, log=tmp_path / "senders.log")
    yield stage
    stage.close()


class Load:
    """Posts, one after the other, over accounts that are changed often."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage, self.name, self.made = stage, name, 0
        self.account: Account | None = None

    def add(self, count: int) -> None:
        for _post in range(count):
            if self.made % PER_ACCOUNT == 0:
                self.account = self.stage.account(f"{self.name}{self.made}")
            assert self.account is not None
            self.stage.post(self.account, f"{self.name} {self.made}.")
            self.made += 1


def rounds_of(number: int) -> int:
    return int(os.environ.get("GOUVERNAIL_SOAK_ROUNDS", number))


def drained(stage: Stage, *, seconds: float = 90) -> bool:
    """Let one sender end everything; return whether it could."""
    stage.hurry()
    with stage.sending():
        return wait_for(stage.all_ended, seconds=seconds)


def judged(stage: Stage, part: str, *, rounds: int, began: float, figure: str = "") -> None:
    tally = stage.tally()
    append(part, rounds=rounds, tally=tally, seconds=time.monotonic() - began, figure=figure)
    spotless = replace(tally, once=0, to_people=0)
    assert spotless == Tally(asked=tally.asked, once=0, double=0, lost=0), tally
    assert tally.once + tally.to_people == tally.asked


def random_of(piece: int) -> random.Random:
    return random.Random(f"{piece}:{connection.vendor}")  # noqa: S311 - a seed to run it again


@pytest.mark.parametrize("piece", [1, 2])
def test_directed_kills(stage: Stage, piece: int) -> None:
    began, chance = time.monotonic(), random_of(piece)
    rounds = rounds_of(100)
    points = [*ALL, *chance.choices(ALL, k=rounds)][:rounds]
    missed, account = [], stage.account(f"directed{piece}")
    for place, point in enumerate(points, start=1):
        if place % PER_ACCOUNT == 0:
            account = stage.account(f"directed{piece}of{place}")
        if not kill_at(stage, point, account, f"Killed {point} {place}."):
            missed.append(point)
        if place % 3 == 0 or place == rounds:
            assert drained(stage), stage.states()
    judged(stage, f"directed kills {piece}", rounds=rounds, began=began)
    assert missed == []


@pytest.mark.parametrize("piece", [1, 2, 3, 4])
def test_random_kills(stage: Stage, piece: int) -> None:
    began, chance, load = time.monotonic(), random_of(piece), Load(stage, f"kill{piece}")
    rounds = rounds_of(250)
    for place in range(1, rounds + 1):
        load.add(2)
        stage.hurry()
        pid = stage.sender()
        time.sleep(chance.uniform(0, 0.45))
        end(pid)
        if place % 8 == 0 or place == rounds:
            assert drained(stage), stage.states()
    judged(stage, f"random kills {piece}", rounds=rounds, began=began)


@pytest.mark.parametrize("piece", [1, 2, 3])
def test_stops(stage: Stage, piece: int) -> None:
    """A sender sleeps longer than any lease while another works, and wakes up to send."""
    began, chance, load = time.monotonic(), random_of(piece), Load(stage, f"stop{piece}")
    rounds = rounds_of(100)
    for place in range(1, rounds + 1):
        load.add(2)
        stage.hurry()
        first = stage.sender()
        time.sleep(chance.uniform(0, 0.35))
        with contextlib.suppress(ProcessLookupError):
            os.kill(first, signal.SIGSTOP)
        with stage.sending():
            time.sleep(LEASE_SECONDS + 0.1)
            with contextlib.suppress(ProcessLookupError):
                os.kill(first, signal.SIGCONT)
            time.sleep(0.2)
        end(first)
        if place % 10 == 0 or place == rounds:
            assert drained(stage), stage.states()
    stale = Delivery.objects.filter(fence__gt=1).count()
    judged(stage, f"stops {piece}", rounds=rounds, began=began, figure=f"{stale} taken over")


@pytest.mark.parametrize("piece", [1, 2, 3, 4])
def test_freezes(stage: Stage, piece: int) -> None:
    """Freezes under load; in one of fifty the sender hangs on the wire and is killed."""
    began, chance, load = time.monotonic(), random_of(piece), Load(stage, f"freeze{piece}")
    rounds = rounds_of(250)
    waits, hung, killed = [], [0.0], 0
    pid = stage.sender()
    for place in range(1, rounds + 1):
        load.add(3)
        stage.hurry()
        time.sleep(chance.uniform(0, 0.15))
        if is_gone(pid):  # it held a freeze up for five seconds, which a busy machine makes it do
            pid, killed = stage.sender(), killed + 1
        if place % 50:
            waits.append(_freeze_and_lift(stage))
            continue
        os.kill(pid, signal.SIGSTOP)
        hung.append(_freeze_and_lift(stage, wakes=pid))
        end(pid)
        pid = stage.sender()
    end(pid)
    assert drained(stage), stage.states()
    waits.sort()
    p99 = waits[int(len(waits) * 0.99)]
    figure = f"sealed: p50 {waits[len(waits) // 2]:.2f} s, p99 {p99:.2f} s, hung {max(hung):.2f} s"
    figure += f"; {killed} slow senders killed"
    judged(stage, f"freezes {piece}", rounds=rounds, began=began, figure=figure)


def _freeze_and_lift(stage: Stage, *, wakes: int | None = None) -> float:
    """Freeze, wait for the seal, let a stopped sender wake under it; return the seconds."""
    freeze = engage_freeze(by=stage.by, at=now())
    asked = time.monotonic()
    sealed = Freeze.objects.filter(pk=freeze.pk, status="sealed").exists
    while not sealed() and time.monotonic() - asked < LONGEST_SEAL:
        seal_engaged(wait_seconds=0.05)
    took = time.monotonic() - asked
    assert sealed(), f"not sealed in {took:.1f} s"
    if wakes is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(wakes, signal.SIGCONT)
        time.sleep(0.2)
    time.sleep(0.05)
    lift(stage, freeze)
    return took


@pytest.mark.parametrize("piece", [1])
def test_clock_steps(stage: Stage, piece: int, tmp_path: Path) -> None:
    """The wall jumps by hours and days, and back, under a sender that goes on and one that ends."""
    began, chance, load = time.monotonic(), random_of(piece), Load(stage, f"clock{piece}")
    rounds, clock = rounds_of(60), tmp_path / "clock"
    steps = (3600, -3600, 86400, -86400, 0)
    for _round in range(rounds):
        clock.write_text("0", encoding="ascii")
        load.add(3)
        stage.hurry()
        pid = stage.sender(GOUVERNAIL_CLOCK_FILE=str(clock))
        for _step in range(3):
            time.sleep(chance.uniform(0, 0.2))
            clock.write_text(str(chance.choice(steps)), encoding="ascii")
        time.sleep(chance.uniform(0, 0.2))
        end(pid)
        assert drained(stage), stage.states()
    judged(stage, f"clock steps {piece}", rounds=rounds, began=began)


@pytest.mark.postgres
@pytest.mark.parametrize("piece", [1])
def test_database_restarts(stage: Stage, piece: int) -> None:
    """The database ends every session under a sender at work, as a restart does."""
    began, chance, load = time.monotonic(), random_of(piece), Load(stage, f"restart{piece}")
    rounds = rounds_of(50)
    for place in range(1, rounds + 1):
        load.add(3)
        stage.hurry()
        pid = stage.sender()
        for _restart in range(2):
            time.sleep(chance.uniform(0.02, 0.4))
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        time.sleep(chance.uniform(0, 0.3))
        end(pid)
        if place % 5 == 0 or place == rounds:
            assert drained(stage), stage.states()
    judged(stage, f"sessions cut {piece}", rounds=rounds, began=began)
