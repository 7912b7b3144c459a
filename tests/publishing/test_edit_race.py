"""An approved draft is edited while a sender of another process claims it (THREAT_MODEL.md, T3).

Both wait at one gate; who of the two begins first moves with who won, so that every round is near
the edge. What left is what was approved, to the letter, or nothing left.

    make soak PART=races
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from gouvernail.approvals.actions import void_requests
from gouvernail.content.actions import (
    Choice,
    Writing,
    decide_draft,
    save_draft,
    submit_draft,
)
from gouvernail.content.errors import DraftClosedError, DraftLockedError, DraftPartlyPublishedError
from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.errors import InFlightError
from gouvernail.publishing.models import Delivery, Pace
from gouvernail.registry.models import Account
from tests.make.content import make_draft, make_submitted, request_of
from tests.make.publishing import make_practice_account
from tests.publishing.proof.results import append
from tests.publishing.proof.stage import Tally

ROOT = Path(__file__).resolve().parents[2]
REFUSALS = (DraftLockedError, DraftClosedError, DraftPartlyPublishedError, InFlightError)
PER_ACCOUNT = 20
STEP = 0.002  # by how much the one who lost begins earlier, in seconds

pytestmark = pytest.mark.django_db(transaction=True)


class Rival:
    """The other process."""

    def __init__(self) -> None:
        keys = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.publishing.proof.rival"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.test",
                "GOUVERNAIL_HOME": str(settings.GOUVERNAIL_HOME),
                "GOUVERNAIL_LOG_LEVEL": "ERROR",
                "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            },
        )
        self.say(json.dumps({key: str(connection.settings_dict.get(key) or "") for key in keys}))
        assert self.hear() == "here"

    def say(self, line: str = "") -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def rival() -> Iterator[Rival]:
    rival = Rival()
    yield rival
    rival.close()


class Race:
    """One race a round, and what each came to."""

    def __init__(self, rival: Rival, *, unit: Unit, author: Person, reader: Person) -> None:
        self.rival, self.unit, self.author, self.reader = rival, unit, author, reader
        self.accounts: list[Account] = []
        self.won: Counter[str] = Counter()
        self.approved: dict[UUID, str] = {}  # what may leave, by draft
        self.edited: set[UUID] = set()
        self.head_start = 0.01  # of the sender, in seconds

    def approved_draft(self, place: int) -> Draft:
        """Return a draft that was approved and waits for its sender."""
        if place % PER_ACCOUNT == 0:
            handle = f"race{place}"
            self.accounts.append(
                make_practice_account(unit=self.unit, by=self.author, handle=handle)
            )
            Pace.objects.all().delete()
        text = f"Approved {place}."
        draft = make_draft(
            author=self.author, unit=self.unit, accounts=(self.accounts[-1],), text=text
        )
        at = now() - timedelta(seconds=1)
        draft = submit_draft(draft_id=draft.pk, by=self.author, at=at)
        request = request_of(draft)
        choice = Choice(verdict="approve", digest=request.digest)
        draft = decide_draft(request_id=request.pk, choice=choice, by=self.reader, at=at)
        self.approved[draft.pk] = text
        return draft

    def run(self, rounds: int, chance: random.Random) -> None:
        for place in range(rounds):
            draft = self.approved_draft(place)
            delivery = Delivery.objects.get(subject_id=draft.pk)
            self.rival.say(str(delivery.pk))
            assert self.rival.hear() == "ready"
            wait = self.head_start + chance.uniform(-0.01, 0.01)
            self.rival.say()
            if wait > 0:
                time.sleep(wait)
            is_edited = self.edit(draft)
            self.rival.hear()
            self.won["edit" if is_edited else "sending"] += 1
            self.head_start = max(0, self.head_start + (STEP if is_edited else -STEP))
        self.say_what_is_over()

    def edit(self, draft: Draft) -> bool:
        """Change the words; return whether that was let."""
        words = Writing(text=f"{self.approved[draft.pk]} Changed.")
        try:
            save_draft(draft_id=draft.pk, writing=words, by=self.author, at=now())
        except REFUSALS:
            return False
        self.edited.add(draft.pk)
        return True

    def say_what_is_over(self) -> None:
        assert set(Delivery.objects.values_list("status", flat=True)) <= {"sent", "void"}

    def tally(self) -> Tally:
        """Count what left of what was approved; an edited draft must not have left."""
        held = Counter(Post.objects.values_list("text", flat=True))
        wanted = [text for key, text in self.approved.items() if key not in self.edited]
        return Tally(
            asked=len(wanted),
            once=sum(held[text] == 1 for text in wanted),
            double=sum(max(0, count - 1) for count in held.values()),
            lost=sum(not held[text] for text in wanted),
        )

    def left_though_edited(self) -> list[str]:
        texts = set(Post.objects.values_list("text", flat=True))
        may = {text for key, text in self.approved.items() if key not in self.edited}
        return sorted(texts - may)


def judge(race: Race) -> None:
    tally = race.tally()
    assert race.left_though_edited() == []
    assert (tally.double, tally.lost, tally.once) == (0, 0, tally.asked)
    assert set(race.won) == {"edit", "sending"}  # both sides won some


def test_an_approved_draft_is_edited_or_sent_but_never_both(
    rival: Rival, energy: Unit, hugo: Person, camille: Person
) -> None:
    race = Race(rival, unit=energy, author=hugo, reader=camille)

    race.run(25, random.Random(1))  # noqa: S311 - so that the same race is run again

    judge(race)


def test_what_left_while_the_edit_began_is_not_edited(
    monkeypatch: pytest.MonkeyPatch, energy: Unit, hugo: Person, camille: Person, claire: Person
) -> None:
    """On PostgreSQL a whole sending fits between the first look and the lock of its delivery."""
    account = make_practice_account(unit=energy, by=claire)
    draft, request = make_submitted(author=hugo, unit=energy, at=now(), accounts=(account,))
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=now())

    def sent_meanwhile(**given: Any) -> None:
        Delivery.objects.update(status="sent")
        void_requests(**given)

    monkeypatch.setattr("gouvernail.content.actions.opening.void_requests", sent_meanwhile)
    words = Writing(text="Changed.")

    with pytest.raises(DraftPartlyPublishedError):
        save_draft(draft_id=draft.pk, writing=words, by=hugo, at=now())
    assert Draft.objects.get().text == draft.text


@pytest.mark.soak
@pytest.mark.timeout(2700)
@pytest.mark.parametrize("piece", [1, 2, 3, 4, 5])
def test_races(rival: Rival, energy: Unit, hugo: Person, camille: Person, piece: int) -> None:
    began, rounds = time.monotonic(), int(os.environ.get("GOUVERNAIL_SOAK_ROUNDS", "1000"))
    race = Race(rival, unit=energy, author=hugo, reader=camille)
    race.run(rounds, random.Random(piece))  # noqa: S311 - so that the same race is run again

    figure = f"{race.won['edit']} edited, {race.won['sending']} sent,"
    figure += f" {len(race.left_though_edited())} left though edited"
    append(
        f"races {piece}", rounds=rounds, tally=race.tally(), figure=figure,
        seconds=time.monotonic() - began,
    )  # fmt: skip
    judge(race)
