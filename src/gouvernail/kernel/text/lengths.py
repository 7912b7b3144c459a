"""Counted lengths: what each network says a text measures.

X counts weighted code points (twitter-text configuration v3), Mastodon graphemes with links and
remote mentions shortened, Bluesky graphemes and bytes; the others count code points.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

import regex

from gouvernail.kernel.text.emoji import EMOJI
from gouvernail.kernel.text.entities import find_links, find_mentions

_GRAPHEME: Final = regex.compile(r"\X")
_LONGEST_NORMALIZED: Final = 10_000  # longer texts fit nowhere on X; stacked marks cost time
# Configuration v3 of twitter-text: these weigh 1, everything else 2.
_HEAVY: Final = re.compile(r"[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# A flag is one grapheme like any letter; the pattern of graphemes takes quadratic time on many.
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
# Code points that are graphemes whatever stands beside them (but for CR LF): no need to segment.
_PLAIN_GRAPHEMES: Final = re.compile(
    r"[\u0000-\u02ff\u0370-\u0482\u048a-\u0530\u2010-\u2027\u2030-\u205e\u20a0-\u20c0"
    r"\u2100-\u2bff\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff"
    r"\U0001f300-\U0001f3fa\U0001f400-\U0001faff]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one network, or one server of it, accepts in one post.

    `characters` and `alt_length` are in the network's own unit, `url_length` is what a link
    counts for whatever its size (0: its own length), `bytes` is UTF-8, `media` is a number of
    files.
    """

    characters: int
    unit: str = "characters"
    url_length: int = 0
    bytes: int | None = None
    media: int = 0
    alt_length: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A counted length beside its limit, both in `unit`.

    `also` holds further limits on the same text; `fits` speaks for all of them.
    """

    length: int
    limit: int
    unit: str
    fits: bool
    also: "tuple[Count, ...]" = ()


# As published by each network; a server's own figures, where it gives them, take their place.
DEFAULT_LIMITS: Final[Mapping[str, Limits]] = MappingProxyType(
    {
        "x": Limits(
            characters=280, unit="weighted characters", url_length=23, media=4, alt_length=1000
        ),
        "bluesky": Limits(characters=300, unit="graphemes", bytes=3000, media=4, alt_length=2000),
        "mastodon": Limits(
            characters=500, unit="graphemes", url_length=23, media=4, alt_length=1500
        ),
        "facebook": Limits(characters=63206, media=10, alt_length=100),
        "instagram": Limits(characters=2200, media=10, alt_length=1000),
        "linkedin": Limits(characters=3000, media=20, alt_length=4086),
        "threads": Limits(characters=500, media=20, alt_length=1000),
        "youtube": Limits(characters=5000, media=1),
        "tiktok": Limits(characters=2200, media=35),
        "pinterest": Limits(characters=500, media=5, alt_length=500),
    }
)


_REFUSED: Final = re.compile("[\ufeff\ufffe\uffff]")


def _count(length: int, limit: int, unit: str, also: tuple[Count, ...] = ()) -> Count:
    fits = length <= limit and all(other.fits for other in also)
    return Count(length=length, limit=limit, unit=unit, fits=fits, also=also)


def _graphemes(text: str) -> int:
    if text.isascii() or _PLAIN_GRAPHEMES.fullmatch(text):
        return len(text) - text.count("\r\n")
    return len(_GRAPHEME.findall(_FLAG.sub("x", text)))


def _weighted(text: str) -> int:
    """Return the weighted length of a text without links."""
    if text.isascii() or not _HEAVY.search(text):
        return len(text)
    rest, emoji = EMOJI.subn("", text)
    return 2 * emoji + len(rest) + len(_HEAVY.findall(rest))


def count_x(text: str, *, limit: int = 280, url_length: int = 23) -> Count:
    """Count as X does: configuration v3, NFC, links as `url_length`, an emoji as 2.

    A text with one of the three code points that X refuses does not fit: they are counted beside.
    Source: twitter-text, `config/v3.json` and its conformance files.
    """
    refused = len(_REFUSED.findall(text))
    if len(text) <= _LONGEST_NORMALIZED:
        text = normalize("NFC", text)
    weight = 0
    position = 0
    for link in find_links(text):
        weight += _weighted(text[position : link.start]) + url_length
        position = link.end
    weight += _weighted(text[position:])
    also = (_count(refused, 0, "refused characters"),) if refused else ()
    return _count(weight, limit, "weighted characters", also)


def count_bluesky(text: str, *, limit: int = 300, limit_bytes: int | None = 3000) -> Count:
    """Count graphemes, and beside them UTF-8 bytes, as the `app.bsky.feed.post` lexicon does."""
    also: tuple[Count, ...] = ()
    if limit_bytes is not None:
        size = len(text.encode("utf-8", "surrogatepass"))
        also = (_count(size, limit_bytes, "bytes"),)
    return _count(_graphemes(text), limit, "graphemes", also)


def count_mastodon(text: str, *, limit: int = 500, url_length: int = 23) -> Count:
    """Count graphemes, a link with a scheme as `url_length`, a remote mention by its local part.

    Source: Mastodon, `app/validators/status_length_validator.rb`; `limit` and `url_length` are
    the server's own (`/api/v2/instance`).
    """
    pieces: list[str] = []
    position = 0
    for link in find_links(text):
        if link.url[:4].lower() == "http":
            pieces += (text[position : link.start], "x" * url_length)
            position = link.end
    pieces.append(text[position:])
    short = "".join(pieces)
    spared = 0
    for mention in find_mentions(short, "mastodon"):
        local, _at, host = mention.handle.partition("@")
        spared += len(mention.handle) - len(local) if host else 0
    return _count(_graphemes(short) - spared, limit, "graphemes")


def count_plain(text: str, *, limit: int) -> Count:
    """Count code points."""
    return _count(len(text), limit, "characters")


def count(network: str, text: str, *, limits: Limits | None = None) -> Count:
    """Count `text` as `network` (its slug) does, against `limits` or the published ones.

    Raises:
        KeyError: the network has no published limits and none are given.
    """
    known = limits or DEFAULT_LIMITS[network]
    if network == "x":
        return count_x(text, limit=known.characters, url_length=known.url_length)
    if network == "bluesky":
        return count_bluesky(text, limit=known.characters, limit_bytes=known.bytes)
    if network == "mastodon":
        return count_mastodon(text, limit=known.characters, url_length=known.url_length)
    return count_plain(text, limit=known.characters)
