"""Whatever the hour the demo is loaded at, nothing that is out or over lies in the future."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import demo
from demo.posts import wall_of
from demo.team import Site
from gouvernail.content.models import DraftProof
from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Freeze, Withdrawal
from gouvernail.rulebooks.models.trials import Trial

PARIS = ZoneInfo("Europe/Paris")
EIGHT = datetime(2026, 11, 17, 8, 0, tzinfo=PARIS)
SITE = Site(facts={}, today=EIGHT, root=Unit(), lead=Person())
ENTRY = {"day": 0, "hour": "08:30", "state": "published"}


@pytest.mark.parametrize(
    ("now", "day"), [("00:01", 16), ("08:00", 16), ("08:40", 16), ("08:45", 17), ("23:59", 17)]
)
def test_a_post_of_today_is_of_yesterday_before_its_hour(now: str, day: int) -> None:
    hour, minute = map(int, now.split(":"))
    at = EIGHT.replace(hour=hour, minute=minute)

    wall = wall_of(SITE, ENTRY, now=at)

    assert (wall.day, wall.hour, wall.minute) == (day, 8, 30)
    assert wall + timedelta(minutes=15) <= at


@pytest.mark.parametrize("state", ["in_review", "approved", "drafting", "cancelled"])
def test_what_is_to_come_keeps_its_hour(state: str) -> None:
    wall = wall_of(SITE, {**ENTRY, "state": state}, now=EIGHT)

    assert wall == EIGHT.replace(minute=30)


@pytest.mark.django_db
def test_the_town_has_a_past_a_trial_and_a_proof() -> None:
    demo.load("ville")

    freeze = Freeze.objects.get(scope_kind="organisation")  # another is of a drill
    withdrawal = Withdrawal.objects.get()
    assert (freeze.status, bool(freeze.lift_reason)) == ("lifted", True)
    assert (withdrawal.status, withdrawal.delivery.status) == ("done", "withdrawn")
    assert freeze.lifted_at is not None
    assert withdrawal.done_at is not None
    assert max(freeze.lifted_at, withdrawal.done_at) <= clock.now()
    assert set(Trial.objects.values_list("status", flat=True)) == {Trial.Status.DONE}
    assert DraftProof.objects.get().title.startswith("Délibération")
