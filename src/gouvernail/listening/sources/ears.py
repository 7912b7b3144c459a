"""Hearing one place: what it gives, batch after batch, from a cursor on. No database.

Whatever the place does, it is told as a `Trouble` and heard again later from where it was.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from django.conf import settings

from gouvernail.egress import Egress, EgressError
from gouvernail.foundation.outbound import sockets_out, way_out
from gouvernail.listening.models import Source
from gouvernail.networks.bluesky import jetstream, repos
from gouvernail.networks.contract import Unreadable
from gouvernail.networks.contract.heard import Batch
from gouvernail.networks.feeds import entries, pages
from gouvernail.networks.hearing import Take, gather
from gouvernail.networks.mastodon import streaming, timelines

Kind = Source.Kind
MOST: Final = 500
SILENCE_SECONDS: Final = {Kind.JETSTREAM: 60.0, Kind.REPOS: 600.0, Kind.MASTODON_STREAM: 600.0}
EVERY: Final = {
    Kind.MASTODON_STREAM: timedelta(seconds=30),
    Kind.MASTODON_SEARCH: timedelta(minutes=2),
    Kind.FEED: timedelta(minutes=5),
    Kind.PAGE: timedelta(minutes=15),
}
_CLOSED_TO_STRANGERS: Final = frozenset({401, 403, 404, 422})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is needed to hear a source."""

    kind: str
    address: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the hashtag, or the words looked for."""
        return str(self.options.get("name", ""))

    @property
    def every(self) -> timedelta:
        """Return how long to wait between two readings."""
        told = self.options.get("every_seconds")
        return timedelta(seconds=told) if isinstance(told, int) else EVERY[Kind(self.kind)]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A place cannot be heard for now: a stable code, what was said, how long to wait at least."""

    code: str
    told: str = ""
    wait: timedelta | None = None


Given: TypeAlias = Batch | Trouble
Now: TypeAlias = Callable[[], datetime]


def given_by(place: Place, cursor: str, *, stop: threading.Event, now: Now) -> Iterator[Given]:
    """Yield what a place gives until it ends, troubles it, or `stop` is set.

    An empty batch says that it is there and silent. After a `Trouble` nothing more comes.
    """
    try:
        yield from _given(place, cursor, stop, now)
    except EgressError as error:
        yield Trouble(error.code, str(error))
    except ValueError as error:
        yield Trouble("not_a_source", str(error))


def _given(place: Place, cursor: str, stop: threading.Event, now: Now) -> Iterator[Given]:
    if place.kind == Kind.JETSTREAM:
        accounts = place.options.get("accounts", [])
        heard = jetstream.Decoder(cursor, restless=not accounts)
        url = jetstream.address(place.address, accounts=accounts, cursor=cursor)
        yield from _socket(place, url, heard.take, cursor, stop)
    elif place.kind == Kind.REPOS:
        url = repos.address(place.address, cursor=cursor)
        yield from _socket(place, url, repos.Decoder().take, cursor, stop)
    elif place.kind == Kind.MASTODON_STREAM:
        yield from _mastodon(place, cursor, stop, now)
    else:
        yield from _polled(place, cursor, stop, now)


def _socket(
    place: Place, url: str, take: Take, cursor: str, stop: threading.Event
) -> Iterator[Given]:
    silence = SILENCE_SECONDS[Kind(place.kind)]
    with sockets_out().open(url, silence_seconds=silence) as socket:
        while not stop.is_set():
            batch = gather(socket, take, cursor=cursor, most=MOST)
            cursor = batch.cursor
            yield batch
            if batch.ended:
                yield Trouble(batch.ended)
                return


def _mastodon(place: Place, cursor: str, stop: threading.Event, now: Now) -> Iterator[Given]:
    """Read what was missed, then the stream; servers that stream to nobody are asked in turns."""
    stream = str(place.options.get("stream", "public"))
    for given in _pages(place, stream, cursor, stop):
        yield given
        if isinstance(given, Trouble):
            return
        cursor = given.cursor
    url = streaming.address(place.address, stream=stream, name=place.name)
    decoder = streaming.Decoder(place.address, now=now)
    try:
        yield from _socket(place, url, decoder.take, cursor, stop)
    except EgressError as error:
        if getattr(error, "status", 0) not in _CLOSED_TO_STRANGERS:
            raise
        while not stop.wait(place.every.total_seconds()):
            for given in _pages(place, stream, cursor, stop):
                yield given
                if isinstance(given, Trouble):
                    return
                cursor = given.cursor


def _pages(place: Place, timeline: str, cursor: str, stop: threading.Event) -> Iterator[Given]:
    """Yield pages of a timeline from a cursor on, to its end."""
    while not stop.is_set():
        page = timelines.page(
            way_out(), base_url=place.address, timeline=timeline, name=place.name, cursor=cursor
        )
        if isinstance(page, Unreadable):
            yield _trouble(page)
            return
        cursor = page.cursor
        yield page
        if not page.more:
            return


def _polled(place: Place, cursor: str, stop: threading.Event, now: Now) -> Iterator[Given]:
    while not stop.is_set():
        answer = _reading(place, cursor, now())
        if isinstance(answer, Unreadable):
            yield _trouble(answer)
            return
        cursor = answer.cursor
        yield answer
        stop.wait(0 if answer.more else place.every.total_seconds())


def _reading(place: Place, cursor: str, at: datetime) -> Batch | Unreadable:
    if place.kind == Kind.FEED:
        return entries.poll(_to_the_web(), place.address, cursor=cursor, at=at)
    if place.kind == Kind.PAGE:
        return pages.poll(_to_the_web(), place.address, cursor=cursor, at=at)
    if place.kind == Kind.MASTODON_SEARCH:
        return timelines.page(
            way_out(),
            base_url=place.address,
            timeline="search",
            name=place.name,
            cursor=cursor,
        )
    raise ValueError(f"nothing is heard by itself of {place.kind}")


def _to_the_web() -> Egress:
    """Return the way out to websites: what is read there is kept as it stands.

    Hosts within the walls that connectors may reach are not for it.
    """
    return way_out(private_hosts=settings.WEBSITE_PRIVATE_HOSTS)


def _trouble(answer: Unreadable) -> Trouble:
    code, _colon, told = answer.reason.partition(": ")
    seconds = answer.retry_after_seconds
    return Trouble(
        code, told or answer.reason, None if seconds is None else timedelta(seconds=seconds)
    )
