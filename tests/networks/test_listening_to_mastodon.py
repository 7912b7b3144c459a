"""Listening to servers of Mastodon: streams while they run, timelines for what they missed."""

import json
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.sync.server import ServerConnection, serve

from gouvernail.egress import Egress, Sockets
from gouvernail.networks.contract import Fields, Intent, Secret, Sent, Session, Unreadable
from gouvernail.networks.contract.heard import Batch, Heard, Passed, What
from gouvernail.networks.hearing import Gathering, gather
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.networks.mastodon.heard import event_of
from gouvernail.networks.mastodon.streaming import Decoder, address, headers
from gouvernail.networks.mastodon.timelines import page
from tests.networks.conftest import LOOPBACK, NOON
from tests.servers.hostile import Call, Hostile, Reply

BASE = "https://pouet.example"


def status(number: int, **over: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "uri": f"{BASE}/users/ana/statuses/{number}",
        "url": f"{BASE}/@ana/{number}",
        "created_at": "2026-11-17T08:00:00.000Z",
        "visibility": "public",
        "language": "fr",
        "content": f"<p>post {number}</p>",
        "account": {"id": "7", "acct": "ana", "display_name": "Ana", "followers_count": 12},
        **over,
    }


def told(event: str, payload: object) -> str:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return json.dumps({"stream": ["public"], "event": event, "payload": text})


def heard(*messages: str | bytes) -> Batch:
    gathering = Gathering()
    decoder = Decoder(BASE, now=lambda: NOON)
    for message in messages:
        decoder.take(message, gathering)
    return gathering.batch()


def test_a_status_is_heard_with_its_words_its_author_and_its_links() -> None:
    link = f'<a href="https://exemple.org/f&amp;tes" rel="nofollow">exemple</a> {"x" * 3}'
    event = event_of(
        status(
            5,
            content=f'<p>Merci <a href="{BASE}/@bo" class="u-url mention">@bo</a><br>{link}</p>',
            spoiler_text="Vent fort",
            in_reply_to_id="4",
            mentions=[{"acct": "bo"}, {"acct": "cy@ailleurs.example"}, "x"],
            tags=[{"name": "alize"}],
            media_attachments=[{"type": "image", "url": f"{BASE}/m.png", "description": "Port"}],
            quote={"state": "accepted", "quoted_status": {"id": "3"}},
        ),
        origin="pouet.example",
    )

    assert event == Heard(
        network="mastodon",
        what=What.REPLY,
        remote_id="5",
        origin="pouet.example",
        posted_at=datetime(2026, 11, 17, 8, 0, tzinfo=UTC),
        url=f"{BASE}/@ana/5",
        author_id="7",
        author_handle="ana@pouet.example",
        author_name="Ana",
        author_followers=12,
        text="Vent fort\n\nMerci @bo\nexemple xxx",
        lang="fr",
        urls=("https://exemple.org/f&tes",),
        has=frozenset({"hashtag", "link", "mention", "picture", "quote", "reply"}),
        parent_id="4",
        quoted_id="3",
        mentions=("bo@pouet.example", "cy@ailleurs.example"),
        media=({"kind": "picture", "url": f"{BASE}/m.png", "alt": "Port"},),
        uri=f"{BASE}/users/ana/statuses/5",
    )
    assert event.key == "pouet.example/5"
    assert event.key_of(event.parent_id) == "pouet.example/4"


def test_a_repost_carries_the_words_of_the_post_it_passes_on() -> None:
    event = event_of(status(9, content="", reblog=status(5)), origin="pouet.example")

    assert isinstance(event, Heard)
    assert (event.what, event.text, event.quoted_id) == (What.REPOST, "post 5", "5")


@pytest.mark.parametrize("visibility", ["private", "direct", None, 7])
def test_what_is_not_for_everybody_is_passed_by_unread(visibility: object) -> None:
    assert event_of(status(1, visibility=visibility), origin="x") == Passed("not_public")


def test_updates_edits_and_deletions_of_a_stream_are_told_apart() -> None:
    batch = heard(
        told("update", status(99)),
        told("update", status(100)),
        told("update", status(98)),
        told("status.update", status(99, content="<p>changed</p>")),
        told("delete", "98"),
        told("filters_changed", ""),
        told("update", "{"),
        told("delete", ""),
        "",
    )

    assert [(one.what, one.remote_id, one.text) for one in batch.heard] == [
        (What.POST, "99", "post 99"),
        (What.POST, "100", "post 100"),
        (What.POST, "98", "post 98"),
        (What.EDIT, "99", "changed"),
        (What.DELETE, "98", ""),
    ]
    assert batch.cursor == "100"
    assert dict(batch.passed) == {"filters_changed": 1}
    assert dict(batch.odd) == {"broken_json": 2, "no_name": 1}


@pytest.mark.parametrize(
    ("stream", "name", "query"),
    [
        ("public", "", "stream=public"),
        ("public:local", "", "stream=public%3Alocal"),
        ("hashtag", "#été", "stream=hashtag&tag=%C3%A9t%C3%A9"),
        ("list", "12", "stream=list&list=12"),
    ],
)
def test_the_address_of_a_stream(stream: str, name: str, query: str) -> None:
    made = address(BASE, stream=stream, name=name)

    assert made == f"wss://pouet.example/api/v1/streaming?{query}"


@pytest.mark.parametrize(("stream", "name"), [("user", ""), ("hashtag", "#"), ("list", "")])
def test_a_stream_that_is_none_is_refused(stream: str, name: str) -> None:
    with pytest.raises(ValueError, match="no such stream"):
        address(BASE, stream=stream, name=name)


def test_a_stream_is_heard_over_the_wire_with_the_token_out_of_the_address() -> None:
    asked: list[Any] = []

    def speak(connection: ServerConnection) -> None:
        assert connection.request is not None
        asked.extend((connection.request.path, connection.request.headers["Authorization"]))
        connection.send(told("update", status(1)))

    server = serve(speak, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    url = address(base, stream="public:local")

    with Sockets(LOOPBACK).open(url, headers=headers(Secret("token"))) as socket:
        batch = gather(socket, Decoder(base, now=lambda: NOON).take, cursor="")
    server.shutdown()

    assert [one.key for one in batch.heard] == [f"{base.partition('//')[2]}/1"]
    assert (batch.ended, asked) == (
        "closed",
        ["/api/v1/streaming?stream=public%3Alocal", "Bearer token"],
    )


def answering(statuses: list[dict[str, Any]], asked: list[str]) -> Callable[[Call], Reply]:
    """Return a server that pages upwards, as Mastodon does: newest first in each page."""

    def answer(call: Call) -> Reply:
        asked.append(call.target)
        query = parse_qs(urlsplit(call.target).query)
        least, most = int(query.get("min_id", ["0"])[0]), int(query["limit"][0])
        after = [one for one in statuses if int(one["id"]) > least]
        found = after[:most] if least else after[-most:]
        body: object = found[::-1]
        if "search" in call.path:
            body = {"statuses": body, "accounts": [], "hashtags": []}
        kind = {"content-type": "application/json"}
        return Reply(status=200, headers=kind, body=json.dumps(body).encode())

    return answer


def test_what_a_stream_missed_is_read_to_its_end_page_after_page(egress: Egress) -> None:
    asked: list[str] = []
    server = Hostile(answering([status(number) for number in range(95, 195)], asked))
    got: list[str] = []
    cursor, more = "100", True
    while more:
        batch = page(egress, base_url=server.url, timeline="hashtag", name="#alizé", cursor=cursor)
        assert isinstance(batch, Batch)
        got += [one.remote_id for one in batch.heard]
        cursor, more = batch.cursor, batch.more
    server.stop()

    assert got == [str(number) for number in range(101, 195)]
    assert asked[0] == "/api/v1/timelines/tag/aliz%C3%A9?limit=40&min_id=100"
    assert len(asked) == 3


def test_a_search_that_has_more_than_a_page_of_news_says_gap(egress: Egress) -> None:
    server = Hostile(answering([status(number) for number in range(1, 90)], []))
    first = page(egress, base_url=server.url, timeline="search", name="alizé")
    far = page(egress, base_url=server.url, timeline="search", name="alizé", cursor="2")
    near = page(egress, base_url=server.url, timeline="search", name="alizé", cursor="88")
    server.stop()

    assert isinstance(first, Batch)
    assert isinstance(far, Batch)
    assert isinstance(near, Batch)
    assert (first.gap, far.gap, near.gap) == (False, True, False)
    assert [one.remote_id for one in near.heard] == ["89"]


def test_a_server_that_refuses_is_unreadable_with_its_delay(egress: Egress) -> None:
    def refuse(_call: Call) -> Reply:
        kind = {"content-type": "application/json", "retry-after": "30"}
        return Reply(status=429, headers=kind, body=b'{"error": "Too many"}')

    server = Hostile(refuse)
    answer = page(egress, base_url=server.url, timeline="public")
    server.stop()

    assert isinstance(answer, Unreadable)
    assert answer.retry_after_seconds == 30


@pytest.mark.servers
def test_a_hashtag_is_heard_on_a_real_server(
    mastodon: MastodonConnector, snac_session: Session, egress: Egress
) -> None:
    tag = f"alize{secrets.token_hex(4)}"
    fields = Fields(text=f"Fête du port #{tag} https://exemple.org/fêtes")
    intent = Intent(key="k", created_at=NOON, delivery_id="d", author=snac_session.account_id)
    sent = mastodon.send(snac_session, mastodon.build(fields, intent))
    assert isinstance(sent, Sent), sent

    batch: Batch | Unreadable = Batch()
    for _ in range(50):
        batch = page(
            egress,
            base_url=snac_session.base_url,
            timeline="hashtag",
            name=tag,
            access=snac_session.access,
        )
        if isinstance(batch, Batch) and batch.heard:
            break
        time.sleep(0.1)

    assert isinstance(batch, Batch), batch
    assert [one.text for one in batch.heard] == [f"Fête du port #{tag} https://exemple.org/fêtes"]
    assert batch.heard[0].uri
