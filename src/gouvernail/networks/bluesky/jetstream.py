"""Jetstream: the network's event stream as JSON, filtered by the server.

Source: https://github.com/bluesky-social/jetstream (its README). The cursor is a time in
microseconds; the server goes on after it and may repeat what it gave. Take off a few seconds when
going on after a cut: what is heard twice is known by its `key`. A cursor older than what the
server keeps is answered from the oldest it has, without a word: see `Decoder`.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from gouvernail.networks.bluesky.heard import COLLECTIONS, event_of
from gouvernail.networks.contract.heard import Event, Named, Odd, Passed
from gouvernail.networks.hearing import (
    Gathering,
    held,
    instant_of_microseconds,
    parsed,
    short_name,
)
from gouvernail.networks.servers import socket_base

PUBLIC: Final = "wss://jetstream2.us-east.bsky.network"
MOST_ACCOUNTS: Final = 10_000
MOST_COLLECTIONS: Final = 100
OVERLAP: Final = timedelta(seconds=5)
"""What to hear again after a cut: the clocks of two servers of one name differ."""
GAP: Final = timedelta(hours=1)
_KINDS: Final = frozenset({"account", "commit", "identity"})


def address(
    base_url: str,
    *,
    collections: Sequence[str] = COLLECTIONS,
    accounts: Sequence[str] = (),
    cursor: str = "",
) -> str:
    """Return the address of a stream.

    Args:
        base_url: `wss://host`; `https` is read as `wss`.
        collections: kinds of record; none for all.
        accounts: DIDs to hear alone; none for everybody.
        cursor: where to go on, less `OVERLAP`; empty for from now on.

    Raises:
        ValueError: more accounts or collections than a server takes, or no such cursor.
    """
    if len(accounts) > MOST_ACCOUNTS or len(collections) > MOST_COLLECTIONS:
        raise ValueError("More accounts or collections than one stream takes.")
    query = [("wantedCollections", one) for one in collections]
    query += [("wantedDids", one) for one in accounts]
    if cursor:
        query.append(("cursor", str(max(0, int(cursor) - OVERLAP // timedelta(microseconds=1)))))
    return f"{socket_base(base_url)}/subscribe?{urlencode(query)}".rstrip("?")


class Decoder:
    """Reads the messages of one connection, in their order.

    `cursor` is that of the connection: when the first event that comes is much later, on a stream
    that never rests, the server no longer had what lies between, and the batch says `gap`.
    `restless` says that the stream is one: everybody's posts, not those of a few accounts.
    """

    def __init__(self, cursor: str = "", *, restless: bool = True) -> None:
        self._expected = int(cursor) if cursor.isdecimal() and restless else 0

    def take(self, message: str | bytes, into: Gathering) -> None:
        """Read one message; its time becomes the cursor. Late ones do not turn it back."""
        value = parsed(message)
        if isinstance(value, Odd):
            into.add(value)
            return
        into.add(_event(value))
        at = value.get("time_us")
        if not isinstance(at, int) or instant_of_microseconds(at) is None:
            return
        if self._expected and at - self._expected > GAP // timedelta(microseconds=1):
            into.gap = True
        self._expected = 0
        if not into.cursor.isdecimal() or at > int(into.cursor):
            into.cursor = str(at)


def decode(message: str | bytes) -> Event:
    """Return what one message says; total."""
    value = parsed(message)
    return value if isinstance(value, Odd) else _event(value)


def _event(value: Mapping[str, Any]) -> Event:
    at, kind = instant_of_microseconds(value.get("time_us")), short_name(value.get("kind"))
    if at is None or kind not in _KINDS:
        return Odd("not_an_event")
    if kind == "commit":
        commit = held(value, "commit")
        return event_of(
            short_name(value.get("did")),
            (short_name(commit.get("collection"), 320), short_name(commit.get("rkey"), 600)),
            short_name(commit.get("operation")),
            commit.get("record"),
            at=at,
        )
    handle = short_name(held(value, "identity").get("handle")) if kind == "identity" else ""
    did = short_name(value.get("did"))
    return Named(did, handle) if did and handle else Passed(kind)
