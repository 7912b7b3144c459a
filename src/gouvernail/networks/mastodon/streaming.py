"""The streaming API of a server, by WebSocket: public, hashtag and list.

Source: https://docs.joinmastodon.org/methods/streaming/. A stream has no cursor and remembers
nothing: before it, and after each cut, `timelines.page` gives what was posted meanwhile, from the
last number heard on.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from gouvernail.networks.contract import Secret
from gouvernail.networks.contract.heard import Event, Heard, Odd, Passed, What
from gouvernail.networks.hearing import Gathering, parsed, short_name
from gouvernail.networks.mastodon.heard import NETWORK, event_of
from gouvernail.networks.servers import socket_base

STREAMS: Final = frozenset({"public", "public:local", "public:remote"})
HASHTAGS: Final = frozenset({"hashtag", "hashtag:local"})
_UPDATES: Final = frozenset({"update", "status.update"})


def address(base_url: str, *, stream: str, name: str = "") -> str:
    """Return the address of a stream.

    Args:
        base_url: of the server (for some, of its streaming: `/api/v2/instance` says).
        stream: `public`, `public:local`, `public:remote`, `hashtag`, `hashtag:local` or `list`.
        name: the hashtag, with or without `#`, or the number of the list.

    Raises:
        ValueError: no such stream, or no host.
    """
    query = {"stream": stream}
    if stream in HASHTAGS and name.lstrip("#"):
        query["tag"] = name.lstrip("#")
    elif stream == "list" and name:
        query["list"] = name
    elif stream not in STREAMS:
        raise ValueError("There is no such stream.")
    return f"{socket_base(base_url)}/api/v1/streaming?{urlencode(query)}"


def headers(access: Secret) -> dict[str, str]:
    """Return who calls, kept out of the address, which servers write in their logs."""
    return {"Authorization": f"Bearer {access.reveal()}"}


class Decoder:
    """Reads the messages of one stream.

    The cursor is the highest number heard, as `timelines` takes it. Numbers rise with the time of
    posting: one that another server hands over late lies below it, and only a stream tells it.

    Args:
        base_url: of the server.
        now: the clock; a deletion comes without its time.
    """

    def __init__(self, base_url: str, *, now: Callable[[], datetime]) -> None:
        self._origin = urlsplit(socket_base(base_url)).netloc
        self._now = now

    def take(self, message: str | bytes, into: Gathering) -> None:
        """Read one message."""
        value = parsed(message)
        event = value if isinstance(value, Odd) else self._read(value)
        into.add(event)
        if isinstance(event, Heard) and event.what not in {What.DELETE, What.EDIT}:
            into.cursor = later(into.cursor, event.remote_id)

    def _read(self, value: Mapping[str, Any]) -> Event:
        kind, payload = short_name(value.get("event")), value.get("payload")
        if kind in _UPDATES and isinstance(payload, str):
            status = parsed(payload)
            if isinstance(status, Odd):
                return status
            return event_of(status, origin=self._origin, edited=kind == "status.update")
        if kind == "delete":
            return self._withdrawn(short_name(payload))
        return Passed(kind[:40]) if kind and kind not in _UPDATES else Odd("not_an_event")

    def _withdrawn(self, number: str) -> Event:
        if not number:
            return Odd("no_name")
        return Heard(
            network=NETWORK,
            what=What.DELETE,
            remote_id=number,
            origin=self._origin,
            posted_at=self._now(),
        )


def later(one: str, other: str) -> str:
    """Return the later of two numbers of posts; those of some servers are not all digits."""
    return max(one, other, key=lambda number: (len(number), number))
