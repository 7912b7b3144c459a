from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Sum

from gouvernail.foundation.models import OutboxEvent
from gouvernail.kernel.queries import parse
from gouvernail.ledger.models import Leaf
from gouvernail.listening.actions import take_in
from gouvernail.listening.actions.counting import quarter_of
from gouvernail.listening.models import (
    Daily,
    Hourly,
    Mention,
    Position,
    Quarter,
    Source,
    TermDay,
    Topic,
    TopicMention,
    Unheard,
)
from gouvernail.listening.queries.names import author_digest
from gouvernail.listening.queries.previews import preview
from gouvernail.networks.contract.heard import What
from gouvernail.people.models import Person, Unit
from tests.make.listening import NOON, batch, heard, make_source, make_topic
from tests.make.registry import make_account, make_connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(nordet: Unit, claire: Person) -> Topic:
    return make_topic(unit=nordet, owner=claire)


@pytest.fixture
def source(nordet: Unit, claire: Person) -> Source:
    return make_source(unit=nordet, by=claire)


def test_what_a_topic_matches_is_kept_counted_and_found_again(topic: Topic, source: Source) -> None:
    given = batch(heard(1), heard(2, "Rien à voir"), heard(3, "nordet @lea !"), cursor="77")

    taken = take_in(source_id=source.pk, batch=given, at=NOON)

    assert (taken.new, taken.matched) == (2, 2)
    first = Mention.objects.get(key__endswith="/1")
    assert (first.lang, first.sentiment) == ("fr", "negative")
    assert TopicMention.objects.filter(topic=topic).count() == 2
    for table in (Hourly, Daily, Quarter):
        assert table.objects.filter(topic=topic).aggregate(total=Sum("count"))["total"] == 2
    assert Quarter.objects.get().start == quarter_of(NOON - timedelta(minutes=5))
    assert set(TermDay.objects.values_list("term", "count")) == {("nordet", 2), ("panne", 1)}
    position = Position.objects.get(source=source)
    assert (position.cursor, position.heard, position.kept) == ("77", 3, 2)
    assert (position.health, position.heard_at) == ("ok", NOON)


def test_a_batch_taken_in_twice_changes_nothing(topic: Topic, source: Source) -> None:
    given = batch(heard(1), heard(1), heard(2))
    take_in(source_id=source.pk, batch=given, at=NOON)
    entries = Leaf.objects.count()

    again = take_in(source_id=source.pk, batch=given, at=NOON + timedelta(minutes=1))

    assert (again.new, again.known) == (0, 3)
    assert Mention.objects.count() == 2
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 2
    assert Leaf.objects.count() == entries


def test_a_batch_is_all_in_or_not_at_all(
    topic: Topic, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("gouvernail.listening.actions.taking.note_heard", fails)

    with pytest.raises(OSError, match="full"):
        take_in(source_id=source.pk, batch=batch(heard(1)), at=NOON)

    assert not Mention.objects.exists()
    assert not Hourly.objects.exists()


def test_the_same_words_and_reposts_are_folded_into_the_first(topic: Topic, source: Source) -> None:
    words = "Le Nordet ferme la ligne trois ce soir à vingt heures"
    first, copied = heard(1, words), heard(2, words.upper())
    passed = heard(3, "", what=What.REPOST, quoted_id=first.remote_id)
    stranger = heard(4, "", what=What.REPOST, quoted_id="at://did:plc:x/app.bsky.feed.post/9")
    take_in(source_id=source.pk, batch=batch(first), at=NOON)

    taken = take_in(source_id=source.pk, batch=batch(copied, passed, stranger), at=NOON)

    original = Mention.objects.get(key=first.key)
    assert taken.new == 2
    assert original.repeats == 2
    assert set(original.repeated.values_list("what", flat=True)) == {"post", "repost"}
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 3


def test_what_its_author_deletes_loses_its_words_here_too(topic: Topic, source: Source) -> None:
    post = heard(1)
    take_in(source_id=source.pk, batch=batch(post), at=NOON)
    gone = replace(post, what=What.DELETE, text="")

    taken = take_in(source_id=source.pk, batch=batch(gone, heard(9, "", what=What.DELETE)), at=NOON)

    mention = Mention.objects.get()
    assert taken.withdrawn == 1
    assert (mention.text, mention.url, mention.withdrawn_at) == ("", "", NOON)
    assert mention.author_key.startswith("gone:")
    assert mention.key.startswith("gone:")


def test_a_post_deleted_in_the_batch_it_came_in_keeps_no_words(
    topic: Topic, source: Source
) -> None:
    post = heard(1)
    gone = replace(post, what=What.DELETE, text="")

    take_in(source_id=source.pk, batch=batch(post, gone), at=NOON)

    assert not Mention.objects.exclude(text="").exists()


def test_an_edited_post_is_matched_again_and_counted_once(topic: Topic, source: Source) -> None:
    post = heard(1)
    take_in(source_id=source.pk, batch=batch(post), at=NOON)
    edited = replace(post, what=What.EDIT, text="Le Nordet est réparé, merci !")

    take_in(source_id=source.pk, batch=batch(edited), at=NOON)

    mention = Mention.objects.get()
    assert mention.text.startswith("Le Nordet est réparé")
    assert mention.edited_at == NOON
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 1


def test_an_edit_that_names_one_of_our_accounts_is_announced_with_its_links(
    nordet: Unit, topic: Topic, source: Source
) -> None:
    account = make_account(unit=nordet, network="bluesky", handle="nordet.example")
    post = heard(1)
    take_in(source_id=source.pk, batch=batch(post), at=NOON)
    edited = replace(
        post, what=What.EDIT, urls=("https://presse.example/",), mentions=("nordet.example",)
    )

    taken = take_in(source_id=source.pk, batch=batch(edited), at=NOON)

    mention = Mention.objects.get()
    assert (mention.account, mention.urls) == (account, ["https://presse.example/"])
    (event,) = OutboxEvent.objects.filter(topic="listening.mentions")
    assert event.payload["ids"] == [str(mention.pk)]
    assert (taken.new, taken.changed) == (0, 1)
    assert Leaf.objects.filter(verb="source.heard").count() == 2


def test_what_somebody_brings_is_entered_under_their_name(
    topic: Topic, source: Source, claire: Person
) -> None:
    take_in(source_id=source.pk, batch=batch(heard(1)), at=NOON, by=claire)

    assert Leaf.objects.get(verb="source.heard").actor_ref == str(claire.pk)


def test_somebody_who_passes_a_post_on_counts_once_and_we_never(
    nordet: Unit, claire: Person, topic: Topic, source: Source
) -> None:
    account = make_account(unit=nordet, network="bluesky", handle="nordet.example")
    make_connection(account=account, by=claire, remote_id="did:plc:ours")
    post = heard(1)
    told = {"what": What.REPOST, "quoted_id": post.remote_id}
    passed, again = (heard(each, "", author_id="did:plc:fan", **told) for each in (2, 3))
    ours = heard(4, "", author_id="did:plc:ours", **told)
    take_in(source_id=source.pk, batch=batch(post, passed, ours), at=NOON)
    undone = replace(passed, what=What.DELETE)
    take_in(source_id=source.pk, batch=batch(undone), at=NOON)

    take_in(source_id=source.pk, batch=batch(again), at=NOON)

    assert Mention.objects.filter(what="repost").count() == 1
    assert Hourly.objects.aggregate(total=Sum("count"))["total"] == 2


def test_an_account_of_another_server_that_bears_our_number_is_a_stranger(
    nordet: Unit, claire: Person, topic: Topic, source: Source
) -> None:
    account = make_account(unit=nordet, network="mastodon", handle="nordet")
    make_connection(
        account=account,
        by=claire,
        service_url="https://pouet.example",
        remote_id="1",
        remote_handle="nordet",
    )
    told = {"network": "mastodon", "author_id": "1", "parent_id": "9"}
    ours = heard(1, origin="pouet.example", author_handle="nordet@pouet.example", **told)
    theirs = heard(2, origin="autre.example", author_handle="chef@autre.example", **told)

    take_in(source_id=source.pk, batch=batch(ours, theirs), at=NOON)

    assert dict(Mention.objects.values_list("author_key", "is_own")) == {
        "nordet@pouet.example": True,
        "chef@autre.example": False,
    }


@pytest.mark.parametrize("hidden", ["is_private", "is_hidden", "withdrawn_at"])
def test_words_are_folded_below_no_mention_that_others_cannot_read(
    topic: Topic, source: Source, hidden: str
) -> None:
    words = "Le Nordet ferme la ligne trois ce soir à vingt heures"
    take_in(source_id=source.pk, batch=batch(heard(1, words)), at=NOON)
    Mention.objects.update(**{hidden: NOON if hidden == "withdrawn_at" else True})

    take_in(source_id=source.pk, batch=batch(heard(2, words)), at=NOON)

    assert not Mention.objects.exclude(repeat_of=None).exists()


def test_mentions_addressed_to_us_are_announced_fifty_at_a_time(
    nordet: Unit, source: Source
) -> None:
    make_account(unit=nordet, network="bluesky", handle="nordet.example")
    posts = [heard(number, mentions=("nordet.example",)) for number in range(60)]

    take_in(source_id=source.pk, batch=batch(*posts), at=NOON)

    told = OutboxEvent.objects.filter(topic="listening.mentions").values_list("payload", flat=True)
    assert [len(one["ids"]) for one in told] == [50, 10]


def test_what_comes_late_is_news_now_and_what_an_outage_held_back_is_counted_where_it_was_said(
    topic: Topic, source: Source
) -> None:
    take_in(source_id=source.pk, batch=batch(heard(1)), at=NOON)
    late = heard(2, posted_at=NOON - timedelta(minutes=40))
    take_in(source_id=source.pk, batch=batch(late), at=NOON)
    back = heard(3, posted_at=NOON + timedelta(minutes=20))
    take_in(source_id=source.pk, batch=batch(back), at=NOON + timedelta(hours=2))

    starts = Quarter.objects.order_by("start").values_list("start", flat=True)

    assert list(starts) == [NOON + timedelta(minutes=each) for each in (-15, 0, 15)]
    assert Hourly.objects.filter(hour=NOON - timedelta(hours=1)).get().count == 2


def test_what_answers_or_names_one_of_our_accounts_is_kept_and_announced(
    nordet: Unit, claire: Person, source: Source
) -> None:
    account = make_account(unit=nordet, network="bluesky", handle="nordet.example")
    make_connection(account=account, by=claire, remote_id="did:plc:ours")
    answer = heard(
        1, "Et alors ?", what=What.REPLY, parent_id="at://did:plc:ours/app.bsky.feed.post/1"
    )
    named = heard(2, "Bonjour", mentions=("did:plc:OURS",))
    own = heard(3, "Notre annonce", author_id="did:plc:ours")

    taken = take_in(source_id=source.pk, batch=batch(answer, named, own), at=NOON)

    assert set(Mention.objects.values_list("account_id", "is_own")) == {(account.pk, False)}
    (event,) = OutboxEvent.objects.filter(topic="listening.mentions")
    assert event.payload["ids"] == [str(key) for key in taken.ids]
    assert len(taken.ids) == 2


def test_what_was_told_to_us_alone_is_counted_nowhere(topic: Topic, source: Source) -> None:
    post = heard(1)

    take_in(source_id=source.pk, batch=batch(post), at=NOON, private=[post.key])

    assert Mention.objects.get().is_private
    assert not TopicMention.objects.exists()
    assert not Hourly.objects.exists()


def test_somebody_who_asked_not_to_be_kept_is_not_taken_in(
    topic: Topic, source: Source, claire: Person
) -> None:
    post = heard(1)
    Unheard.objects.create(
        network="bluesky",
        author_sha256=author_digest("bluesky", post.author_id),
        by=claire,
        at=NOON,
    )

    taken = take_in(source_id=source.pk, batch=batch(post, heard(2)), at=NOON)

    assert taken.new == 1


def test_a_batch_costs_the_same_statements_whatever_its_size(
    topic: Topic, source: Source, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    posts = [heard(number, f"Nordet numéro {number}") for number in range(60)]
    take_in(source_id=source.pk, batch=batch(heard(99)), at=NOON)

    with django_assert_max_num_queries(45):  # type: ignore[operator]  # a fixture that is a function
        take_in(source_id=source.pk, batch=batch(*posts), at=NOON)


@pytest.mark.parametrize("told", ["", "en", "fr-FR"])
def test_the_stream_hears_what_the_preview_of_a_language_finds(
    nordet: Unit, claire: Person, source: Source, told: str
) -> None:
    topic = make_topic(unit=nordet, owner=claire, query="nordet AND lang:fr")
    other = make_topic(unit=nordet, owner=claire, query="nordet AND NOT lang:fr")
    text = "Le Nordet est en panne depuis ce matin, et personne ne répond au téléphone"

    take_in(source_id=source.pk, batch=batch(heard(1, text, lang=told)), at=NOON)

    assert Mention.objects.get().lang == "fr"
    assert list(TopicMention.objects.values_list("topic_id", flat=True)) == [topic.pk]
    for one in (topic, other):
        found = preview(parse(one.query), viewer=claire).found
        assert found == TopicMention.objects.filter(topic=one).count()


def test_an_author_without_a_handle_is_found_by_the_same_name_live_and_later(
    nordet: Unit, claire: Person, source: Source
) -> None:
    make_topic(unit=nordet, owner=claire, query="nordet from:did:plc:someone1")

    take_in(source_id=source.pk, batch=batch(heard(1)), at=NOON)

    found = preview(parse("from:did:plc:someone1"), viewer=claire).found
    assert found == TopicMention.objects.count()
