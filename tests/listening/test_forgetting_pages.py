"""Somebody outside asks not to be kept: forgotten by a page, named nowhere, listened to again."""

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.ledger.queries import timeline
from gouvernail.listening.actions import take_in
from gouvernail.listening.models import Mention, TermDay, Unheard
from gouvernail.listening.queries.cards import card_of
from gouvernail.people.models import Person, Unit
from tests.make.listening import (
    NOON,
    batch,
    heard,
    make_mention,
    make_source,
    make_spike,
    make_topic,
)

pytestmark = pytest.mark.django_db


def test_somebody_is_forgotten_from_a_mention_and_listened_to_again(
    client: Client, claire: Person, karim: Person, energy: Unit
) -> None:
    source = make_source(unit=energy, by=karim)
    make_topic(unit=energy, owner=karim)
    take_in(source_id=source.pk, batch=batch(heard(1, url="https://bsky.app/x")), at=NOON)
    mention = Mention.objects.get()
    url = reverse("listening:mention-forget", args=[mention.pk])
    detail = reverse("listening:mention-detail", args=[mention.pk])
    client.force_login(karim)
    assert client.get(url).status_code == 403
    assert url not in client.get(detail).text
    client.force_login(claire)
    assert url in client.get(detail).text

    client.post(url, {"reason": "par lettre", "sure": "1"})
    page = client.get(detail).text
    again = take_in(
        source_id=source.pk, batch=batch(heard(1), heard(1, remote_id="at://2")), at=NOON
    )
    listed = client.get(reverse("listening:unheard-list")).text
    unheard = Unheard.objects.get()
    client.post(reverse("listening:unheard-end", args=[unheard.pk]))
    after = take_in(source_id=source.pk, batch=batch(heard(1, remote_id="at://3")), at=NOON)

    assert "asked not to be kept" in page
    assert "Open where it was said" not in page
    assert again.new == 0
    assert "par lettre" in listed
    assert "did:plc" not in listed
    assert after.new == 1
    verbs = [one.verb for one in timeline("unheard_author", unheard.pk).events]
    assert sorted(verbs) == ["unheard_author.added", "unheard_author.ended"]


def test_a_card_names_nobody_and_shows_the_names_that_are_still_kept(
    client: Client, claire: Person, energy: Unit
) -> None:
    source, topic = make_source(unit=energy, by=claire), make_topic(unit=energy, owner=claire)
    for number in range(3):
        make_mention(source=source, topic=topic, posted_at=NOON, author_key=f"did:{number // 2}")
    card = card_of(topic, since=NOON, until=NOON.replace(hour=13))
    spike = make_spike(topic=topic)
    spike.card = spike.card | {"authors": card["authors"]}
    spike.save()
    client.force_login(claire)
    url = reverse("listening:spike-detail", args=[spike.pk])

    before = client.get(url).text
    Mention.objects.update(author_handle="", author_name="", withdrawn_at=NOON)
    after = client.get(url).text

    assert "lea.example" not in str(card)
    assert [number for _key, number in card["authors"]] == [2, 1]
    assert "lea.example (2)" in before
    assert "lea.example" not in after


def test_words_that_name_somebody_are_not_counted(karim: Person, energy: Unit) -> None:
    make_topic(unit=energy, owner=karim)
    source = make_source(unit=energy, by=karim)

    take_in(
        source_id=source.pk, batch=batch(heard(1, "Le Nordet de @lea.example, #panne")), at=NOON
    )

    terms = set(TermDay.objects.values_list("term", flat=True))
    assert "#panne" in terms
    assert not any(term.startswith("@") for term in terms)
