"""X: `data/tweets.js` of the archive of one's own data, and its older forms.

A script that assigns a JSON array; the text is HTML-escaped and its links are shortened, both of
which are undone here. Long archives come in parts (`tweets-part1.js`).
"""

import html
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gouvernail.records.archives.elements import elements
from gouvernail.records.archives.entries import (
    MAX_REMOTE_ID,
    MAX_TEXT,
    BadEntryError,
    Entry,
    Item,
    Left,
    Options,
    short_name,
    sound_text,
)
from gouvernail.records.archives.moments import moment_of

NAMES: Final = re.compile(r"(^|/)(data/)?tweets?(-part\d+)?\.js$")
_SHORT: Final = re.compile(r"https?://t\.co/\w{1,40}")
_UNSAID: Final = frozenset({"und", "qme", "qht", "qam", "qct", "qst", "zxx", "art"})


def read(stream: io.BufferedIOBase, options: Options) -> Iterator[Any]:
    """Yield what one part holds, as what `item_of` will make an entry of."""
    del options
    yield from elements(stream)


def item_of(wrapped: Any, options: Options) -> Item:  # noqa: ANN401 - whatever the file holds
    """Return one post as an entry.

    Raises:
        BadEntryError: it has no text, no sound date or no number.
    """
    post = wrapped.get("tweet", wrapped) if isinstance(wrapped, dict) else None
    if not isinstance(post, dict):
        raise BadEntryError("not_a_post")
    raw = post.get("full_text", post.get("text"))
    text = sound_text(raw)
    if text.startswith("RT @") or post.get("retweeted_status") is not None:
        return Left("repost")
    number = short_name(post.get("id_str") or post.get("id"), MAX_REMOTE_ID)
    if not number.isdecimal():
        raise BadEntryError("no_number")
    language = short_name(post.get("lang"), 8)
    media = _media(post)
    text = _unshortened(text, post)
    if not text and not media:
        return Left("no_text")
    return Entry(
        text=text,
        published_at=moment_of(post.get("created_at"), options),
        language="" if language in _UNSAID else language,
        remote_id=number,
        url=f"https://x.com/i/web/status/{number}",
        media=media,
    )


def _entities(post: Mapping[str, Any], what: str) -> list[Mapping[str, Any]]:
    for name in ("extended_entities", "entities"):
        held = post.get(name)
        found = held.get(what) if isinstance(held, dict) else None
        if isinstance(found, list) and found:
            return [one for one in found if isinstance(one, dict)]
    return []


def _unshortened(text: str, post: Mapping[str, Any]) -> str:
    """Return a text with the addresses that X shortened as they were, those of pictures left out.

    Raises:
        BadEntryError: it would be longer than any post (`too_long`).
    """
    wholes: dict[str, str] = {}
    for one in _entities(post, "urls"):
        short, whole = one.get("url"), one.get("expanded_url")
        if isinstance(short, str) and isinstance(whole, str):
            wholes[short] = sound_text(whole)
    for one in _entities(post, "media"):
        if isinstance(one.get("url"), str):
            wholes[one["url"]] = ""
    found = _SHORT.findall(text)
    if len(text) + sum(len(wholes.get(short, "")) for short in found) > MAX_TEXT:
        raise BadEntryError("too_long")
    text = _SHORT.sub(lambda short: wholes.get(short[0], short[0]), text)
    return html.unescape(text).replace("\x00", "").strip()


def _media(post: Mapping[str, Any]) -> tuple[dict[str, object], ...]:
    kinds = {"photo": "image/jpeg", "video": "video/mp4", "animated_gif": "video/mp4"}
    return tuple(
        {
            "sha256": "",
            "mime": kinds.get(str(one.get("type")), ""),
            "alt": sound_text(one.get("ext_alt_text") or ""),
        }
        for one in _entities(post, "media")
    )
