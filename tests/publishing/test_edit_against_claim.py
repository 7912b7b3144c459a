"""An edit and a sending that begin at the same instant: one of the two happens, never both."""

import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import cancel_deliveries
from gouvernail.publishing.errors import InFlightError
from gouvernail.publishing.models import Delivery, Pace
from gouvernail.publishing.tasks.sending import send_one
from tests.make.publishing import make_delivery, make_practice_account
from tests.publishing.proof.results import append
from tests.publishing.proof.stage import Stage, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


class Race:
    """Two threads, each with its own connection, let go together once a round."""

    def __init__(self, deliveries: list[Delivery], by: Person, at: datetime) -> None:
        self.deliveries, self.by, self.at = deliveries, by, at
        self.gate = threading.Barrier(2)
        self.refused: set[str] = set()

    def run(self) -> None:
        sides = [threading.Thread(target=side) for side in (self._send, self._edit)]
        for side in sides:
            side.start()
        for side in sides:
            side.join(120)

    def _send(self) -> None:
        for delivery in self.deliveries:
            self.gate.wait(20)
            send_one(delivery.pk, clock=lambda: self.at)
        connection.close()

    def _edit(self) -> None:
        chance = random.Random(7)  # noqa: S311 - so that the same race is run again
        for delivery in self.deliveries:
            self.gate.wait(20)
            threading.Event().wait(chance.uniform(0, 0.03))
            try:
                cancel_deliveries(
                    subject_id=delivery.subject_id, by=self.by, at=self.at, why="edited"
                )
            except InFlightError:
                self.refused.add(str(delivery.pk))
        connection.close()


def test_a_post_is_edited_or_sent_but_never_both(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    deliveries = [make_delivery(account, by=hugo) for _round in range(100)]
    race = Race(deliveries, hugo, noon)
    race.run()

    posted = set(Post.objects.values_list("key", flat=True))
    for delivery in Delivery.objects.all():
        if delivery.status == "void":
            assert str(delivery.pk) not in posted
        else:
            assert (delivery.status, str(delivery.pk) in posted) == ("sent", True)
    assert race.refused <= posted
    assert 0 < len(posted) < len(deliveries)  # both sides won some


@pytest.fixture
def stage(energy: Unit, claire: Person, yann: Person, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(unit=energy, by=claire, second=yann, log=tmp_path / "senders.log")
    yield stage
    stage.close()


@pytest.mark.soak
@pytest.mark.timeout(2700)
@pytest.mark.parametrize("piece", [1, 2, 3, 4])
def test_edits_against_a_sender_of_another_process(stage: Stage, piece: int) -> None:
    rounds = int(os.environ.get("GOUVERNAIL_SOAK_ROUNDS", "1250"))
    chance, began = random.Random(piece), now()  # noqa: S311 - so that the same race is run again
    won: Counter[str] = Counter()
    edited: set[str] = set()
    account = stage.account(f"race{piece}")
    with stage.sending():
        for place in range(rounds):
            if place and place % 25 == 0:
                account = stage.account(f"race{piece}of{place}")
                Pace.objects.all().delete()
            text = f"Race {piece}, {place}."
            delivery = stage.post(account, text)
            threading.Event().wait(chance.uniform(0, 0.12))
            try:
                ended = cancel_deliveries(
                    subject_id=delivery.subject_id, by=stage.by, at=now(), why="edited"
                )
            except InFlightError:
                ended = []
            if ended:
                edited.add(text)
                del stage.expected[text]
            won["edit" if ended else "sending"] += 1
        assert wait_for(
            lambda: not Delivery.objects.exclude(status__in=("void", "sent", "verified")).exists(),
            seconds=60,
        )
    tally = stage.tally()
    figure = f"{won['edit']} edited, {won['sending']} sent"
    append(
        f"edits {piece}", rounds=rounds, tally=tally, figure=figure,
        seconds=(now() - began).total_seconds(),
    )  # fmt: skip
    heard = {text for _at, text in stage.heard}
    assert not heard & edited
    assert (tally.double, tally.lost, tally.once) == (0, 0, tally.asked)
