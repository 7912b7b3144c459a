"""Mastodon: `outbox.json` of the archive that a server gives, ActivityStreams 2.0 inside.

Source of the shape: ActivityPub (W3C), and the archives of Mastodon 4.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gouvernail.networks.mastodon.markup import plain_text
from gouvernail.records.archives.elements import elements
from gouvernail.records.archives.entries import (
    MAX_REMOTE_ID,
    BadEntryError,
    Entry,
    Item,
    Left,
    Options,
    short_name,
    sound_text,
    web_address,
)
from gouvernail.records.archives.moments import moment_of

NAME: Final = "outbox.json"
_PUBLIC: Final = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})


def read(stream: io.BufferedIOBase, options: Options) -> Iterator[Any]:
    """Yield what the outbox holds, as `Item` or as what `item_of` will make one of."""
    del options
    yield from elements(stream, key="orderedItems")


def item_of(activity: Any, options: Options) -> Item:  # noqa: ANN401 - whatever the file holds
    """Return one activity as an entry: notes that are public are publications.

    Raises:
        BadEntryError: it says so of itself, and is none.
    """
    if not isinstance(activity, dict):
        raise BadEntryError("not_a_post")
    if activity.get("type") == "Announce":
        return Left("repost")
    note = activity.get("object")
    if activity.get("type") != "Create" or not isinstance(note, dict):
        return Left("not_a_post")
    if not _is_public(note):
        return Left("not_public")
    text = _text(note)
    media = _media(note.get("attachment"))
    if not text and not media:
        return Left("no_text")
    address = web_address(note.get("url")) or web_address(note.get("id"))
    identity = short_name(note.get("id"), MAX_REMOTE_ID)
    return Entry(
        text=text,
        published_at=moment_of(note.get("published") or activity.get("published"), options),
        language=_language(note),
        remote_id=identity.rstrip("/").rpartition("/")[2],
        url=address,
        media=media,
    )


def _is_public(note: Mapping[str, Any]) -> bool:
    to, copied = note.get("to"), note.get("cc")
    told = [one for each in (to, copied) for one in (each if isinstance(each, list) else [each])]
    return any(isinstance(one, str) and one in _PUBLIC for one in told)


def _text(note: Mapping[str, Any]) -> str:
    content = note.get("content")
    if content is None:
        content = ""
    words = sound_text(plain_text(sound_text(content))).replace("\n\n\n", "\n\n")
    warning = note.get("summary")
    return f"{sound_text(warning)}\n\n{words}".strip() if warning else words


def _language(note: Mapping[str, Any]) -> str:
    told = note.get("contentMap")
    return short_name(next(iter(told), ""), MAX_REMOTE_ID)[:8] if isinstance(told, dict) else ""


def _media(attached: object) -> tuple[dict[str, object], ...]:
    if not isinstance(attached, list):
        return ()
    return tuple(
        {
            "sha256": "",
            "mime": short_name(one.get("mediaType"), 100),
            "alt": sound_text(one.get("name") or ""),
        }
        for one in attached
        if isinstance(one, dict)
    )
