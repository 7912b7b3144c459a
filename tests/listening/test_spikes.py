from datetime import timedelta

import pytest

from gouvernail.foundation.models import OutboxEvent
from gouvernail.listening.actions import take_in
from gouvernail.listening.actions.spikes import acknowledge_spike, follow_topic
from gouvernail.listening.actions.topics import tune_topic
from gouvernail.listening.models import Position, Quarter, Rhythm, Source, Spike, Topic
from gouvernail.listening.tasks import look_for_spikes
from gouvernail.people.models import Person, Unit
from tests.make.listening import NOON, batch, heard, make_source, make_topic

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)


@pytest.fixture
def topic(nordet: Unit, claire: Person) -> Topic:
    found = make_topic(unit=nordet, owner=claire)
    Quarter.objects.bulk_create(
        Quarter(topic=found, start=NOON - QUARTER * place, count=place % 3, negative=0)
        for place in range(2, 200)
    )
    return found


@pytest.fixture
def source(nordet: Unit, claire: Person) -> Source:
    return make_source(unit=nordet, by=claire)


def rise(source: Source, number: int = 40) -> None:
    """Post much more than usual in the quarter of an hour before noon."""
    posts = [
        heard(
            each,
            f"Le Nordet arrive à Brest, train {each}",
            posted_at=NOON - timedelta(minutes=10),
            author_handle=f"voyageur{each % 7}",
            author_followers=each,
        )
        for each in range(1, number + 1)
    ]
    take_in(source_id=source.pk, batch=batch(*posts), at=NOON)


def test_a_rise_opens_one_spike_with_its_card_and_is_announced(
    topic: Topic, source: Source
) -> None:
    rise(source)

    look_for_spikes(NOON + timedelta(minutes=1))
    look_for_spikes(NOON + timedelta(minutes=2))

    spike = Spike.objects.get()
    assert (spike.topic, spike.kind, spike.until) == (topic, "volume", None)
    assert spike.severity >= 6
    assert spike.ratio > 100
    assert spike.card["count"] == 40
    assert ["brest", 40] in spike.card["terms"]
    assert spike.card["authors"][0] == ["voyageur1", 6]
    assert spike.card["reach"] == sum(range(1, 41))
    assert len(spike.card["examples"]) == 5
    (event,) = OutboxEvent.objects.filter(topic="listening.spike")
    assert event.payload == {"spike_id": str(spike.pk), "what": "opened"}


def test_a_spike_closes_when_it_is_calm_again(topic: Topic, source: Source) -> None:
    rise(source)
    follow_topic(topic.pk, until=NOON, at=NOON)
    later = NOON + timedelta(hours=4)

    follow_topic(topic.pk, until=later, at=later)

    spike = Spike.objects.get()
    assert spike.until is not None
    assert spike.until <= later
    assert Rhythm.objects.get().until == later


def test_a_topic_that_wants_no_alert_learns_and_tells_nobody(topic: Topic, source: Source) -> None:
    Topic.objects.update(sensitivity="off")
    rise(source)

    follow_topic(topic.pk, until=NOON, at=NOON)

    assert not Spike.objects.exists()
    assert Rhythm.objects.get().until == NOON


def test_a_quarter_is_looked_at_once_sources_were_heard_beyond_it(
    topic: Topic, source: Source
) -> None:
    follow_topic(topic.pk, until=NOON - QUARTER, at=NOON)
    rise(source)
    Position.objects.update(heard_at=NOON - timedelta(minutes=5))

    look_for_spikes(NOON + timedelta(minutes=20))
    waiting = Spike.objects.count()
    Position.objects.update(heard_at=NOON + timedelta(minutes=20))
    look_for_spikes(NOON + timedelta(minutes=21))

    assert (waiting, Spike.objects.count()) == (0, 1)


def test_another_sensitivity_is_learnt_from_the_past_and_wakes_nobody_for_it(
    topic: Topic, source: Source, claire: Person
) -> None:
    rise(source)
    follow_topic(topic.pk, until=NOON, at=NOON)
    before = Rhythm.objects.get()

    tune_topic(topic.pk, sensitivity="high", by=claire, at=NOON)
    after = Rhythm.objects.get()
    later = NOON + QUARTER
    follow_topic(topic.pk, until=later, at=later)

    assert after.until == before.until == NOON
    assert after.state != {}
    assert Spike.objects.count() == 1
    assert OutboxEvent.objects.filter(payload__what="opened").count() == 1


def test_whoever_looks_says_what_it_is(topic: Topic, source: Source, claire: Person) -> None:
    rise(source)
    spike = follow_topic(topic.pk, until=NOON, at=NOON)
    assert spike is not None

    acknowledge_spike(spike.pk, verdict="noise", by=claire, at=NOON)

    spike.refresh_from_db()
    assert (spike.verdict, spike.seen_by, spike.seen_at) == ("noise", claire, NOON)
