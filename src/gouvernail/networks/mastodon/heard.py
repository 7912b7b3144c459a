"""From a status of a server to what was heard.

Source: https://docs.joinmastodon.org/entities/Status/. The number of a status is good on one
server only, hence `origin`; its `uri` is the same everywhere.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from gouvernail.networks.contract.heard import Event, Heard, Odd, Passed, What
from gouvernail.networks.hearing import (
    MAX_URL,
    counted,
    held,
    instant,
    language,
    listed,
    short_name,
    shown_name,
    sound_text,
    web_address,
)
from gouvernail.networks.hypertext import MAX_POST_HTML, Hypertext, read_html

NETWORK: Final = "mastodon"
_PUBLIC: Final = frozenset({"public", "unlisted"})
_KINDS: Final = {"image": "picture", "gifv": "video", "video": "video"}


def event_of(status: object, *, origin: str, edited: bool = False) -> Event:
    """Return what one status says; what is not for everybody is passed by, unread.

    Args:
        status: as the server's JSON gives it.
        origin: host of that server.
        edited: the server says that it was changed, rather than posted.
    """
    if not isinstance(status, dict):
        return Odd("not_an_event")
    if short_name(status.get("visibility")) not in _PUBLIC:
        return Passed("not_public")
    number, at = short_name(status.get("id")), instant(status.get("created_at"))
    if not number or at is None:
        return Odd("no_date" if number else "no_name")
    shown = _Shown(held(status, "reblog") or status, origin)
    if not shown.text and not shown.media and not shown.quoted:
        return Odd("no_text")
    return _heard(status, shown, number, at, edited=edited)


def _heard(
    status: Mapping[str, Any], shown: "_Shown", number: str, at: datetime, *, edited: bool
) -> Heard:
    author, reblog = held(status, "account"), held(status, "reblog")
    passed_on = short_name(reblog.get("id"))
    changed = What.EDIT if edited else shown.what
    return Heard(
        network=NETWORK,
        what=What.REPOST if passed_on else changed,
        remote_id=number,
        origin=shown.origin,
        posted_at=at,
        url=web_address(status.get("url")) or web_address(status.get("uri")),
        author_id=short_name(author.get("id")),
        author_handle=_handle(author, shown.origin),
        author_name=shown_name(author.get("display_name")),
        author_followers=counted(author.get("followers_count")),
        text=shown.text,
        lang=shown.lang,
        urls=shown.urls,
        has=shown.has,
        parent_id="" if passed_on else shown.parent,
        quoted_id=passed_on or shown.quoted,
        quoted_author=_handle(held(reblog, "account"), shown.origin) if passed_on else "",
        mentions=shown.mentions,
        media=shown.media,
        uri=short_name(status.get("uri"), MAX_URL),
    )


def _handle(account: Mapping[str, Any], origin: str) -> str:
    """Return `user@host`: a server leaves the host of its own accounts out."""
    acct = short_name(account.get("acct")).lstrip("@")
    return acct if not acct or "@" in acct else f"{acct}@{origin}"


class _Shown:
    """What a status shows, whoever passes it on."""

    def __init__(self, status: Mapping[str, Any], origin: str) -> None:
        self.origin = origin
        html = status.get("content")
        words = read_html(html, most=MAX_POST_HTML) if isinstance(html, str) else Hypertext("")
        warning = sound_text(status.get("spoiler_text"))
        self.text = f"{warning}\n\n{sound_text(words.text)}".strip()
        self.lang = language(status.get("language"))
        self.parent = short_name(status.get("in_reply_to_id"))
        self.quoted = short_name(held(held(status, "quote"), "quoted_status").get("id"))
        self.media = _media(status)
        self.mentions = tuple(
            handle for one in listed(status, "mentions") if (handle := _handle_of(one, origin))
        )
        card = web_address(held(status, "card").get("url"))
        sound = [address for one in words.links if (address := web_address(one))]
        self.urls = tuple(dict.fromkeys((*sound, *((card,) if card else ()))))[:100]
        known = {"hashtag": listed(status, "tags"), "link": self.urls, "mention": self.mentions}
        known |= {"quote": self.quoted, "reply": self.parent}
        kinds = {one["kind"] for one in self.media if one["kind"] != "sound"}
        self.has = frozenset({name for name, value in known.items() if value} | kinds)

    @property
    def what(self) -> What:
        if self.parent:
            return What.REPLY
        return What.QUOTE if self.quoted else What.POST


def _handle_of(value: object, origin: str) -> str:
    return _handle(value, origin) if isinstance(value, dict) else ""


def _media(status: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {
            "kind": _KINDS.get(short_name(one.get("type")), "sound"),
            "url": web_address(one.get("url")),
            "alt": shown_name(one.get("description"), 2_000),
        }
        for one in listed(status, "media_attachments")
        if isinstance(one, dict)
    )
