"""Whatever a source says, decoding answers with a sound value or a counted oddity."""

import hashlib
import json
from datetime import UTC
from typing import Any

import libipld
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouvernail.networks.bluesky import jetstream, repos
from gouvernail.networks.contract import Unreadable
from gouvernail.networks.contract.heard import Batch, Heard
from gouvernail.networks.feeds import entries, pages
from gouvernail.networks.feeds.polling import Memory
from gouvernail.networks.hearing import MAX_TEXT, Gathering
from gouvernail.networks.mastodon import streaming
from tests.networks.conftest import NOON

POST = "app.bsky.feed.post"
NAMES = (
    *("kind", "did", "time_us", "commit", "collection", "rkey", "operation", "record", "text"),
    *(
        "createdAt",
        "langs",
        "facets",
        "features",
        "$type",
        "uri",
        "reply",
        "parent",
        "root",
        "embed",
    ),
    *("external", "images", "media", "alt", "subject", "identity", "handle", "event", "payload"),
    *("id", "content", "visibility", "created_at", "account", "acct", "reblog", "quote", "card"),
    *("quoted_status", "mentions", "tags", "media_attachments", "type", "url", "display_name"),
)
WORDS = (
    *(
        "",
        "x",
        "\x00",
        "\ud800",
        "commit",
        "identity",
        "create",
        "update",
        "delete",
        POST,
        "public",
    ),
    *(
        "app.bsky.feed.repost",
        "did:plc:a",
        "at://did:plc:a/app.bsky.feed.post/1",
        "3k",
        "https://a",
    ),
    *("2026-11-17T08:00:00Z", "9999-99-99", "app.bsky.embed.images", "app.bsky.embed.record"),
    *(
        "app.bsky.richtext.facet#link",
        "app.bsky.richtext.facet#mention",
        "<a href='x'>",
        "<![x[a]]>",
    ),
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=12,
)
RECORDS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
RAW = st.binary(max_size=80) | st.text(max_size=80)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(batch: Batch) -> None:
    """What is heard can be kept by every database, and is dated in UTC."""
    json.dumps([dict(batch.odd), dict(batch.passed), batch.cursor])
    for one in batch.heard:
        assert one.posted_at.tzinfo is UTC
        assert one.remote_id
        assert len(one.text) <= MAX_TEXT
        shown = (one.text, one.key, one.author_name, one.author_handle, one.lang, *one.urls)
        assert not any("\x00" in each for each in shown)
        "".join(shown).encode()


def gathered(take: Any, *messages: str | bytes) -> Batch:
    gathering = Gathering()
    for message in messages:
        take(message, gathering)
    batch = gathering.batch()
    sound(batch)
    return batch


def total(batch: Batch) -> int:
    told = sum(batch.odd.values()) + sum(batch.passed.values())
    return len(batch.heard) + len(batch.names) + told


@given(RECORDS, RECORDS, RAW)
@QUICK
def test_jetstream_decodes_everything(event: Any, record: Any, raw: Any) -> None:
    commit = {"collection": POST, "rkey": "3k", "operation": "create", "record": record}
    told = {"kind": "commit", "did": "did:plc:a", "time_us": 1_763_366_400_000_000}
    messages = [json.dumps(event), json.dumps({**told, "commit": commit}), raw]

    for message in messages:
        assert total(gathered(jetstream.Decoder("5").take, message)) == 1


@given(RECORDS, RECORDS, RAW)
@QUICK
def test_the_stream_of_repositories_decodes_everything(body: Any, record: Any, raw: Any) -> None:
    def plain(value: Any) -> Any:  # what DAG-CBOR can hold
        text = json.dumps(value).replace("\\ud800", "")
        return json.loads(text, parse_int=_small, parse_constant=lambda _word: 0)

    data = libipld.encode_dag_cbor(plain(record))
    cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
    size = len(cid) + len(data)
    length = bytes([size & 0x7F | 0x80, size >> 7])
    blocks = b"\x01\xa0" + length + cid + data
    operation = {"action": "create", "path": f"{POST}/3k", "cid": cid}
    good = {"seq": 1, "repo": "did:plc:a", "time": "2026-11-17T08:00:00Z", "ops": [operation]}
    header = libipld.encode_dag_cbor({"op": 1, "t": "#commit"})
    frames = [
        header + libipld.encode_dag_cbor({**good, "blocks": blocks}),
        header + libipld.encode_dag_cbor({**good, **plain(body)}),
        header + libipld.encode_dag_cbor({**good, "blocks": raw, "ops": [plain(body), operation]})
        if isinstance(raw, bytes)
        else raw,
        raw,
    ]

    for frame in frames:
        gathered(repos.Decoder().take, frame)
    assert total(gathered(repos.Decoder().take, frames[0])) == 1


def _small(digits: str) -> int:
    return max(-(2**63), min(2**63 - 1, int(digits)))


@given(RECORDS, RECORDS, RAW)
@QUICK
def test_streams_of_mastodon_decode_everything(event: Any, over: Any, raw: Any) -> None:
    status = {"id": "1", "visibility": "public", "created_at": "2026-11-17T08:00:00Z"}
    payload = json.dumps({**status, "content": "<p>x</p>", **over})
    decoder = streaming.Decoder("https://pouet.example", now=lambda: NOON)
    messages = [json.dumps(event), json.dumps({"event": "update", "payload": payload}), raw]

    for message in messages:
        assert total(gathered(decoder.take, message)) == 1


PIECES = st.sampled_from(
    [
        *(b"<rss version='2.0'><channel>", b"<item>", b"</item>", b"<title>Vent &amp; mer</title>"),
        *(b"<guid>\x00</guid>", b"<guid>7</guid>", b"<pubDate>Tue, 99 Nov 99999</pubDate>"),
        *(b"<link>http://[</link>", b"<description><![CDATA[<p>x", b"]]>", b"<feed xmlns='http://"),
        *(
            b"<?xml version='1.0' encoding='nonsense'?>",
            b"<!DOCTYPE a [",
            b"<enclosure type='image/'",
        ),
        *(
            b" url='x'/>",
            b"<updated>9999-12-31T23:59:59Z</updated>",
            b"\xff\xfe",
            b"<content>",
            b"&#0;",
        ),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=12), max_size=14).map(b"".join), RAW)
@QUICK
def test_feeds_and_pages_read_everything(body: bytes, cursor: Any) -> None:
    memory = Memory.of(cursor if isinstance(cursor, str) else "")
    kind = "application/xml"
    batch = entries.read(body, url="https://a.example/", kind=kind, memory=memory, at=NOON)
    if not isinstance(batch, Unreadable):
        sound(batch)
    sound(pages.read(pages.decoded(body, kind), url="https://a.example/", memory=memory, at=NOON))


def test_a_post_that_is_all_hostile_is_still_heard() -> None:
    record = {"text": "a\x00\ud800", "langs": [7], "facets": {"x": 1}, "embed": [1], "reply": "x"}
    commit = {"collection": POST, "rkey": "3k", "operation": "create", "record": record}
    told = {"kind": "commit", "did": "did:plc:a", "time_us": 1_763_366_400_000_000}

    (heard,) = gathered(jetstream.Decoder().take, json.dumps({**told, "commit": commit})).heard

    assert isinstance(heard, Heard)
    assert heard.text == "a\ufffd?"
