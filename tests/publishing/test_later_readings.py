"""What is published is read again later, and only what was surely absent twice is sent again."""

from datetime import datetime, timedelta

import pytest

from gouvernail.foundation.models import OutboxEvent
from gouvernail.ledger.models import Leaf
from gouvernail.networks.contract import Absent, Found
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import claim_delivery
from gouvernail.publishing.actions.repair import note_look, note_reading
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.telling import tell_people
from tests.make.publishing import make_delivery, make_practice_account, status_of

SURE, UNSURE = Absent(conclusive=True), Absent(conclusive=False)


@pytest.fixture
def delivery(energy: Unit, hugo: Person) -> Delivery:
    return make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)


@pytest.fixture
def unknown(delivery: Delivery, noon: datetime) -> Delivery:
    """Return a delivery whose outcome nobody knows, and that may be looked for from now on."""
    claimed = claim_delivery(delivery_id=delivery.pk, owner="dead:1", at=noon)
    assert claimed is not None
    Delivery.objects.filter(pk=delivery.pk).update(
        status="unknown", intent_key="k", intent_created_at=noon, settle_at=noon
    )
    return claimed


def _turns(*moments: datetime) -> None:
    for at in moments:
        turn(clock=lambda at=at: at)  # type: ignore[misc]  # bound now


# --- before sending again -------------------------------------------------------------------------


@pytest.mark.parametrize("between", [UNSURE, None])
def test_an_absence_that_proves_nothing_does_not_count_as_one_of_the_two(
    unknown: Delivery, noon: datetime, between: Absent | None
) -> None:
    for minute, seen in enumerate((between, SURE)):
        at = noon + timedelta(minutes=minute)
        note_look(delivery_id=unknown.pk, fence=unknown.fence, seen=seen, at=at)

    assert status_of(unknown.pk) == "unknown"
    note_look(
        delivery_id=unknown.pk, fence=unknown.fence, seen=SURE, at=noon + timedelta(minutes=2)
    )
    assert status_of(unknown.pk) == "queued"


def test_two_sure_absences_must_follow_one_another(unknown: Delivery, noon: datetime) -> None:
    for minute, seen in enumerate((SURE, UNSURE, SURE)):
        at = noon + timedelta(minutes=minute)
        note_look(delivery_id=unknown.pk, fence=unknown.fence, seen=seen, at=at)

    assert status_of(unknown.pk) == "unknown"


def test_an_absence_seen_before_the_network_settled_proves_nothing(
    unknown: Delivery, noon: datetime
) -> None:
    Delivery.objects.filter(pk=unknown.pk).update(settle_at=noon + timedelta(seconds=20))
    for _look in range(2):
        note_look(delivery_id=unknown.pk, fence=unknown.fence, seen=SURE, at=noon)

    assert status_of(unknown.pk) == "unknown"


# --- after publication ----------------------------------------------------------------------------


def test_what_is_published_is_read_again_after_an_hour_a_day_and_a_week(
    delivery: Delivery, noon: datetime
) -> None:
    _turns(noon, noon + timedelta(minutes=1))
    readings = []
    for _reading in range(3):
        delivery.refresh_from_db()
        assert delivery.settle_at is not None
        readings.append(delivery.settle_at - noon)
        _turns(delivery.settle_at)
    delivery.refresh_from_db()

    for read, after in zip(
        readings, (timedelta(hours=1), timedelta(days=1), timedelta(days=7)), strict=True
    ):
        assert after <= read <= 1.1 * after
    assert (delivery.status, delivery.settle_at) == ("verified", None)
    assert Leaf.objects.filter(verb="delivery.verified").count() == 4


def test_thousands_of_posts_of_one_minute_are_not_read_in_one_second(
    delivery: Delivery, hugo: Person, noon: datetime
) -> None:
    other = make_delivery(delivery.account, by=hugo)
    _turns(noon, noon + timedelta(minutes=1))
    for row in (delivery, other):
        row.refresh_from_db()

    assert delivery.settle_at != other.settle_at


def test_what_others_take_down_later_is_noticed_and_somebody_is_told(
    delivery: Delivery, karim: Person, noon: datetime
) -> None:
    _turns(noon, noon + timedelta(minutes=1))
    Post.objects.update(deleted_at=noon + timedelta(minutes=30))
    _turns(noon + timedelta(minutes=70))
    assert status_of(delivery.pk) == "verified"  # one absence may be a hiccup

    _turns(noon + timedelta(minutes=72))
    for event in OutboxEvent.objects.filter(topic="publishing.changed"):
        tell_people(event, noon)

    assert status_of(delivery.pk) == "disappeared"
    assert Leaf.objects.filter(verb="delivery.disappeared").count() == 1
    assert Notification.objects.filter(person=karim, kind="delivery.disappeared").count() == 1


def test_what_is_altered_later_is_noticed_once_and_seen_to_be_put_right(
    delivery: Delivery, noon: datetime
) -> None:
    _turns(noon, noon + timedelta(minutes=1))
    approved = Post.objects.get().text
    Post.objects.update(text="Buy my coins.")
    _turns(noon + timedelta(minutes=70), noon + timedelta(days=1, hours=3))
    assert status_of(delivery.pk) == "altered"
    assert Leaf.objects.filter(verb="delivery.altered").count() == 1

    Post.objects.update(text=approved)
    _turns(noon + timedelta(days=8))
    assert status_of(delivery.pk) == "verified"


def test_a_network_that_cannot_be_read_is_asked_less_and_less_often(
    delivery: Delivery, noon: datetime
) -> None:
    _turns(noon)
    pauses = []
    for age in (timedelta(minutes=1), timedelta(days=1)):
        at = noon + age
        after = note_reading(delivery_id=delivery.pk, seen=None, at=at)
        assert after is not None
        assert after.settle_at is not None
        pauses.append(after.settle_at - at)

    assert pauses == [timedelta(minutes=1), timedelta(hours=2.4)]


def test_a_reading_that_finds_it_forgets_an_absence(delivery: Delivery, noon: datetime) -> None:
    _turns(noon)
    found = Found(remote_id="1", url="", text="", matches=True)
    looks: list[Found | Absent] = [SURE, found, SURE]
    for minute, seen in enumerate(looks):
        note_reading(delivery_id=delivery.pk, seen=seen, at=noon + timedelta(minutes=minute))

    assert status_of(delivery.pk) == "verified"
