"""The event stream of a server of repositories: `com.atproto.sync.subscribeRepos`.

Source: https://atproto.com/specs/event-stream and the lexicon. A frame is two DAG-CBOR values, a
header and a body; a commit carries its new blocks as CARv1, each named by its digest, which is
checked for what we read. The cursor is the `seq` of the server: it belongs to that server alone.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

import libipld

from gouvernail.networks.bluesky.heard import COLLECTIONS, event_of
from gouvernail.networks.contract.heard import Event, Named, Odd, Passed
from gouvernail.networks.hearing import Gathering, instant, short_name
from gouvernail.networks.servers import socket_base

MAX_OPERATIONS: Final = 1_000
_CID_HEAD: Final = b"\x01\x71\x12\x20"  # CIDv1, DAG-CBOR, SHA-256 of 32 bytes
_CID_BYTES: Final = 36
_CONTINUES, _LOW, _MOST_SHIFT = 0x80, 0x7F, 28
_WORDS: Final = {
    "OutdatedCursor": "outdated_cursor",
    "FutureCursor": "future_cursor",
    "ConsumerTooSlow": "consumer_too_slow",
}


def address(base_url: str, *, cursor: str = "") -> str:
    """Return the address of a stream; without a cursor, from now on; `0` from the beginning.

    Raises:
        ValueError: there is no host in it, or no such cursor.
    """
    query = f"?{urlencode({'cursor': int(cursor)})}" if cursor else ""
    return f"{socket_base(base_url)}/xrpc/com.atproto.sync.subscribeRepos{query}"


class Decoder:
    """Reads the frames of one connection, in their order."""

    def take(self, message: str | bytes, into: Gathering) -> None:
        """Read one frame; its number becomes the cursor.

        `#info` OutdatedCursor, a `#sync` and a commit too big to carry its blocks are gaps. An
        error frame ends the stream; after `future_cursor` the cursor is of no use, and is dropped.
        """
        frame = _frame(message)
        if isinstance(frame, Odd):
            into.add(frame)
            return
        kind, body = frame
        if kind == "error":
            _ended(body, into)
            return
        if kind == "#info":
            into.gap = into.gap or body.get("name") == "OutdatedCursor"
            into.add(Passed("info"))
            return
        for event in _events(kind, body, into):
            into.add(event)
        number = body.get("seq")
        if isinstance(number, int) and 0 <= number < 2**63:
            into.cursor = str(number)


def _ended(body: Mapping[str, Any], into: Gathering) -> None:
    into.ended = _WORDS.get(short_name(body.get("error")), "stream_error")
    if into.ended == "future_cursor":
        into.cursor, into.gap = "", True


def _frame(message: str | bytes) -> tuple[str, Mapping[str, Any]] | Odd:
    """Return the kind of a frame and its body."""
    if isinstance(message, str):
        return Odd("broken_frame")
    try:
        values = libipld.decode_dag_cbor_multi(message)
    except (ValueError, RecursionError):
        return Odd("broken_frame")
    if len(values) != 2 or not all(isinstance(one, dict) for one in values):  # noqa: PLR2004
        return Odd("broken_frame")
    header, body = values
    if header.get("op") == -1:
        return "error", body
    kind = header.get("t")
    return (kind, body) if isinstance(kind, str) and header.get("op") == 1 else Odd("not_an_event")


def _events(kind: str, body: Mapping[str, Any], into: Gathering) -> Iterator[Event]:
    if kind == "#commit":
        yield from _commit(body, into)
    elif kind == "#identity":
        did, handle = short_name(body.get("did")), short_name(body.get("handle"))
        yield Named(did, handle) if did and handle else Passed("identity")
    elif kind == "#sync":
        into.gap = True
        yield Passed("sync")
    else:
        yield Passed(kind.lstrip("#")[:40] or "unnamed")


def _commit(body: Mapping[str, Any], into: Gathering) -> Iterator[Event]:
    at, operations = instant(body.get("time")), body.get("ops")
    if at is None or not isinstance(operations, list):
        yield Odd("not_an_event")
        return
    if body.get("tooBig") is True:
        into.gap = True
        yield Odd("too_big")
    wanted = [one for one in map(_operation, operations[:MAX_OPERATIONS]) if one is not None]
    if len(wanted) < len(operations):
        yield Odd("not_an_event")
    heard = [one for one in wanted if one[1][0] in COLLECTIONS]
    blocks = _blocks(body.get("blocks"), {cid for _action, _path, cid in heard if cid})
    author = short_name(body.get("repo"))
    for action, path, cid in wanted:
        record: object = None
        if action != "delete" and path[0] in COLLECTIONS:
            record = blocks if isinstance(blocks, Odd) else blocks.get(cid, Odd("missing_block"))
        yield record if isinstance(record, Odd) else event_of(author, path, action, record, at=at)


def _operation(value: object) -> tuple[str, tuple[str, str], bytes] | None:
    if not isinstance(value, dict):
        return None
    path, action, cid = value.get("path"), value.get("action"), value.get("cid")
    if not isinstance(path, str) or not isinstance(action, str):
        return None
    collection, _slash, key = path.partition("/")
    return action, (collection, key), cid if isinstance(cid, bytes) else b""


def _blocks(data: object, wanted: set[bytes]) -> Mapping[bytes, object] | Odd:
    """Return the wanted blocks of a CARv1, decoded; `Odd` in place of one that is not sound."""
    if not wanted:
        return {}
    if not isinstance(data, bytes):
        return Odd("broken_blocks")
    found: dict[bytes, object] = {}
    try:
        place = _after(data, 0)  # the header: roots, of no use here
        while place < len(data) and len(found) < len(wanted):
            start = _start(data, place)
            end = _after(data, place)
            cid = data[start : start + _CID_BYTES]
            if cid in wanted:
                found[cid] = _content(cid, data[start + _CID_BYTES : end])
            place = end
    except ValueError:
        return Odd("broken_blocks")
    return found


def _content(cid: bytes, data: bytes) -> object:
    if not cid.startswith(_CID_HEAD) or hashlib.sha256(data).digest() != cid[len(_CID_HEAD) :]:
        return Odd("altered_block")
    try:
        return libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError):
        return Odd("broken_blocks")


def _length(data: bytes, place: int) -> tuple[int, int]:
    """Return an unsigned LEB128 and where it ends.

    Raises:
        ValueError: it ends nowhere.
    """
    value = shift = 0
    while place < len(data) and shift <= _MOST_SHIFT:
        byte = data[place]
        place += 1
        value |= (byte & _LOW) << shift
        if not byte & _CONTINUES:
            return value, place
        shift += 7
    raise ValueError("a length without an end")


def _start(data: bytes, place: int) -> int:
    return _length(data, place)[1]


def _after(data: bytes, place: int) -> int:
    """Return where the section that begins here ends.

    Raises:
        ValueError: beyond the data.
    """
    size, start = _length(data, place)
    if start + size > len(data):
        raise ValueError("a section beyond the end")
    return start + size
