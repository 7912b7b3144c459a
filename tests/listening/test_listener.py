import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum

from gouvernail.foundation.clock import now
from gouvernail.listening.models import Hourly, Mention, Position, Source, TopicMention
from gouvernail.listening.sources import ears
from gouvernail.listening.tasks import listener as listener_module
from gouvernail.listening.tasks.listener import QUEUE, Listener
from gouvernail.people.models import Person, Unit
from tests.make.listening import make_source, make_topic
from tests.servers.jetstream import Faults, Jetstream, made_post

pytestmark = pytest.mark.django_db

HEARD = now() - timedelta(hours=3)
Servers = list[Jetstream]


@pytest.fixture
def servers() -> Iterator[Servers]:
    started: Servers = []
    yield started
    for server in started:
        server.stop()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.stop()


def posts(number: int, *, author: str = "someone") -> list[dict[str, object]]:
    return [
        made_post(
            each,
            f"Nordet, message {each}",
            author=f"did:plc:{author}{each}",
            at=HEARD + timedelta(seconds=each),
        )
        for each in range(1, number + 1)
    ]


def from_the_beginning(server: Jetstream, unit: Unit, by: Person) -> Source:
    """Return a source that was heard before anything was said there."""
    source = make_source(unit=unit, by=by, address=server.url)
    Position.objects.filter(source=source).update(cursor="1")
    return source


def turns(listener: Listener, *, until: int) -> None:
    """Let the listener write until so many mentions are kept; a minute at most."""
    deadline = time.monotonic() + 30
    listener.look()
    while Mention.objects.count() < until:
        assert time.monotonic() < deadline, Mention.objects.count()
        if not listener.turn():
            listener.rest(0.05)


def test_a_stream_that_cuts_repeats_swaps_and_babbles_is_heard_whole_and_once(
    nordet: Unit, claire: Person, servers: Servers, listener: Listener
) -> None:
    make_topic(unit=nordet, owner=claire)
    faults = Faults(cut_after=40, repeated=0.2, swapped=0.2, garbage=0.1)
    servers.append(Jetstream(posts(90), faults=faults))
    source = from_the_beginning(servers[0], nordet, claire)

    turns(listener, until=90)

    position = Position.objects.get(source=source)
    assert Mention.objects.count() == TopicMention.objects.count() == 90
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 90
    assert position.odd > 0
    assert position.cursor == str(max(event["time_us"] for event in servers[0].events))


def test_killed_at_any_point_it_goes_on_without_losing_or_repeating_anything(
    nordet: Unit, claire: Person, servers: Servers
) -> None:
    make_topic(unit=nordet, owner=claire)
    servers.append(Jetstream(posts(60)))
    from_the_beginning(servers[0], nordet, claire)
    # Killed once it heard something and wrote nothing, and again after each batch of a few.
    first = Listener()
    first.look()
    first.rest(10)
    first.stop()
    assert not Mention.objects.exists()
    for written in (60, 75, 90):
        servers[0].say(*posts(written)[60:] if written > 60 else ())
        killed = Listener()
        turns(killed, until=written)
        killed.stop()

    assert Mention.objects.count() == 90
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 90


def test_a_flood_of_one_source_holds_no_other_back(
    nordet: Unit, claire: Person, servers: Servers, listener: Listener
) -> None:
    make_topic(unit=nordet, owner=claire)
    servers += [Jetstream(posts(6_000, author="flood")), Jetstream(posts(5, author="quiet"))]
    flooding, quiet = (from_the_beginning(server, nordet, claire) for server in servers)
    listener.look()
    quiet_ear = listener.places[quiet.pk].ear
    deadline = time.monotonic() + 30
    while quiet_ear.given.empty() and time.monotonic() < deadline:
        listener.rest(0.05)

    listener.turn()

    assert Mention.objects.filter(source=quiet).count() == 5
    assert Mention.objects.filter(source=flooding).count() <= 500
    assert listener.places[flooding.pk].ear.given.qsize() <= QUEUE


def test_a_place_that_cannot_be_reached_says_so_and_is_tried_again(
    nordet: Unit, claire: Person, listener: Listener
) -> None:
    source = make_source(unit=nordet, by=claire, address="ws://127.0.0.1:1")
    listener.look()
    deadline = time.monotonic() + 30

    while not listener.turn() and time.monotonic() < deadline:
        listener.rest(0.05)

    position = Position.objects.get(source=source)
    assert (position.health, position.trouble) == ("waiting", "connection_refused")
    assert position.retry_at is not None
    assert position.retry_at > now() - timedelta(seconds=1)


def test_a_paused_source_is_not_heard_and_a_changed_one_is_heard_elsewhere(
    nordet: Unit, claire: Person, servers: Servers, listener: Listener
) -> None:
    servers += [Jetstream(posts(1)), Jetstream(posts(1))]
    source = from_the_beginning(servers[0], nordet, claire)
    listener.look()
    Source.objects.filter(pk=source.pk).update(address=servers[1].url)
    listener.look()
    moved = listener.places[source.pk].ear.due.address
    Source.objects.filter(pk=source.pk).update(paused_at=now())
    listener.look()

    assert moved == servers[1].url
    assert listener.places == {}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_ear_that_breaks_says_so_and_is_replaced(
    nordet: Unit,
    claire: Person,
    servers: Servers,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_topic(unit=nordet, owner=claire)
    servers.append(Jetstream(posts(3)))
    source = from_the_beginning(servers[0], nordet, claire)
    broken: list[bool] = []

    def given_by(*told: Any, **named: Any) -> Iterator[Any]:
        if not broken:
            broken.append(True)
            raise RuntimeError("can't start new thread")
        yield from ears.given_by(*told, **named)

    monkeypatch.setattr(listener_module, "given_by", given_by)
    listener.look()
    ear = listener.places[source.pk].ear
    ear.join(timeout=30)
    while not listener.turn():
        listener.rest(0.05)
    trouble = Position.objects.values_list("trouble", "told").get(source=source)

    turns(listener, until=3)

    assert trouble == ("broken", "RuntimeError: can't start new thread")
    assert listener.places[source.pk].ear is not ear
    assert Position.objects.get(source=source).health == "ok"


def test_a_place_is_tried_again_when_its_page_says_over_a_restart_too(
    nordet: Unit, claire: Person, servers: Servers, listener: Listener
) -> None:
    make_topic(unit=nordet, owner=claire)
    servers.append(Jetstream(posts(1)))
    source = from_the_beginning(servers[0], nordet, claire)
    Position.objects.filter(source=source).update(retry_at=now() + timedelta(hours=1))
    listener.look()
    listener.rest(1.5)
    waited = listener.turn()

    Position.objects.filter(source=source).update(retry_at=None)
    turns(listener, until=1)

    assert waited == 0
