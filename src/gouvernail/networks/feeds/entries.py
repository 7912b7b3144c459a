"""RSS and Atom: entries that are new or changed since the last reading.

Sources: RSS 2.0, RFC 4287, read by `feedparser` from bytes that we fetched. A document that
declares entities is refused before any parser sees it.
"""

import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import feedparser

from gouvernail.egress import Egress
from gouvernail.networks.contract import Unreadable
from gouvernail.networks.contract.heard import Batch, Event, Heard, Odd, What
from gouvernail.networks.feeds.polling import Memory, fetched
from gouvernail.networks.hearing import (
    AHEAD,
    MAX_URL,
    Gathering,
    digest,
    language,
    listed,
    short_name,
    shown_name,
    sound_text,
    web_address,
)
from gouvernail.networks.hypertext import MAX_POST_HTML, Hypertext, read_html

NETWORK: Final = "web"
MAX_ENTRIES: Final = 1_000
_ENTITY: Final = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_ZONE: Final = re.compile(r"(?:[A-Za-z]|[+-]\d\d:?\d\d)\s*$")
_EVERYWHERE: Final = ("http://", "https://", "tag:", "urn:")
_FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_KINDS: Final = {"image": "picture", "video": "video"}


def poll(
    egress: Egress, url: str, *, cursor: str, at: datetime, zone: str = "UTC"
) -> Batch | Unreadable:
    """Ask a feed, and return what is new.

    Args:
        egress: the way out.
        url: of the feed.
        cursor: what the last batch gave; empty the first time, when all it holds is new.
        at: aware; the time of this reading, which dates entries without a date.
        zone: IANA name, for dates that say none.
    """
    memory = Memory.of(cursor)
    response = fetched(egress, url, memory)
    if response is None:
        return Batch(cursor=cursor)
    if isinstance(response, Unreadable):
        return response
    kind = response.headers.get("content-type", "")
    return read(response.body, url=url, kind=kind, memory=memory, at=at, zone=zone)


def read(
    body: bytes, *, url: str, kind: str, memory: Memory, at: datetime, zone: str = "UTC"
) -> Batch | Unreadable:
    """Return what is new in the bytes of a feed. See `poll`; total.

    The batch says `gap` when the feed has moved on so far that nothing of it was seen before.
    """
    if _ENTITY.search(body.replace(b"\x00", b"")):
        return Unreadable(reason="unreadable: it declares entities")
    found = _parsed(body, url, kind)
    if isinstance(found, Unreadable):
        return found
    gathering = Gathering()
    feed = _Feed(found.get("feed"), url, at, zone)
    known = len(memory.seen)
    for entry in reversed(found["entries"][:MAX_ENTRIES]):  # feeds put the newest first
        event = feed.event(entry)
        if isinstance(event, Heard):
            _tell(event, memory, gathering)
        else:
            gathering.add(event)
    gathering.gap = bool(known and gathering.heard and not gathering.passed["seen"])
    gathering.cursor = memory.cursor()
    return gathering.batch()


def _tell(event: Heard, memory: Memory, gathering: Gathering) -> None:
    """Add an entry that was not seen, or not so; an entry seen again is the newest seen."""
    name, said = digest(event.key), digest(event.text)
    before = memory.seen.pop(name, None)
    memory.seen[name] = said
    if before is None:
        gathering.heard.append(event)
        return
    gathering.passed["seen"] += 1
    if before != said:
        gathering.heard.append(replace(event, what=What.EDIT))


def _parsed(body: bytes, url: str, kind: str) -> Any:  # noqa: ANN401 - a mapping of feedparser
    # A stream, never bytes alone: `feedparser` would open a file of that name.
    headers = {"content-location": url, "content-type": kind or "application/xml"}
    try:
        found = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError):
        # Its loose parser has such ends on what is no feed at all.
        return Unreadable(reason="unreadable: not a feed")
    if not found.get("version") and not found.get("entries"):
        return Unreadable(reason="unreadable: not a feed")
    return found


class _Feed:
    """What the entries of one reading have in common."""

    def __init__(self, feed: object, url: str, at: datetime, zone: str) -> None:
        known: Mapping[str, Any] = feed if isinstance(feed, dict) else {}
        self._title = shown_name(known.get("title"))
        self._lang = language(known.get("language"))
        self._host = urlsplit(url).netloc.lower()
        self._at = at.astimezone(UTC)
        self._zone = ZoneInfo(zone)

    def event(self, entry: Mapping[str, Any]) -> Event:
        """Return what one entry says."""
        title = read_html(sound_text(entry.get("title")), most=MAX_POST_HTML).text
        body = _body(entry)
        text = sound_text(body.text)
        if title and not text.startswith(title):
            text = f"{title}\n\n{text}".strip()
        if not text:
            return Odd("no_text")
        link = web_address(entry.get("link"))
        name = _name(entry, link, text)
        urls = [one for one in map(web_address, body.links) if one and one != link]
        media = _media(entry)
        has = {one["kind"] for one in media if one["kind"] in _KINDS.values()}
        return Heard(
            network=NETWORK,
            what=What.POST,
            remote_id=name,
            origin="" if name.startswith(_EVERYWHERE) else self._host,
            posted_at=self._moment(entry),
            url=link,
            author_id=self._host,
            author_handle=self._host,
            author_name=shown_name(entry.get("author")) or self._title,
            text=text,
            lang=language(entry.get("language")) or self._lang,
            urls=tuple(dict.fromkeys(urls))[:100],
            has=frozenset(has | ({"link"} if urls else set())),
            media=media,
        )

    def _moment(self, entry: Mapping[str, Any]) -> datetime:
        """Return when an entry was published, the time of reading where it does not say."""
        told = dict(entry)  # feedparser's own `get` gives one date in the place of another
        for name in ("published", "updated", "created"):
            found = self._instant(told.get(f"{name}_parsed"), told.get(name))
            if found is not None and found >= _FIRST:
                return min(found, self._at) if found > self._at + AHEAD else found
        return self._at

    def _instant(self, parts: object, written: object) -> datetime | None:
        """Return an instant that feedparser or, failing that, the rules of mail can read."""
        zoned = not isinstance(written, str) or bool(_ZONE.search(written))
        if not isinstance(parts, tuple):
            parts = parsedate(written) if isinstance(written, str) and not zoned else None
        if parts is None:
            return None
        try:
            found = datetime.fromtimestamp(timegm(parts), UTC)
            return found if zoned else found.replace(tzinfo=self._zone).astimezone(UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            return None


def _body(entry: Mapping[str, Any]) -> Hypertext:
    """Return the content of an entry, its summary where there is none."""
    for one in listed(entry, "content"):
        value = one.get("value") if isinstance(one, dict) else None
        if isinstance(value, str) and value.strip():
            return read_html(value, most=MAX_POST_HTML)
    summary = entry.get("summary")
    return read_html(summary if isinstance(summary, str) else "", most=MAX_POST_HTML)


def _name(entry: Mapping[str, Any], link: str, text: str) -> str:
    name = short_name(entry.get("id"), MAX_URL) or link or digest(text)
    return name if len(name) <= 300 else f"urn:sha256:{digest(name)}"  # noqa: PLR2004


def _media(entry: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {
            "kind": _KINDS.get(short_name(one.get("type")).partition("/")[0], "file"),
            "url": web_address(one.get("href")),
            "alt": "",
        }
        for one in listed(entry, "enclosures")
        if isinstance(one, dict)
    )
