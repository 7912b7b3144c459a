from datetime import timedelta

import pytest

from gouvernail.foundation.models import OutboxEvent
from gouvernail.listening.actions import take_in
from gouvernail.listening.actions.spikes import (
    acknowledge_spike,
    follow_topic,
    learn_again,
    topics_to_follow,
)
from gouvernail.listening.actions.topics import (
    close_topic,
    pause_topic,
    resume_topic,
    tune_topic,
)
from gouvernail.listening.models import Mention, Position, Quarter, Rhythm, Source, Spike, Topic
from gouvernail.listening.queries.sources import heard_until
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
            author_id=f"did:plc:voyageur{each % 7}",
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
    key, said = spike.card["authors"][0]
    assert (Mention.objects.get(pk=key).author_handle, said) == ("voyageur1", 6)
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


def test_a_rise_is_told_after_the_whole_wait_for_what_was_behind(
    topic: Topic, source: Source
) -> None:
    follow_topic(topic.pk, until=NOON - QUARTER, at=NOON)
    rise(source)
    Position.objects.update(heard_at=NOON - timedelta(minutes=5))

    look_for_spikes(NOON + timedelta(hours=6, minutes=1))

    assert Spike.objects.count() == 1


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


def test_slow_places_that_fare_well_are_waited_for_and_files_say_nothing(
    nordet: Unit, claire: Person, source: Source
) -> None:
    at = NOON + timedelta(minutes=20)
    feed, page, other = (
        make_source(unit=nordet, by=claire, kind=kind) for kind in ("feed", "page", "jetstream")
    )
    file = make_source(unit=nordet, by=claire, kind="file")
    ago = {source: 1, feed: 4, page: 14, other: 10, file: 0}
    for place, minutes in ago.items():
        heard_at = at - timedelta(minutes=minutes)
        Position.objects.filter(source=place).update(health="ok", heard_at=heard_at)

    def minutes_ago() -> float:
        return (at - heard_until(at=at)) / timedelta(minutes=1)

    waited = [minutes_ago()]
    for health, minutes in (("waiting", 10), ("waiting", 20), ("ok", 20)):
        heard_at = at - timedelta(minutes=minutes)
        Position.objects.filter(source=other).update(health=health, heard_at=heard_at)
        waited.append(minutes_ago())
    replayed = at - timedelta(hours=9)  # one that replays a week-end holds up no alert
    Position.objects.filter(source=other).update(health="ok", heard_at=replayed)
    waited.append(minutes_ago())
    Position.objects.update(health="waiting", heard_at=at - timedelta(minutes=30))
    waited.append(minutes_ago())

    # Polled ones are waited for six minutes, one in trouble for fifteen.
    assert waited == [10, 10, 6, 20, 6, 30]


def test_a_rise_that_an_outage_held_back_is_told_once_it_is_heard(
    topic: Topic, source: Source
) -> None:
    later = NOON + timedelta(minutes=20)
    follow_topic(topic.pk, until=NOON + QUARTER, at=later)
    rise(source)

    follow_topic(topic.pk, until=NOON + QUARTER, at=later)
    at_once = Spike.objects.count()
    follow_topic(topic.pk, until=NOON + 2 * QUARTER, at=later + QUARTER)

    assert (at_once, Spike.objects.get().severity >= 6) == (1, True)
    assert not Rhythm.objects.get().is_stale


def test_what_nobody_listened_to_is_unknown_and_not_calm(
    topic: Topic, nordet: Unit, claire: Person
) -> None:
    Quarter.objects.update(count=40)
    follow_topic(topic.pk, until=NOON, at=NOON)
    usual = Rhythm.objects.get().state["level"]
    pause_topic(topic.pk, by=claire, at=NOON)
    resumed = NOON + timedelta(days=21)
    resume_topic(topic.pk, by=claire, at=resumed)

    follow_topic(topic.pk, until=resumed, at=resumed)
    after_a_pause = Rhythm.objects.get().state["level"]
    silent = resumed + timedelta(hours=6)
    follow_topic(topic.pk, until=silent, at=silent, heard=resumed)
    after_silence = Rhythm.objects.get()
    learn_again(topic)

    assert after_a_pause == after_silence.state["level"] == usual
    assert after_silence.until == silent
    assert Rhythm.objects.get().state["level"] == pytest.approx(usual, rel=0.01)


def test_an_alert_ends_with_its_topic(topic: Topic, source: Source, claire: Person) -> None:
    rise(source)
    follow_topic(topic.pk, until=NOON, at=NOON)

    pause_topic(topic.pk, by=claire, at=NOON)
    paused = Spike.objects.get().until
    Spike.objects.update(until=None)
    close_topic(topic.pk, by=claire, at=NOON + QUARTER)

    assert (paused, Spike.objects.get().until) == (NOON, NOON + QUARTER)


def test_a_rise_that_began_while_nobody_looked_is_told_while_it_lasts(
    topic: Topic, source: Source
) -> None:
    follow_topic(topic.pk, until=NOON - QUARTER, at=NOON)
    for quarters in range(-1, 32):
        start = NOON + quarters * QUARTER
        Quarter.objects.create(topic=topic, start=start, count=60)
    morning = NOON + timedelta(hours=8)

    spike = follow_topic(topic.pk, until=morning, at=morning)

    assert spike is not None
    assert spike.since == NOON - QUARTER
    assert OutboxEvent.objects.filter(topic="listening.spike").exists()


def test_a_topic_alerts_once_its_last_months_are_looked_through(
    topic: Topic, source: Source
) -> None:
    Topic.objects.update(backfilled_to=NOON - timedelta(days=3))
    waiting = topics_to_follow(until=NOON)
    Topic.objects.update(backfilled_to=NOON - timedelta(days=61))

    assert (waiting, topics_to_follow(until=NOON)) == ([], [topic.pk])
