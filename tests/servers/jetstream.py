"""A server in Jetstream's format: recorded posts at a chosen rate, and every fault of a stream.

`Jetstream(events)` keeps its events and gives them to whoever connects, from the cursor on, as the
real one does: what has the very time of the cursor is given again. `Faults` says what goes wrong;
chance is seeded, so that a test sees the same twice.
"""

import csv
import gzip
import io
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from gouvernail.networks.bluesky.names import POSTS, new_tid, timestamp

Made = dict[str, Any]
START = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)
_MICROSECONDS = 1_000_000
GARBAGE: tuple[str | bytes, ...] = (
    "",
    "{",
    "null",
    "[]",
    "\u0000",
    '{"kind": "commit", "time_us": "soon"}',
    '{"kind": ["commit"], "time_us": 1700000000000000}',
    '{"kind": "commit", "did": 7, "time_us": 1700000000000000, "commit": "x"}',
    b"\xff\xfe\x00",
    b"\xd8\x2a",
    "[" * 5_000,
)


@dataclass(slots=True, kw_only=True)
class Faults:
    """What goes wrong. Shares are between 0 and 1, of the events sent.

    Attributes:
        cut_after: the connection is cut, without a goodbye, after so many events.
        repeated: told twice.
        swapped: told after the one that follows.
        garbage: something unreadable is told before.
        forgets_before: microseconds; older events are no longer there, and nobody says so.
    """

    cut_after: int | None = None
    repeated: float = 0
    swapped: float = 0
    garbage: float = 0
    forgets_before: int = 0


class Jetstream:
    """The running server. `url` is where it answers (`ws://`)."""

    def __init__(
        self,
        events: Sequence[Made] = (),
        *,
        rate: float | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.events = list(events)
        self.rate = rate
        self.faults = faults or Faults()
        self.asked: list[Mapping[str, list[str]]] = []
        self._more = threading.Condition()
        self._stopping = False
        self._server = serve(self._speak, "127.0.0.1", 0, compression=None)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering."""
        with self._more:
            self._stopping = True
            self._more.notify_all()
        self._server.shutdown()
        self._thread.join()

    def say(self, *events: Made) -> None:
        """Tell more, to whoever listens now and to whoever comes later."""
        with self._more:
            self.events.extend(events)
            self._more.notify_all()

    def _speak(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        self.asked.append(query)
        random, sent = Random(1), 0  # noqa: S311 - faults, not secrets
        try:
            for message in self._messages(query, random):
                connection.send(message)
                sent += 1
                if self.faults.cut_after is not None and sent >= self.faults.cut_after:
                    connection.socket.close()
                    return
                if self.rate:
                    threading.Event().wait(1 / self.rate)
        except (ConnectionClosed, OSError):
            return

    def _messages(self, query: Mapping[str, list[str]], random: Random) -> Iterator[str | bytes]:
        late: Made | None = None
        for event in self._wanted(query):
            if random.random() < self.faults.garbage:
                yield random.choice(GARBAGE)
            if late is None and random.random() < self.faults.swapped:
                late = event
                continue
            for told in (event, late) if late else (event,):
                yield json.dumps(told)
                if random.random() < self.faults.repeated:
                    yield json.dumps(told)
            late = None

    def _wanted(self, query: Mapping[str, list[str]]) -> Iterator[Made]:
        """Yield the events from the cursor on, then those that are still to come."""
        collections, accounts = query.get("wantedCollections"), query.get("wantedDids")
        first = int(query.get("cursor", ["0"])[0])
        place = 0 if "cursor" in query else len(self.events)
        while True:
            with self._more:
                while not self._stopping and place >= len(self.events):
                    self._more.wait()
                if self._stopping:
                    return
                event = self.events[place]
            place += 1
            collection = event.get("commit", {}).get("collection")
            if (
                event["time_us"] >= max(first, self.faults.forgets_before)
                and (not accounts or event["did"] in accounts)
                and (not collections or collection is None or collection in collections)
            ):
                yield event


def made_post(
    number: int,
    text: str = "",
    *,
    author: str = "did:plc:somebody",
    at: datetime = START,
    action: str = "create",
    collection: str = POSTS,
    **record: Any,
) -> Made:
    """Return one event as Jetstream writes it, `number` microseconds after `at`."""
    key = new_tid(at, number.to_bytes(2, "big"))
    commit: Made = {"rev": key, "operation": action, "collection": collection, "rkey": key}
    if action != "delete":
        commit["record"] = {"$type": collection, "createdAt": timestamp(at), "text": text, **record}
        commit["cid"] = "bafyreib2rxk3rh6kzwq"
    micros = int(at.timestamp()) * _MICROSECONDS + at.microsecond + number
    return {"did": author, "time_us": micros, "kind": "commit", "commit": commit}


def recorded_posts(data: Path, *, most: int) -> list[Made]:
    """Return real posts of customers, in French, as events: their times set after `START`."""
    with gzip.open(data / "posts_fr_customer_free.csv.gz") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8")))[:most]
    return [
        made_post(
            number,
            row["text"],
            author=f"did:plc:{sha256(row['author'].encode()).hexdigest()[:24]}",
            langs=["fr"],
        )
        for number, row in enumerate(rows)
    ]
