"""What every source of listening needs: reading strangers' values, and gathering batches.

The readers are total: whatever they are given, they answer with a sound value or an empty one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeAlias
from urllib.parse import urlsplit

from gouvernail.egress import SocketClosedError
from gouvernail.networks.contract.heard import Batch, Event, Heard, Odd, Passed

MAX_TEXT: Final = 65_536
MAX_NAME: Final = 300
MAX_URL: Final = 2_000
MOST: Final = 100
"""Links, mentions or pictures of one post; the others are left out."""
AHEAD: Final = timedelta(minutes=5)
_FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_MOST_COUNTED: Final = 2**53


def sound_text(value: object) -> str:
    """Return a text as every database keeps it, at most `MAX_TEXT` characters."""
    if not isinstance(value, str):
        return ""
    text = value if len(value) <= MAX_TEXT else value[:MAX_TEXT]
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    return text.replace("\r\n", "\n").strip()


def short_name(value: object, limit: int = MAX_NAME) -> str:
    """Return an id, a handle or a name on one line; empty when it is none, or too long."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return str(value)
    if not isinstance(value, str) or len(value) > limit:
        return ""
    text = value.strip()
    return text if text.isprintable() else ""


def shown_name(value: object, limit: int = MAX_NAME) -> str:
    """Return a displayed name: what cannot be printed is left out, what is too long is cut."""
    text = sound_text(value)[:limit]
    return text if text.isprintable() else "".join(filter(str.isprintable, text)).strip()


def web_address(value: object) -> str:
    """Return an address of the web; empty for anything else."""
    text = short_name(value, MAX_URL)
    return text if text.startswith(("https://", "http://")) else ""


def host_of(url: str) -> str:
    """Return the host of an address, with its port, lower case; empty for none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def instant(value: object, *, at: datetime | None = None) -> datetime | None:
    """Return an instant that a JSON source wrote, in UTC; None for none, or an impossible one.

    Args:
        value: ISO 8601; without a zone it is UTC.
        at: what the source's own clock said: an author's clock more than five minutes ahead of it
            is set back to it.
    """
    if not isinstance(value, str) or len(value) > MAX_NAME:
        return None
    try:
        read = datetime.fromisoformat(value)
        found = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    if not _FIRST <= found < _LAST:
        return None
    return at if at is not None and found > at + AHEAD else found


def instant_of_microseconds(value: object) -> datetime | None:
    """Return the instant of a count of microseconds since 1970; None for none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**53:
        return None
    found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)
    return found if _FIRST <= found < _LAST else None


def counted(value: object) -> int | None:
    """Return a count that a network told; None for anything else."""
    sound = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_COUNTED
    return value if sound and isinstance(value, int) else None


def held(body: object, name: str) -> Mapping[str, Any]:
    """Return the object under a name; an empty one when there is none."""
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, dict) else _NOTHING


def listed(body: object, name: str) -> list[Any]:
    """Return the list under a name, at most `MOST` of it; empty when there is none."""
    value = body.get(name) if isinstance(body, dict) else None
    return value[:MOST] if isinstance(value, list) else []


def language(value: object) -> str:
    """Return a language tag, lower case; empty when it is none."""
    tag = short_name(value, 35).lower()
    return tag if tag.replace("-", "").isalnum() and tag.isascii() else ""


def parsed(message: str | bytes) -> Mapping[str, Any] | Odd:
    """Return the JSON object of a message."""
    try:
        value = json.loads(message)
    except (ValueError, RecursionError):
        return Odd("broken_json")
    return value if isinstance(value, dict) else Odd("not_an_event")


def digest(text: str) -> str:
    """Return a short name for a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


class Gathering:
    """Events on their way to a batch. Decoders add what they read, and where they stand."""

    def __init__(self, cursor: str = "") -> None:
        self.cursor = cursor
        self.gap = False
        self.ended = ""
        self.more = False
        self.heard: list[Heard] = []
        self.odd: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.names: dict[str, str] = {}

    def add(self, event: Event) -> None:
        """Put one event where it belongs."""
        if isinstance(event, Heard):
            self.heard.append(event)
        elif isinstance(event, Odd):
            self.odd[event.reason] += 1
        elif isinstance(event, Passed):
            self.passed[event.kind] += 1
        else:
            self.names[event.author_id] = event.handle

    def batch(self) -> Batch:
        """Return what was gathered."""
        return Batch(
            heard=tuple(self.heard),
            cursor=self.cursor,
            gap=self.gap,
            odd=MappingProxyType(dict(self.odd)),
            passed=MappingProxyType(dict(self.passed)),
            names=MappingProxyType(self.names),
            ended=self.ended,
            more=self.more,
        )


Take: TypeAlias = Callable[[str | bytes, Gathering], None]
"""A decoder: reads one message into the gathering; never raises because of the message."""


class Receives(Protocol):
    """What `gather` asks of a socket. See `gouvernail.egress.Socket`."""

    def receive(self, seconds: float) -> str | bytes | None:
        """Return the next message; None when none came in time."""


def gather(
    socket: Receives, take: Take, *, cursor: str, most: int = 500, wait_seconds: float = 1.0
) -> Batch:
    """Return what a socket gives, decoded: as much as is there, at most `most` messages.

    Waits `wait_seconds` for the first message and a fiftieth of a second for each that follows,
    so that a trickle is told soon and a flood in large batches. What was read before the other
    side closed is in the batch; `ended` then says why.
    """
    gathering = Gathering(cursor)
    wait = wait_seconds
    for _ in range(most):
        try:
            message = socket.receive(wait)
        except SocketClosedError as error:
            gathering.ended = gathering.ended or error.code
            break
        if message is None:
            break
        take(message, gathering)
        if gathering.ended:
            break
        wait = 0.02
    else:
        gathering.more = True
    return gathering.batch()
