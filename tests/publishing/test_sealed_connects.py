"""From the seal of a freeze to its lift, the sender connects to nobody (THREAT_MODEL.md, T6).

`strace` says what the process asked of the system: not what the sender believes, nor what the
network heard. Reading back what was sent is put off, for a freeze lets networks be read.

    make soak PART=connects
"""

import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.tasks import seal_engaged
from tests.publishing.proof.directed import lift
from tests.publishing.proof.results import append
from tests.publishing.proof.stage import Stage, end, wait_for

STRACE = shutil.which("strace")
CONNECT = re.compile(r"^\d+ +(\d+\.\d+) connect\(\d+, \{sa_family=AF_INET6?,", re.MULTILINE)
NEVER_MEANT = "86400"  # seconds before what was sent is read back

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(STRACE is None, reason="needs strace: apt-get install strace"),
]


@pytest.fixture
def stage(
    energy: Unit, claire: Person, yann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    monkeypatch.setattr("tests.publishing.proof.stage.SETTLE_SECONDS", NEVER_MEANT)
    stage = Stage(unit=energy, by=claire, second=yann, log=tmp_path / "senders.log")
    yield stage
    stage.close()


@contextmanager
def traced(pid: int, told: Path) -> Iterator[None]:
    """Write every connection that one process asks for, with its time, in `told`."""
    command = [str(STRACE), "-qq", "-f", "-ttt", "-o", str(told), "-e", "trace=connect"]
    with subprocess.Popen([*command, "-p", str(pid)], stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        try:
            if not wait_for(lambda: _is_traced(pid), seconds=10):
                tracer.kill()
                pytest.skip(f"processes may not be traced here: {tracer.stderr.read().strip()}")
            yield
        finally:
            tracer.terminate()


def _is_traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return "TracerPid:\t0\n" not in status


def connections(told: Path) -> list[float]:
    """Return the moments at which the traced process asked for a connection to a network."""
    return [float(moment) for moment in CONNECT.findall(told.read_text(encoding="utf-8"))]


def spans() -> list[tuple[float, float]]:
    """Return from when to when each freeze was sealed."""
    return [
        (freeze.sealed_at.timestamp(), freeze.lifted_at.timestamp())
        for freeze in Freeze.objects.filter(status="lifted").order_by("engaged_at")
        if freeze.sealed_at is not None and freeze.lifted_at is not None
    ]


def freeze_and_lift(stage: Stage, name: str, *, seconds: float) -> None:
    """Freeze, wait for the seal, queue more, leave time to break it, lift."""
    freeze = engage_freeze(by=stage.by, at=now())
    sealed = Freeze.objects.filter(pk=freeze.pk, status="sealed").exists

    def is_sealed() -> bool:
        seal_engaged(wait_seconds=0.05)
        return bool(sealed())

    assert wait_for(is_sealed, seconds=40)
    account = stage.account(f"under{name}")
    for place in range(2):
        stage.post(account, f"Queued under freeze {name}, {place}.")
    stage.hurry()
    time.sleep(seconds)
    assert Delivery.objects.filter(status="queued").count() >= 2  # due, and held
    lift(stage, freeze)


def everything_left() -> bool:
    return not Delivery.objects.exclude(status="sent").exists()


def proved(stage: Stage, rounds: int, *, seconds: float, told: Path) -> int:
    """Freeze that many times under load; return how many connections fell under a seal."""
    chance = random.Random(rounds)  # noqa: S311 - so that it is run again
    pid = stage.sender()
    with traced(pid, told):
        for place in range(rounds):
            account = stage.account(f"load{place}")
            for number in range(3):
                stage.post(account, f"Load {place}, {number}.")
            stage.hurry()
            time.sleep(chance.uniform(0, 0.3))
            freeze_and_lift(stage, str(place), seconds=seconds)
            if place % 10 == 0 or place == rounds - 1:
                stage.hurry()
                assert wait_for(everything_left, seconds=60), stage.states()
    end(pid)
    asked, sealed = connections(told), spans()
    assert len(sealed) == rounds
    # The trace sees what it must see: each post that left asked for a connection.
    assert len(asked) >= len(stage.heard) == 5 * rounds
    return sum(first <= moment <= last for moment in asked for first, last in sealed)


@pytest.mark.sqlite
def test_a_sealed_sender_connects_to_nobody(stage: Stage, tmp_path: Path) -> None:
    assert proved(stage, 2, seconds=0.5, told=tmp_path / "connects") == 0


@pytest.mark.soak
@pytest.mark.timeout(2700)
def test_connects(stage: Stage, tmp_path: Path) -> None:
    began, told = time.monotonic(), tmp_path / "connects"
    rounds = int(os.environ.get("GOUVERNAIL_SOAK_ROUNDS", "200"))
    under = proved(stage, rounds, seconds=0.5, told=told)
    tally = stage.tally()
    figure = f"{len(connections(told))} connections, {under} between a seal and its lift"
    append("connects", rounds=rounds, tally=tally, figure=figure, seconds=time.monotonic() - began)
    assert under == 0
    assert (tally.double, tally.lost, tally.once) == (0, 0, tally.asked)
