"""Asking an address again: only if it changed, and telling apart what was seen.

Source: RFC 9110, section 13 (conditional requests).
"""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from gouvernail.egress import Egress, Request, Response
from gouvernail.networks.calls import call, retry_after_seconds, unread
from gouvernail.networks.contract import Unreadable
from gouvernail.networks.hearing import held, short_name

MAX_SEEN: Final = 3_000
MAX_BYTES: Final = 2 * 1024 * 1024
_OK, _SAME, _BUSY, _DOWN = 200, 304, 429, 503
_MOVED: Final = range(300, 400)


@dataclass(slots=True, kw_only=True)
class Memory:
    """What a cursor remembers: how to ask only for news, and what was seen.

    Attributes:
        etag: of the last answer.
        modified: its `Last-Modified`.
        seen: the newest last; digest of a name to digest of what it said.
        begun: whether there was an answer at all.
    """

    etag: str = ""
    modified: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    begun: bool = False

    @classmethod
    def of(cls, cursor: str) -> "Memory":
        """Return what a cursor remembers; one that cannot be read remembers nothing."""
        try:
            told: Any = json.loads(cursor) if cursor else {}
        except (ValueError, RecursionError):
            told = {}
        seen = {name: said for name, said in held(told, "seen").items() if isinstance(said, str)}
        known = told if isinstance(told, dict) else {}
        return cls(
            etag=short_name(known.get("etag")),
            modified=short_name(known.get("modified")),
            seen=seen,
            begun=bool(known),
        )

    def cursor(self) -> str:
        """Return the cursor, with the newest `MAX_SEEN` of what was seen."""
        newest = dict(list(self.seen.items())[-MAX_SEEN:])
        told = {"etag": self.etag, "modified": self.modified, "seen": newest}
        return json.dumps(told, separators=(",", ":"))


def fetched(egress: Egress, url: str, memory: Memory) -> Response | Unreadable | None:
    """Return a new answer and remember it; None when nothing changed.

    A redirect is told (`moved`), with where it leads, and not followed: a person decides.
    """
    headers = {"accept": "application/atom+xml, application/rss+xml, application/xml, text/html"}
    if memory.etag:
        headers["if-none-match"] = memory.etag
    if memory.modified:
        headers["if-modified-since"] = memory.modified
    response = call(egress, Request(method="GET", url=url, headers=headers))
    if not isinstance(response, Response):
        return unread(response)
    if response.status == _SAME:
        return None
    if response.status != _OK:
        return _problem(response)
    if len(response.body) > MAX_BYTES:
        return Unreadable(reason=f"too_large: {len(response.body)} bytes")
    memory.etag = short_name(response.headers.get("etag"))
    memory.modified = short_name(response.headers.get("last-modified"))
    return response


def _problem(response: Response) -> Unreadable:
    status = response.status
    if status in _MOVED:
        return Unreadable(reason=f"moved: {short_name(response.headers.get('location'), 500)}")
    if status in {_BUSY, _DOWN}:
        return Unreadable(
            reason=f"rate_limited: {status}", retry_after_seconds=retry_after_seconds(response)
        )
    return Unreadable(reason=f"unreadable: {status}")
