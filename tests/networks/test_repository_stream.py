"""The event stream of repositories: frames, blocks checked by their names, gaps told."""

import hashlib
from typing import Any

import libipld
import pytest

from gouvernail.networks.bluesky.repos import Decoder, address
from gouvernail.networks.contract.heard import Batch, Heard, What
from gouvernail.networks.hearing import Gathering

POST = "app.bsky.feed.post"


def block(value: object) -> tuple[bytes, bytes]:
    data = libipld.encode_dag_cbor(value)
    return b"\x01\x71\x12\x20" + hashlib.sha256(data).digest(), data


def section(*parts: bytes) -> bytes:
    data, size = b"".join(parts), sum(map(len, parts))
    head = b""
    while size > 0x7F:
        head, size = head + bytes([size & 0x7F | 0x80]), size >> 7
    return head + bytes([size]) + data


def car(*blocks: tuple[bytes, bytes]) -> bytes:
    header = libipld.encode_dag_cbor({"version": 1, "roots": []})
    return section(header) + b"".join(section(*each) for each in blocks)


def frame(kind: str, body: dict[str, Any], op: int = 1) -> bytes:
    return libipld.encode_dag_cbor({"op": op, "t": kind}) + libipld.encode_dag_cbor(body)


def commit(seq: int, *ops: dict[str, Any], blocks: bytes = b"", **over: Any) -> bytes:
    body = {"seq": seq, "repo": "did:plc:a", "time": "2026-11-17T08:00:00.000Z", "ops": list(ops)}
    return frame("#commit", {**body, "blocks": blocks, "tooBig": False, **over})


def heard(*frames: bytes | str, cursor: str = "1") -> Batch:
    gathering = Gathering(cursor)
    for each in frames:
        Decoder().take(each, gathering)
    return gathering.batch()


RECORD = {"$type": POST, "text": "Bonjour", "createdAt": "2026-11-17T08:00:00Z"}
CID, DATA = block(RECORD)
CREATED = {"action": "create", "path": f"{POST}/3k", "cid": CID}


def test_created_edited_and_deleted_posts_are_heard_with_their_number() -> None:
    edited = block({**RECORD, "text": "Bonsoir"})
    batch = heard(
        commit(7, CREATED, blocks=car(block({"noise": 1}), (CID, DATA))),
        commit(8, {**CREATED, "action": "update", "cid": edited[0]}, blocks=car(edited)),
        commit(9, {"action": "delete", "path": f"{POST}/3k", "cid": None}, blocks=car()),
        commit(10, {"action": "create", "path": "app.bsky.feed.like/3k", "cid": CID}),
    )

    assert [(one.what, one.text) for one in batch.heard] == [
        (What.POST, "Bonjour"),
        (What.EDIT, "Bonsoir"),
        (What.DELETE, ""),
    ]
    assert {one.key for one in batch.heard} == {f"at://did:plc:a/{POST}/3k"}
    assert (batch.cursor, dict(batch.passed), batch.gap) == ("10", {"like": 1}, False)


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        (car((CID, DATA + b"x")), "altered_block"),
        (car((CID, b"{}")), "altered_block"),
        (car(), "missing_block"),
        (car((CID, DATA))[:-3], "broken_blocks"),
        (b"\xff" * 40, "broken_blocks"),
        (None, "broken_blocks"),
    ],
)
def test_blocks_that_are_not_what_their_name_says_are_counted(blocks: Any, reason: str) -> None:
    batch = heard(commit(7, CREATED, blocks=blocks))

    assert (batch.heard, dict(batch.odd), batch.cursor) == ((), {reason: 1}, "7")


@pytest.mark.parametrize(
    ("said", "gap", "ended", "cursor"),
    [
        (frame("#info", {"name": "OutdatedCursor"}), True, "", "1"),
        (frame("#info", {"name": "Hello"}), False, "", "1"),
        (frame("#sync", {"seq": 5, "did": "did:plc:a"}), True, "", "5"),
        (commit(6, tooBig=True), True, "", "6"),
        (frame("", {"error": "ConsumerTooSlow"}, op=-1), False, "consumer_too_slow", "1"),
        (frame("", {"error": "FutureCursor"}, op=-1), True, "future_cursor", ""),
        (frame("", {"error": 7}, op=-1), False, "stream_error", "1"),
        (frame("#account", {"seq": 9, "active": False}), False, "", "9"),
    ],
)
def test_what_the_server_says_of_its_stream_is_told(
    said: bytes, *, gap: bool, ended: str, cursor: str
) -> None:
    batch = heard(said)

    assert (batch.gap, batch.ended, batch.cursor) == (gap, ended, cursor)


def test_an_account_tells_its_handle() -> None:
    said = frame("#identity", {"seq": 3, "did": "did:plc:a", "handle": "alize.example"})

    assert dict(heard(said).names) == {"did:plc:a": "alize.example"}


@pytest.mark.parametrize("said", ["text", b"", b"\xff", b"\xa0", b"\xa0\xa0\xa0", b"\x81" * 9_000])
def test_what_is_no_frame_is_counted(said: bytes | str) -> None:
    batch = heard(said)

    assert sum(batch.odd.values()) == 1
    assert batch.cursor == "1"


def test_the_address_goes_on_where_it_was() -> None:
    assert address("https://pds.example", cursor="12") == (
        "wss://pds.example/xrpc/com.atproto.sync.subscribeRepos?cursor=12"
    )
    assert address("http://localhost:2583").startswith("ws://localhost:2583/xrpc/")
    assert isinstance(heard(commit(7, CREATED, blocks=car((CID, DATA)))).heard[0], Heard)
