"""What somebody takes back, or asks us to forget, leaves every place that held it."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from gouvernail.ledger.models import Leaf
from gouvernail.listening.actions import take_in
from gouvernail.listening.actions.keeping import erase_notes, stop_hearing, sweep_mentions
from gouvernail.listening.errors import AuthorUnknownError
from gouvernail.listening.models import Handling, Mention, OtherName, Source, Topic, Unheard
from gouvernail.networks.contract.heard import Heard, What
from gouvernail.people.models import Person, Unit
from tests.make.listening import NOON, batch, heard, make_mention, make_source, make_topic
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
WORDS = "Le Nordet ferme la ligne trois ce soir à vingt heures"
WHO = {"author_handle": "lea.example", "author_name": "Léa", "url": "https://x.example/lea/1"}


@pytest.fixture
def topic(nordet: Unit, claire: Person) -> Topic:
    return make_topic(unit=nordet, owner=claire)


@pytest.fixture
def source(nordet: Unit, claire: Person, topic: Topic) -> Source:
    return make_source(unit=nordet, by=claire)


def gone_of(post: Heard) -> Heard:
    """Return what a network says when a post is deleted."""
    return replace(post, what=What.DELETE, text="")


def toot(number: int, text: str = WORDS, *, host: str = "pouet.example", **fields: object) -> Heard:
    """One status of Mastodon, as one server numbers it."""
    told: dict[str, object] = {
        "network": "mastodon",
        "origin": host,
        "remote_id": str(number),
        "author_id": str(number),
        "author_handle": f"ana{number}@pouet.example",
    }
    return heard(number, text, **{**told, **fields})


def everything_kept() -> str:
    """Return all that the tables say of mentions."""
    names = list(OtherName.objects.values_list("key", flat=True))
    return str([list(Mention.objects.values()), names, list(Unheard.objects.values())])


def test_what_its_author_deletes_leaves_no_name_and_is_known_when_it_comes_again(
    source: Source,
) -> None:
    post = heard(1, WORDS, **WHO)
    take_in(source_id=source.pk, batch=batch(post), at=NOON)
    take_in(source_id=source.pk, batch=batch(gone_of(post)), at=NOON)

    again = take_in(source_id=source.pk, batch=batch(post, gone_of(post)), at=NOON)

    assert (again.new, again.withdrawn, Mention.objects.count()) == (0, 0, 1)
    for word in ("someone1", "lea.example", "Léa", "x.example", "Nordet"):
        assert word not in everything_kept()


def test_the_key_of_what_was_said_to_us_goes_once_its_conversation_has_followed(
    nordet: Unit, source: Source
) -> None:
    make_account(unit=nordet, network="bluesky", handle="nordet.example")
    post = heard(1, mentions=("nordet.example",))
    take_in(source_id=source.pk, batch=batch(post), at=NOON)
    take_in(source_id=source.pk, batch=batch(gone_of(post)), at=NOON)
    sweep_mentions(at=NOON)
    while_it_follows = Mention.objects.get().key

    sweep_mentions(at=NOON + timedelta(days=3))
    again = take_in(source_id=source.pk, batch=batch(post), at=NOON + timedelta(days=3))

    assert while_it_follows == post.key
    assert "someone1" not in everything_kept()
    assert again.new == 0


def test_words_taken_back_leave_reposts_and_the_first_who_said_them_too_stands_for_the_rest(
    source: Source,
) -> None:
    first, second, third = heard(1, WORDS), heard(2, WORDS.upper()), heard(3, WORDS)
    passed = heard(4, "", what=What.REPOST, quoted_id=first.remote_id)
    take_in(source_id=source.pk, batch=batch(first, second, third, passed), at=NOON)

    late = heard(5, "", what=What.REPOST, quoted_id=first.remote_id)
    take_in(source_id=source.pk, batch=batch(gone_of(first), late), at=NOON)

    kept = {one.author_key: one for one in Mention.objects.filter(withdrawn_at=None)}
    stands = kept["did:plc:someone2"]
    assert set(kept) == {f"did:plc:someone{number}" for number in (2, 3, 4)}
    assert (kept["did:plc:someone4"].text, stands.repeat_of_id, stands.repeats) == ("", None, 1)
    assert kept["did:plc:someone3"].repeat_of_id == stands.pk
    assert Mention.objects.exclude(withdrawn_at=None).get().repeats == 1


@pytest.mark.parametrize(
    ("network", "was"), [("bluesky", "did:plc:someone1"), ("mastodon", "pouet.example/1")]
)
def test_who_objected_before_digests_had_a_key_is_still_not_kept(
    source: Source, claire: Person, network: str, was: str
) -> None:
    digest = sha256(f"{network}\n{was}".encode()).hexdigest()
    Unheard.objects.create(network=network, author_sha256=digest, by=claire, at=NOON)
    post = toot(1) if network == "mastodon" else heard(1, WORDS)

    told = take_in(source_id=source.pk, batch=batch(post), at=NOON)

    assert (told.new, Mention.objects.count()) == (0, 0)


def test_who_asks_is_forgotten_under_a_digest_that_nobody_can_guess(
    source: Source, claire: Person
) -> None:
    first, second = heard(1, WORDS, **WHO), heard(2, "Le Nordet", author_id="did:plc:someone1")
    take_in(source_id=source.pk, batch=batch(first, second), at=NOON)
    told: dict[str, Any] = {"reason": "Asked by letter", "by": claire, "at": NOON}
    mention = Mention.objects.get(key=first.key)

    unheard = stop_hearing(mention.pk, **told)

    assert stop_hearing(mention.pk, **told) == unheard
    assert "someone1" not in everything_kept()
    assert not Mention.objects.exclude(text="", url="").exists()
    journal = b"".join(bytes(one) for one in Leaf.objects.values_list("leaf", flat=True))
    assert unheard.author_sha256.encode() not in journal


def test_a_changed_key_of_the_site_forgets_nobody_who_asked(
    source: Source, claire: Person, settings: pytest.FixtureRequest
) -> None:
    post = heard(1)
    take_in(source_id=source.pk, batch=batch(post), at=NOON)
    stop_hearing(Mention.objects.get().pk, reason="", by=claire, at=NOON)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]  # of Django
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]

    taken = take_in(
        source_id=source.pk, batch=batch(post, heard(2, author_id=post.author_id)), at=NOON
    )

    assert taken.new == 0


@pytest.mark.parametrize("kind", ["feed", "jetstream"], ids=["a site", "nobody known"])
def test_a_whole_site_is_not_silenced_for_one_of_its_authors(
    nordet: Unit, claire: Person, kind: str
) -> None:
    place = make_source(unit=nordet, by=claire, kind=kind)
    author = "presse.example" if kind == "feed" else ""
    told: dict[str, Any] = {"network": "web" if kind == "feed" else "bluesky", "author_key": author}
    mention, _other = (make_mention(source=place, **told) for _ in range(2))

    with pytest.raises(AuthorUnknownError):
        stop_hearing(mention.pk, reason="", by=claire, at=NOON)

    assert Mention.objects.filter(withdrawn_at=None).count() == 2


def test_who_is_forgotten_is_so_on_every_server_and_in_what_others_pass_on(
    source: Source, claire: Person
) -> None:
    take_in(source_id=source.pk, batch=batch(toot(1)), at=NOON)
    stop_hearing(Mention.objects.get().pk, reason="", by=claire, at=NOON)
    elsewhere = toot(7, host="autre.example", author_handle="Ana1@pouet.example")
    boost = toot(8, what=What.REPOST, quoted_id="9", quoted_author="ana1@pouet.example")
    quoting = toot(10, what=What.QUOTE, quoted_id="9")

    taken = take_in(source_id=source.pk, batch=batch(elsewhere, boost, quoting), at=NOON)

    assert taken.new == 1
    assert Mention.objects.get(withdrawn_at=None).author_key == "ana10@pouet.example"


def test_one_toot_heard_through_two_servers_is_one_mention_and_leaves_by_either(
    source: Source,
) -> None:
    address = "https://pouet.example/users/ana1/statuses/1"
    here, there = toot(1, uri=address), toot(44, host="autre.example", uri=address)
    take_in(source_id=source.pk, batch=batch(here), at=NOON)

    heard_twice = take_in(source_id=source.pk, batch=batch(there), at=NOON)
    answer = toot(45, "Et alors, Nordet ?", host="autre.example", parent_id="44")
    take_in(source_id=source.pk, batch=batch(answer), at=NOON)
    kept = Mention.objects.get(key="autre.example/45")
    left = take_in(source_id=source.pk, batch=batch(gone_of(there)), at=NOON)
    back = take_in(source_id=source.pk, batch=batch(here, there), at=NOON)

    assert (heard_twice.new, heard_twice.known) == (0, 1)
    assert kept.parent_key == kept.root_key == "pouet.example/1"
    assert (left.withdrawn, back.new) == (1, 0)
    assert "statuses/1" not in everything_kept()


def test_why_somebody_erased_set_mentions_aside_or_had_people_forgotten_is_emptied(
    source: Source, claire: Person
) -> None:
    mention = make_mention(source=source)
    Handling.objects.create(mention=mention, hidden_by=claire, hidden_at=NOON, hidden_reason="Ami")
    stop_hearing(mention.pk, reason="Une lettre de Léa", by=claire, at=NOON)

    counted = [erase_notes(person_id=claire.pk, at=NOON) for _ in range(2)]

    assert counted == [2, 0]
    assert (Handling.objects.get().hidden_reason, Unheard.objects.get().reason) == ("", "")
