"""A sender killed at any named point: nothing is posted twice, nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gouvernail.people.models import Person, Unit
from gouvernail.publishing.sender.crash import POINTS
from tests.publishing.proof.directed import ALL, kill_at
from tests.publishing.proof.stage import Stage, Tally, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.fixture
def stage(energy: Unit, claire: Person, yann: Person, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(unit=energy, by=claire, second=yann, log=tmp_path / "senders.log")
    yield stage
    stage.close()


@pytest.mark.sqlite
def test_a_kill_at_every_named_point_doubles_and_loses_nothing(stage: Stage) -> None:
    account = stage.account("directed")
    reached = {}
    for place, point in enumerate(ALL, start=1):
        reached[point] = kill_at(stage, point, account, f"Killed {point}.")
        # A post that kills its sender six times is given to a person: the next ones are let through
        # before the same post has met so many points.
        if place % 4 == 0 or point == ALL[-1]:
            with stage.sending():
                assert wait_for(stage.all_ended, seconds=20), stage.states()

    assert [point for point, died in reached.items() if not died] == []
    asked = len(ALL) - 1  # sealing publishes nothing
    assert stage.tally() == Tally(asked=asked, once=asked, double=0, lost=0)


def test_there_are_points_enough_and_each_is_passed_somewhere() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in Path("src/gouvernail/publishing").rglob("*.py")
        if path.name != "crash.py"
    )

    assert len(POINTS) >= 15
    assert [point for point in POINTS if f'crashpoint("{point}")' not in source] == []
