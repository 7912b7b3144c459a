from datetime import timedelta

import pytest
from django.db.models import Sum

from gouvernail.listening.actions import backfill_topic, take_in, topics_to_backfill
from gouvernail.listening.actions.keeping import (
    erase_notes,
    prune_terms,
    stop_hearing,
    sweep_mentions,
)
from gouvernail.listening.errors import MentionNotFoundError
from gouvernail.listening.models import Hourly, Mention, Note, Source, TermDay, TopicMention
from gouvernail.listening.tasks import look_through_the_past
from gouvernail.people.models import Person, Unit
from tests.make.listening import NOON, batch, heard, make_source, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(nordet: Unit, claire: Person) -> Source:
    return make_source(unit=nordet, by=claire, kind="feed", address="https://feed.example/rss")


def test_a_new_topic_is_looked_for_in_what_was_kept_once(
    nordet: Unit, claire: Person, feed: Source
) -> None:
    posts = [heard(each, f"Le tramway numéro {each}") for each in range(7)]
    take_in(source_id=feed.pk, batch=batch(*posts, heard(8, "Autre chose")), at=NOON)
    topic = make_topic(unit=nordet, owner=claire, query="tramway")

    while backfill_topic(topic.pk, at=NOON, chunk=3) is not None:
        pass
    look_through_the_past(NOON)

    assert TopicMention.objects.filter(topic=topic).count() == 7
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 7
    assert topics_to_backfill() == []


def test_mentions_go_when_their_longest_time_is_over_and_their_sums_stay(
    nordet: Unit, claire: Person, feed: Source
) -> None:
    make_topic(unit=nordet, owner=claire, query="tramway", retention="month")
    make_topic(unit=nordet, owner=claire, query="grève", retention="year")
    texts = ("Le tramway", "La grève du tramway", "Autre chose")
    posts = [heard(each, text) for each, text in enumerate(texts)]
    take_in(source_id=feed.pk, batch=batch(*posts), at=NOON)
    Note.objects.create(
        mention=Mention.objects.get(text="Le tramway"), text="!", by=claire, at=NOON
    )

    kept_a_month = sweep_mentions(at=NOON + timedelta(days=30))
    after_a_month = sweep_mentions(at=NOON + timedelta(days=40))

    assert (kept_a_month, after_a_month) == (0, 2)
    assert Mention.objects.get().text == "La grève du tramway"
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 3


def test_somebody_outside_who_asks_is_forgotten_and_not_heard_again(
    nordet: Unit, claire: Person, karim: Person, feed: Source
) -> None:
    first = heard(
        1, "Le tramway est en retard", author_id="did:plc:asks", author_handle="lea.example"
    )
    take_in(source_id=feed.pk, batch=batch(first), at=NOON)
    mention = Mention.objects.get()
    with pytest.raises(MentionNotFoundError):
        stop_hearing(mention.pk, reason="", by=karim, at=NOON)

    stop_hearing(mention.pk, reason="Asked by letter", by=claire, at=NOON)
    again = take_in(
        source_id=feed.pk, batch=batch(heard(2, "Encore", author_id="did:plc:asks")), at=NOON
    )

    mention.refresh_from_db()
    assert (mention.text, mention.author_handle, again.new) == ("", "", 0)


def test_notes_of_somebody_erased_are_emptied_once(claire: Person, feed: Source) -> None:
    take_in(source_id=feed.pk, batch=batch(heard(1)), at=NOON)
    Note.objects.create(mention=Mention.objects.get(), text="À suivre", by=claire, at=NOON)

    counted = [erase_notes(person_id=claire.pk, at=NOON) for _ in range(2)]

    assert counted == [1, 0]
    assert Note.objects.get().text == ""


def test_the_rarest_words_of_a_day_that_is_over_are_dropped(nordet: Unit, claire: Person) -> None:
    topic = make_topic(unit=nordet, owner=claire)
    TermDay.objects.bulk_create(
        TermDay(topic=topic, day=NOON.date(), term=f"mot{each}", count=1 + each % 50)
        for each in range(310)
    )

    assert prune_terms(at=NOON) == 0
    assert prune_terms(at=NOON + timedelta(days=1)) == 10
