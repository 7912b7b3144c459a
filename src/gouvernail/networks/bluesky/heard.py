"""From a record of a repository to what was heard, whichever stream carried it.

Source: the lexicons `app.bsky.feed.post`, `app.bsky.feed.repost`, `app.bsky.richtext.facet`,
`app.bsky.embed.*`. A stream carries the author's DID and no handle.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from gouvernail.networks.bluesky.names import POSTS, split_uri
from gouvernail.networks.contract.heard import Event, Heard, Odd, Passed, What
from gouvernail.networks.hearing import (
    MAX_URL,
    held,
    instant,
    language,
    listed,
    short_name,
    shown_name,
    sound_text,
    web_address,
)

NETWORK: Final = "bluesky"
REPOSTS: Final = "app.bsky.feed.repost"
COLLECTIONS: Final = (POSTS, REPOSTS)
_WRITES: Final = frozenset({"create", "update"})
_QUOTED: Final = frozenset({"app.bsky.embed.record", "app.bsky.embed.recordWithMedia"})
_FEATURES: Final = {
    "app.bsky.richtext.facet#link": "link",
    "app.bsky.richtext.facet#mention": "mention",
    "app.bsky.richtext.facet#tag": "hashtag",
}


def event_of(
    author: str, path: tuple[str, str], action: str, record: object, *, at: datetime
) -> Event:
    """Return what one write to a repository says.

    Args:
        author: DID of the repository.
        path: collection and key of the record.
        action: `create`, `update` or `delete`.
        record: its content; None of a deletion.
        at: aware, UTC; what the stream's clock says of the event.
    """
    collection, key = path
    if collection not in COLLECTIONS:
        return Passed(collection.rpartition(".")[2][:40] or "unnamed")
    did, name = short_name(author), short_name(key)
    if not did.startswith("did:") or "/" in did or not name or "/" in name:
        return Odd("no_name")
    return _written((did, collection, name), action, record, at)


def _written(place: tuple[str, str, str], action: str, record: object, at: datetime) -> Event:
    did, collection, _key = place
    uri = "at://" + "/".join(place)
    if action == "delete":
        return Heard(
            network=NETWORK, what=What.DELETE, remote_id=uri, posted_at=at, author_id=did, uri=uri
        )
    if action not in _WRITES or not isinstance(record, dict):
        return Odd("not_an_event")
    if collection == REPOSTS:
        return _repost(did, uri, record, at)
    return _post(uri, record, edited=action == "update", at=at)


def _repost(did: str, uri: str, record: Mapping[str, Any], at: datetime) -> Event:
    passed_on = _post_named(record.get("subject"))
    if not passed_on:
        return Odd("no_name")
    return Heard(
        network=NETWORK,
        what=What.REPOST,
        remote_id=uri,
        posted_at=instant(record.get("createdAt"), at=at) or at,
        author_id=did,
        quoted_id=passed_on,
        uri=uri,
    )


def _post(uri: str, record: Mapping[str, Any], *, edited: bool, at: datetime) -> Event:
    did, key = split_uri(uri)
    text, media = sound_text(record.get("text")), _media(record.get("embed"))
    reply, quoted = held(record, "reply"), _quoted(record.get("embed"))
    if not text and not media and not quoted:
        return Odd("no_text")
    parent = _post_named(reply.get("parent"))
    facets = _Facets(record)
    card = web_address(held(held(record, "embed"), "external").get("uri"))
    urls = tuple(dict.fromkeys((*facets.urls, *((card,) if card else ()))))
    known = {"reply": parent, "quote": quoted, "link": urls, "mention": facets.mentions}
    kinds = {one["kind"] for one in media}
    langs = listed(record, "langs")
    return Heard(
        network=NETWORK,
        what=_what(edited=edited, parent=parent, quoted=quoted),
        remote_id=uri,
        posted_at=instant(record.get("createdAt"), at=at) or at,
        url=f"https://bsky.app/profile/{did}/post/{key}",
        author_id=did,
        text=text,
        lang=language(langs[0]) if langs else "",
        urls=urls,
        has=frozenset({name for name, value in known.items() if value} | kinds | facets.tagged),
        parent_id=parent,
        root_id=(_post_named(reply.get("root")) or parent) if parent else "",
        quoted_id=quoted,
        mentions=facets.mentions,
        media=media,
        uri=uri,
    )


def _what(*, edited: bool, parent: str, quoted: str) -> What:
    if edited:
        return What.EDIT
    if parent:
        return What.REPLY
    return What.QUOTE if quoted else What.POST


class _Facets:
    """Links, accounts and hashtags that a post marks. Addresses are whole here, cut in the text."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        urls: list[str] = []
        mentions: list[str] = []
        tags = [tag for tag in listed(record, "tags") if isinstance(tag, str)]
        for facet in listed(record, "facets"):
            for feature in listed(facet, "features"):
                kind = _FEATURES.get(_type_of(feature))
                if kind == "link" and (url := web_address(feature.get("uri"))):
                    urls.append(url)
                elif kind == "mention" and (did := short_name(feature.get("did"))):
                    mentions.append(did)
                elif kind == "hashtag":
                    tags.append("")
        self.urls = tuple(urls)
        self.mentions = tuple(dict.fromkeys(mentions))
        self.tagged = {"hashtag"} if tags else set()


def _type_of(value: object) -> str:
    kind = value.get("$type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else ""


def _post_named(value: object) -> str:
    """Return the address of a post that a strong reference names; empty for none."""
    uri = short_name(value.get("uri"), MAX_URL) if isinstance(value, dict) else ""
    return uri if uri.startswith("at://") else ""


def _quoted(embed: object) -> str:
    if _type_of(embed) not in _QUOTED:
        return ""
    record = held(embed, "record")
    # With pictures the reference is one level deeper; lists and feeds are embedded likewise.
    uri = _post_named(record) or _post_named(record.get("record"))
    return uri if f"/{POSTS}/" in uri else ""


def _media(embed: object) -> tuple[Mapping[str, str], ...]:
    inner = held(embed, "media") or (embed if isinstance(embed, dict) else {})
    found = [
        {"kind": "picture", "url": "", "alt": shown_name(image.get("alt"), 2_000)}
        for image in listed(inner, "images")
        if isinstance(image, dict)
    ]
    if _type_of(inner) == "app.bsky.embed.video":
        found.append({"kind": "video", "url": "", "alt": shown_name(inner.get("alt"), 2_000)})
    return tuple(found)
