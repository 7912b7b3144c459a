"""Facebook and Instagram: the posts of Meta's export "Download your information", as JSON.

Meta writes the bytes of UTF-8 as if each were a character of Latin-1; that is undone here.
Facebook: `…/posts/your_posts….json` or `profile_posts_1.json`; Instagram: `…/posts_1.json`.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gouvernail.records.archives.elements import elements
from gouvernail.records.archives.entries import (
    BadEntryError,
    Entry,
    Item,
    Left,
    Options,
    as_shown,
    sound_text,
    web_address,
)
from gouvernail.records.archives.moments import moment_of

NAMES: Final = re.compile(
    r"(^|/)posts/(your_posts|profile_posts|page_posts|group_posts)[^/]*\.json$"
    r"|(^|/)(content|media)/posts_\d+\.json$"
)


def read(stream: io.BufferedIOBase, options: Options) -> Iterator[Any]:
    """Yield what one file holds, as what `item_of` will make an entry of."""
    del options
    yield from elements(stream)


def item_of(post: Any, options: Options) -> Item:  # noqa: ANN401 - whatever the file holds
    """Return one post as an entry.

    Raises:
        BadEntryError: it has no sound date or text.
    """
    if not isinstance(post, dict):
        raise BadEntryError("not_a_post")
    if "media" in post and "data" not in post:
        return _of_instagram(post, options)
    texts = [one["post"] for one in _dicts(post.get("data")) if "post" in one]
    text = mended(sound_text(texts[0])) if texts else ""
    attached = [one for each in _dicts(post.get("attachments")) for one in _dicts(each.get("data"))]
    media = tuple(_picture(one["media"]) for one in attached if isinstance(one.get("media"), dict))
    links = [web_address(_held(one, "external_context").get("url")) for one in attached]
    link = next(filter(None, links), "")
    if link and link not in text:
        text = f"{text}\n{link}".strip()
    if not text and not media:
        return Left("no_text")
    return Entry(
        text=text,
        published_at=moment_of(post.get("timestamp"), options),
        media=media,
        mark=_mark([one["media"] for one in attached if isinstance(one.get("media"), dict)]),
    )


def _of_instagram(post: Mapping[str, Any], options: Options) -> Item:
    pictures = _dicts(post.get("media"))
    first = pictures[0] if pictures else {}
    text = mended(sound_text(post.get("title") or first.get("title") or ""))
    moment = post.get("creation_timestamp") or first.get("creation_timestamp")
    media = tuple(_picture(one, titled=False) for one in pictures)
    if not text and not media:
        return Left("no_text")
    return Entry(
        text=text, published_at=moment_of(moment, options), media=media, mark=_mark(pictures)
    )


def _mark(pictures: list[dict[str, Any]]) -> str:
    """Return the names of the files of a post's pictures, which nothing else of it may tell."""
    return as_shown("\n".join(str(one.get("uri") or "") for one in pictures))


def mended(text: str) -> str:
    """Return a text whose UTF-8 bytes were written as characters, as it was meant. Pure.

    A text that was written rightly is given back as it is.
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _picture(media: Mapping[str, Any], *, titled: bool = True) -> dict[str, object]:
    address = str(media.get("uri") or "")
    video = address.endswith((".mp4", ".mov"))
    said = media.get("description") or "" if titled else ""
    return {
        "sha256": "",
        "mime": "video/mp4" if video else "image/jpeg",
        "alt": mended(sound_text(said)),
    }


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _held(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    held = value.get(name)
    return held if isinstance(held, dict) else {}
