"""Listening to Jetstream: every post is told once by its key, whatever the line does."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gouvernail.egress import Policy, Sockets
from gouvernail.networks.bluesky.jetstream import Decoder, address, decode
from gouvernail.networks.contract.heard import Batch, Heard, Named, Odd, Passed, What
from gouvernail.networks.hearing import Gathering, gather
from tests.servers.jetstream import START, Faults, Jetstream, Made, made_post, recorded_posts

LOOPBACK = Policy(allowed_hosts=frozenset({"127.0.0.1"}), timeout_seconds=5)
DATA = Path(os.environ.get("GOUVERNAIL_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
Serving = Callable[..., Jetstream]


@pytest.fixture
def serving() -> Iterator[Serving]:
    servers: list[Jetstream] = []

    def start(events: list[Made], faults: Faults | None = None) -> Jetstream:
        servers.append(Jetstream(events, faults=faults))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def listen(server: Jetstream, cursor: str = "1", *, most: int = 500) -> Batch:
    """Connect at a cursor, take one batch, leave."""
    with Sockets(LOOPBACK).open(address(server.url, cursor=cursor)) as socket:
        return gather(socket, Decoder(cursor).take, cursor=cursor, most=most)


def listen_to_the_end(server: Jetstream, last: Made) -> tuple[list[Heard], int, int]:
    """Go on from cursor to cursor until the last event is heard; also connections and oddities."""
    heard: list[Heard] = []
    cursor, odd = "1", 0
    for connections in range(1, 60):
        batch = listen(server, cursor)
        heard += batch.heard
        odd += sum(batch.odd.values())
        cursor = batch.cursor
        if int(cursor) >= last["time_us"] and not batch.ended:
            return heard, connections, odd
    raise AssertionError(f"the last event never came; stopped at {cursor}")


def event(record: Made) -> Heard:
    told = made_post(1)
    told["commit"]["record"].update(record)
    answer = decode(json.dumps(told))
    assert isinstance(answer, Heard), answer
    return answer


def test_a_post_is_heard_with_all_that_its_record_says() -> None:
    ana = "did:plc:ana"
    heard = event(
        {
            "text": "Bravo @ana.test ! Voir exemple.org/f… #Alizé",
            "langs": ["fr-FR", "en"],
            "facets": [
                {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": ana}]},
                {
                    "features": [
                        {
                            "$type": "app.bsky.richtext.facet#link",
                            "uri": "https://exemple.org/fêtes",
                        }
                    ]
                },
                {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Alizé"}]},
            ],
            "reply": {
                "parent": {"uri": "at://did:plc:b/app.bsky.feed.post/2", "cid": "x"},
                "root": {"uri": "at://did:plc:a/app.bsky.feed.post/1", "cid": "x"},
            },
            "embed": {
                "$type": "app.bsky.embed.recordWithMedia",
                "record": {"record": {"uri": "at://did:plc:c/app.bsky.feed.post/3", "cid": "x"}},
                "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "Un voilier"}]},
            },
        }
    )

    key = heard.remote_id.rpartition("/")[2]
    assert heard == Heard(
        network="bluesky",
        what=What.REPLY,
        remote_id=f"at://did:plc:somebody/app.bsky.feed.post/{key}",
        uri=f"at://did:plc:somebody/app.bsky.feed.post/{key}",
        url=f"https://bsky.app/profile/did:plc:somebody/post/{key}",
        author_id="did:plc:somebody",
        text="Bravo @ana.test ! Voir exemple.org/f… #Alizé",
        lang="fr-fr",
        posted_at=START,
        urls=("https://exemple.org/fêtes",),
        has=frozenset({"hashtag", "link", "mention", "picture", "quote", "reply"}),
        parent_id="at://did:plc:b/app.bsky.feed.post/2",
        root_id="at://did:plc:a/app.bsky.feed.post/1",
        quoted_id="at://did:plc:c/app.bsky.feed.post/3",
        mentions=(ana,),
        media=({"kind": "picture", "url": "", "alt": "Un voilier"},),
    )


def test_deletions_edits_reposts_and_names_are_told_apart() -> None:
    post = made_post(1, "Bonjour")
    gone = made_post(1, action="delete")
    edited = made_post(1, "Bonsoir", action="update")
    shared = made_post(
        2, collection="app.bsky.feed.repost", subject={"uri": "at://did:plc:a/app.bsky.feed.post/1"}
    )
    named = {"did": "did:plc:a", "time_us": 1763366400000000, "kind": "identity"}
    named["identity"] = {"did": "did:plc:a", "handle": "alize.example", "seq": 1}

    told = [decode(json.dumps(one)) for one in (post, gone, edited, shared)]

    assert [one.what for one in told if isinstance(one, Heard)] == [
        *(What.POST, What.DELETE, What.EDIT, What.REPOST)
    ]
    assert len({one.key for one in told[:3] if isinstance(one, Heard)}) == 1
    assert isinstance(told[3], Heard)
    assert told[3].quoted_id == "at://did:plc:a/app.bsky.feed.post/1"
    assert decode(json.dumps(named)) == Named("did:plc:a", "alize.example")
    assert decode(json.dumps(made_post(1, collection="app.bsky.feed.like"))) == Passed("like")


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ("2026-11-17T07:00:00Z", START - timedelta(hours=1)),
        ("2026-11-17T09:00:00+01:00", START),
        ("2027-01-01T00:00:00Z", START + timedelta(microseconds=1)),
        ("0001-01-01T00:00:00Z", START + timedelta(microseconds=1)),
        ("yesterday", START + timedelta(microseconds=1)),
        (7, START + timedelta(microseconds=1)),
    ],
)
def test_a_clock_that_lies_is_set_back_to_that_of_the_stream(
    created: object, expected: datetime
) -> None:
    assert event({"text": "x", "createdAt": created}).posted_at == expected


def test_a_text_no_database_keeps_is_made_one_it_does() -> None:
    assert event({"text": "a\x00b\ud800c"}).text == "a\ufffdb?c"


def test_the_address_names_what_is_wanted_and_goes_back_a_little() -> None:
    made = address("https://jet.example", accounts=("did:plc:a", "did:plc:b"), cursor="9000000")

    assert made == (
        "wss://jet.example/subscribe?wantedCollections=app.bsky.feed.post"
        "&wantedCollections=app.bsky.feed.repost&wantedDids=did%3Aplc%3Aa&wantedDids=did%3Aplc%3Ab"
        "&cursor=4000000"
    )
    with pytest.raises(ValueError, match="More accounts"):
        address("https://jet.example", accounts=("did:plc:a",) * 10_001)


def test_real_posts_are_all_heard_in_their_order(serving: Serving) -> None:
    if not DATA.is_dir():
        pytest.skip("the data of tests are not on this machine")
    events = recorded_posts(DATA, most=300)
    server = serving(events)

    heard, _connections, odd = listen_to_the_end(server, events[-1])

    assert odd == 0
    assert [one.text for one in heard] == [
        each["commit"]["record"]["text"].strip() for each in events
    ]
    assert {one.lang for one in heard} == {"fr"}


def test_through_cuts_repeats_swaps_and_garbage_nothing_is_lost(serving: Serving) -> None:
    events = [
        made_post(number, f"post {number}", at=START + timedelta(seconds=number))
        for number in range(120)
    ]
    faults = Faults(cut_after=25, repeated=0.2, swapped=0.2, garbage=0.2)
    server = serving([*events, made_post(0, "last", at=START + timedelta(hours=1))], faults)

    heard, connections, odd = listen_to_the_end(server, server.events[-1])

    keys = [one.key for one in heard]
    assert connections > 5
    assert odd > 10
    assert len(keys) > len(set(keys)) == len(events) + 1


def test_only_what_is_asked_for_is_sent_and_a_new_listener_starts_now(serving: Serving) -> None:
    server = serving([made_post(1, "before")])
    url = address(server.url, accounts=("did:plc:a",))

    with Sockets(LOOPBACK).open(url) as socket:
        while not server.asked:
            socket.receive(0.01)
        server.say(made_post(2, "b", author="did:plc:b"), made_post(3, "a", author="did:plc:a"))
        batch = gather(socket, Decoder().take, cursor="")

    assert [one.text for one in batch.heard] == ["a"]
    assert server.asked[0]["wantedDids"] == ["did:plc:a"]


def test_what_the_server_no_longer_has_is_told_as_a_gap(serving: Serving) -> None:
    old, new = made_post(1, "old"), made_post(2, "new", at=START + timedelta(days=3))
    server = serving([old, new], Faults(forgets_before=new["time_us"]))

    lost = listen(server, str(old["time_us"]))
    kept = listen(server, str(new["time_us"]))

    assert (lost.gap, [one.text for one in lost.heard]) == (True, ["new"])
    assert not kept.gap


def test_a_flood_comes_in_batches_that_say_there_is_more(serving: Serving) -> None:
    events = [made_post(number, f"{number}") for number in range(300)]

    batch = listen(serving(events), most=100)

    assert (len(batch.heard), batch.more, batch.ended) == (100, True, "")
    assert batch.cursor == str(events[99]["time_us"])


def test_a_quiet_stream_gives_an_empty_batch_and_the_same_cursor(serving: Serving) -> None:
    server = serving([])
    with Sockets(LOOPBACK).open(address(server.url, cursor="5")) as socket:
        batch = gather(socket, Decoder("5").take, cursor="5", wait_seconds=0.01)

    assert batch == Batch(cursor="5")


def test_late_events_do_not_turn_the_cursor_back() -> None:
    gathering = Gathering("1")
    decoder = Decoder()
    for number in (5, 3, 9, 7):
        decoder.take(json.dumps(made_post(number, "x")), gathering)

    assert gathering.cursor == str(made_post(9)["time_us"])
    assert decode("{}") == Odd("not_an_event")
