"""Timelines and search by HTTP: what streams missed, and servers that give none to strangers.

Sources: https://docs.joinmastodon.org/methods/timelines/ and /methods/search/. `min_id` pages
upwards from a number, so that a long absence is read to its end, page after page.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from gouvernail.egress import Egress, Request
from gouvernail.networks.calls import Answer, asked, unread
from gouvernail.networks.contract import Secret, Unreadable
from gouvernail.networks.contract.heard import Batch
from gouvernail.networks.hearing import Gathering, short_name
from gouvernail.networks.mastodon.heard import event_of
from gouvernail.networks.mastodon.streaming import HASHTAGS, later

PAGE: Final = 40
_SEARCH: Final = "search"


def page(
    egress: Egress,
    *,
    base_url: str,
    timeline: str,
    name: str = "",
    cursor: str = "",
    access: Secret | None = None,
) -> Batch | Unreadable:
    """Return the posts after a cursor, oldest first; one page, `more` when there may be others.

    Without a cursor, the newest page. A search pages from newest to oldest only: what lies beyond
    one page of new posts is a `gap`.

    Args:
        egress: the way out.
        base_url: of the server.
        timeline: `public`, `public:local`, `public:remote`, `hashtag`, `hashtag:local`, `list` or
            `search`.
        name: the hashtag, the number of the list, or the words to look for.
        cursor: what an earlier batch gave.
        access: a token; needed for lists, for search, and for the rest on servers that say so.

    Raises:
        ValueError: no such timeline.
    """
    url = f"{base_url}{_path(timeline, name, cursor)}"
    headers = {"authorization": f"Bearer {access.reveal()}"} if access else {}
    answer = asked(egress, Request(method="GET", url=url, headers=headers))
    if not isinstance(answer, Answer):
        return unread(answer)
    statuses = answer.body.get("statuses") if timeline == _SEARCH else answer.items
    if not isinstance(statuses, list | tuple):
        return Unreadable(reason="unreadable: not a list of posts")
    return _batch(list(statuses), timeline, urlsplit(base_url).netloc, cursor)


def _path(timeline: str, name: str, cursor: str) -> str:
    query: dict[str, str] = {"limit": str(PAGE)}
    kind, _colon, part = timeline.partition(":")
    if part in {"local", "remote"}:
        query[part] = "true"
    elif part:
        raise ValueError("There is no such timeline.")
    if timeline == _SEARCH and name:
        newer = {"min_id": cursor} if cursor else {}
        return f"/api/v2/search?{urlencode({'q': name, 'type': 'statuses', **newer, **query})}"
    if cursor:
        query["min_id"] = cursor
    if timeline in HASHTAGS and name.lstrip("#"):
        path = f"tag/{quote(name.lstrip('#'), safe='')}"
    elif timeline == "list" and name:
        path = f"list/{quote(name, safe='')}"
    elif kind == "public":
        path = "public"
    else:
        raise ValueError("There is no such timeline.")
    return f"/api/v1/timelines/{path}?{urlencode(query)}"


def _batch(statuses: list[Any], timeline: str, origin: str, cursor: str) -> Batch:
    gathering = Gathering(cursor)
    new = [one for one in statuses if not cursor or _is_after(one, cursor)]
    for status in sorted(new, key=_number):
        event = event_of(status, origin=origin)
        gathering.add(event)
        number = short_name(status.get("id")) if isinstance(status, dict) else ""
        gathering.cursor = later(gathering.cursor, number)
    full = len(new) >= PAGE and bool(cursor)
    gathering.more = full and timeline != _SEARCH and gathering.cursor != cursor
    gathering.gap = full and timeline == _SEARCH
    return gathering.batch()


def _number(status: Mapping[str, Any] | object) -> tuple[int, str]:
    number = short_name(status.get("id")) if isinstance(status, dict) else ""
    return len(number), number


def _is_after(status: object, cursor: str) -> bool:
    """Whether a post is new: servers that know no `min_id` give old ones again."""
    return not isinstance(status, dict) or _number(status) > (len(cursor), cursor)
