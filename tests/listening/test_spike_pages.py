"""Spikes as pages: who is told, the card in words, the verdict, how sensitive a topic is."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.foundation.models import OutboxEvent
from gouvernail.listening.models import Quarter, Spike, Topic
from gouvernail.listening.tasks.telling import tell_of_spike
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from tests.make.listening import NOON, make_mention, make_source, make_spike, make_topic
from tests.make.teams import make_team


def test_whoever_follows_the_topic_and_the_crisis_team_are_told_once(
    karim: Person, hugo: Person, ines: Person, energy: Unit, care: Unit
) -> None:
    make_team(hugo, unit=energy, duty="crisis")
    make_team(ines, unit=care, duty="crisis")
    spike = make_spike(topic=make_topic(unit=energy, owner=karim))
    told = OutboxEvent(payload={"spike_id": str(spike.pk), "what": "opened"})

    for _again in range(2):
        tell_of_spike(told, NOON)
    tell_of_spike(OutboxEvent(payload=told.payload | {"what": "grown"}), NOON)

    rows = Notification.objects.filter(kind="spike.opened")
    assert {row.person_id for row in rows} == {karim.pk, hugo.pk}
    assert rows.count() == 2


def test_the_card_says_what_rises_and_keeps_what_was_said_of_it(
    client: Client, karim: Person, odile: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    seen = make_mention(
        source=make_source(unit=energy, by=karim), topic=topic, text="Tout est noir"
    )
    spike = make_spike(topic=topic, examples=[str(seen.pk), "gone"])
    url = reverse("listening:spike-acknowledge", args=[spike.pk])
    client.force_login(karim)

    page = client.get(reverse("listening:spike-detail", args=[spike.pk])).text
    wrong = client.post(url, {"verdict": "maybe"})
    client.post(url, {"verdict": "noise"})
    listed = client.get(reverse("listening:spike-list")).text

    for said in ("severity 6 of 10", "42", "3.5 times", "Tout est noir", "compteur (9)"):
        assert said in page
    assert wrong.status_code == 422
    assert "nothing to it" in listed
    assert (
        client.get(reverse("listening:spike-list"), {"state": "unseen"}).context["page"].rows == []
    )
    client.force_login(odile)
    assert client.post(url, {"verdict": "real"}).status_code == 403
    assert Spike.objects.get().verdict == "noise"


def test_each_sensitivity_says_how_often_it_would_have_woken(
    client: Client, karim: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    start = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=3)
    for place in range(200):
        count = 60 if place in (150, 151) else 2 + place % 2
        Quarter.objects.create(
            topic=topic, start=start + place * timedelta(minutes=15), count=count
        )
    url = reverse("listening:topic-tune", args=[topic.pk])
    client.force_login(karim)

    page = client.get(url)
    client.post(url, {"sensitivity": "low"})

    assert [len(one.alerts) for one in page.context["tried"]] == [1, 1, 1]
    assert "You would have been woken 1 time." in page.text
    assert Topic.objects.get().sensitivity == "low"
    assert client.post(url, {"sensitivity": "extreme"}).status_code == 422
