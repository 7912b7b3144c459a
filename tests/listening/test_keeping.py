from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum

from gouvernail.foundation.actions import in_action
from gouvernail.kernel.queries import Document, Prepared, prepare
from gouvernail.listening.actions import (
    backfill_topic,
    backfilling,
    take_in,
    topics_to_backfill,
)
from gouvernail.listening.actions.keeping import (
    erase_notes,
    prune_terms,
    stop_hearing,
    sweep_mentions,
)
from gouvernail.listening.actions.topics import TopicFacts, edit_topic
from gouvernail.listening.errors import MentionNotFoundError
from gouvernail.listening.models import (
    Daily,
    Hourly,
    Mention,
    Note,
    Quarter,
    Rhythm,
    Source,
    Spike,
    TermDay,
    Topic,
    TopicMention,
)
from gouvernail.listening.tasks import look_for_spikes, look_through_the_past
from gouvernail.people.models import Person, Unit
from tests.make.listening import NOON, batch, heard, make_source, make_spike, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(nordet: Unit, claire: Person) -> Source:
    return make_source(unit=nordet, by=claire, kind="feed", address="https://feed.example/rss")


def test_a_new_topic_is_looked_for_in_what_was_kept_once(
    nordet: Unit, claire: Person, feed: Source
) -> None:
    posts = [heard(each, f"Le tramway numéro {each}") for each in range(7)]
    take_in(source_id=feed.pk, batch=batch(*posts, heard(8, "Autre chose")), at=NOON)
    topic = make_topic(unit=nordet, owner=claire, query="tramway", backfilled_to=None)

    while backfill_topic(topic.pk, at=NOON, chunk=3) is not None:
        pass
    look_through_the_past(NOON)

    assert TopicMention.objects.filter(topic=topic).count() == 7
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 7
    assert topics_to_backfill() == []


def test_the_past_is_looked_through_outside_any_transaction_and_found_late_when_it_changed(
    nordet: Unit, claire: Person, feed: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [heard(each, "Le tramway", posted_at=NOON) for each in range(5)]
    take_in(source_id=feed.pk, batch=batch(*posts), at=NOON)
    topic = make_topic(unit=nordet, owner=claire, query="tramway", backfilled_to=None)
    seen = []

    def changes(rows: Iterable[Document]) -> list[Prepared]:
        seen.append(in_action())
        Topic.objects.filter(pk=topic.pk).update(query="grève")
        return prepare(rows)

    monkeypatch.setattr(backfilling, "prepare", changes)

    assert backfill_topic(topic.pk, at=NOON, chunk=2) == 0
    assert seen == [False]
    assert not TopicMention.objects.exists()


def test_another_query_takes_away_what_the_former_one_found_and_looks_again(
    nordet: Unit, claire: Person, feed: Source
) -> None:
    topic = make_topic(unit=nordet, owner=claire, query="tramway")
    texts = ("Le tramway", "La grève", "La grève du tramway")
    posts = [heard(each, text) for each, text in enumerate(texts)]
    take_in(source_id=feed.pk, batch=batch(*posts), at=NOON)
    make_spike(topic=topic)
    Rhythm.objects.create(topic=topic, until=NOON)
    facts = TopicFacts(name_fr="Grève", query="grève")
    edit_topic(topic.pk, facts=facts, unit_id=nordet.pk, by=claire, at=NOON)
    take_in(source_id=feed.pk, batch=batch(heard(9, "Une grève")), at=NOON)

    look_for_spikes(NOON)
    look_through_the_past(NOON)

    about = TopicMention.objects.values_list("mention__text", flat=True)
    assert set(about) == {"La grève", "La grève du tramway", "Une grève"}
    for sums in (Hourly, Daily, Quarter):
        assert sums.objects.aggregate(total=Sum("count"))["total"] == 3
    assert not TermDay.objects.filter(term="tramway", count__gt=1).exists()
    assert Spike.objects.get().until is not None
    assert not Rhythm.objects.exists()


def test_a_shorter_time_counts_for_what_is_kept_already_and_a_longer_one_too(
    nordet: Unit, claire: Person, feed: Source
) -> None:
    topic = make_topic(unit=nordet, owner=claire, query="tramway", retention="year")
    take_in(source_id=feed.pk, batch=batch(heard(1, "Le tramway")), at=NOON)

    def kept_for(retention: str) -> int:
        facts = TopicFacts(name_fr="Tramway", query="tramway", retention=retention)
        edit_topic(topic.pk, facts=facts, unit_id=nordet.pk, by=claire, at=NOON)
        look_through_the_past(NOON)
        mention = Mention.objects.get()
        assert mention.keep_until is not None
        return (mention.keep_until - mention.posted_at).days

    assert [kept_for(each) for each in ("month", "long", "year")] == [31, 1096, 396]


def test_looking_for_what_is_over_reads_no_mention_that_is_kept(
    nordet: Unit, claire: Person, feed: Source, django_assert_num_queries: Any
) -> None:
    make_topic(unit=nordet, owner=claire, query="tramway", retention="year")
    take_in(source_id=feed.pk, batch=batch(heard(1, "Le tramway")), at=NOON)

    with django_assert_num_queries(1):
        assert sweep_mentions(at=NOON + timedelta(days=300)) == 0


def test_words_of_a_past_looked_through_late_are_pruned_too(
    nordet: Unit, claire: Person, feed: Source
) -> None:
    topic = make_topic(unit=nordet, owner=claire, query="tramway", backfilled_to=None)
    long_ago = NOON - timedelta(days=90)
    TermDay.objects.bulk_create(
        TermDay(topic=topic, day=long_ago.date(), term=f"mot{each}", count=1) for each in range(310)
    )

    look_through_the_past(NOON)

    assert TermDay.objects.count() == 300


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
    once = sweep_mentions(at=NOON + timedelta(days=40))

    assert (kept_a_month, after_a_month, once) == (0, 2, 0)
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
    assert "asks" not in f"{mention.key} {mention.author_key} {mention.url}"


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
