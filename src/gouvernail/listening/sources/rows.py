"""Rows of what was said elsewhere: CSV of any tool or platform, and JSON lines.

Columns are found by their usual names in French and English, or as a person says. The files are
read by `records.archives.tables`: any separator, any encoding, one row in memory at a time. A row
that cannot be taken in is told with its line and its column; the next ones may be.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from gouvernail.kernel.text import fold
from gouvernail.networks.contract.heard import Heard, What
from gouvernail.networks.hearing import (
    counted,
    host_of,
    language,
    short_name,
    shown_name,
    sound_text,
    web_address,
)
from gouvernail.records.archives import entries
from gouvernail.records.archives.entries import ArchiveProblemError, Bad, BadEntryError, Options
from gouvernail.records.archives.moments import moment_of
from gouvernail.records.archives.tables import numbered_lines, numbered_rows

ROLES: Final = (
    *("text", "posted_at", "url", "remote_id", "network", "handle", "name", "followers"),
    *("language", "parent_id"),
)
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *("text", "texte", "full text", "full_text", "message", "content", "contenu", "mention"),
        *("hit sentence", "snippet", "extrait", "post", "publication", "comment", "commentaire"),
        *("caption", "legende", "tweet", "body", "description", "title", "titre"),
    ),
    "posted_at": (
        *("posted_at", "published_at", "created_at", "date", "timestamp", "datetime", "time"),
        *("published", "publie le", "date de publication", "created", "date/heure", "heure"),
    ),
    "url": ("url", "link", "lien", "permalink", "permalien", "adresse", "address", "post_url"),
    "remote_id": ("remote_id", "id", "post_id", "tweet_id", "status_id", "id_str", "identifiant"),
    "network": (
        *("network", "reseau", "platform", "plateforme", "source type", "page type", "media type"),
        *("content source", "source", "site", "domain", "domaine"),
    ),
    "handle": (
        *("handle", "compte", "username", "user", "utilisateur", "screen_name", "account"),
        *("author", "auteur", "influencer", "from", "de"),
    ),
    "name": (
        "name",
        "nom",
        "author name",
        "author_name",
        "full name",
        "nom complet",
        "display_name",
    ),
    "followers": ("followers", "abonnes", "followers_count", "followers count", "reach", "portee"),
    "language": ("language", "lang", "langue"),
    "parent_id": (
        "parent_id",
        "in_reply_to",
        "in_reply_to_id",
        "in_reply_to_status_id",
        "reply_to",
    ),
}
_NETWORKS: Final[Mapping[str, tuple[str, ...]]] = {
    "x": ("x", "twitter", "x.com", "twitter.com", "mobile.twitter.com"),
    "facebook": ("facebook", "facebook.com", "m.facebook.com", "fb.com"),
    "instagram": ("instagram", "instagram.com"),
    "linkedin": ("linkedin", "linkedin.com", "fr.linkedin.com"),
    "youtube": ("youtube", "youtube.com", "youtu.be", "m.youtube.com"),
    "tiktok": ("tiktok", "tiktok.com"),
    "threads": ("threads", "threads.net", "threads.com"),
    "bluesky": ("bluesky", "bsky.app", "bsky"),
    "mastodon": ("mastodon",),
    "reddit": ("reddit", "reddit.com"),
}
_BY_NAME: Final = {name: slug for slug, names in _NETWORKS.items() for name in names}
OTHER: Final = "web"
EXCERPT: Final = 120
_DIGITS: Final = re.compile(r"[0-9]{1,15}")
_LONG: Final = r"[0-9]{8,25}"
# How posts are named by each network: any other cell of a column `id` counts the rows of a tool.
_OWN: Final[Mapping[str, re.Pattern[str]]] = {
    "bluesky": re.compile(r"at://\S+"),
    "facebook": re.compile(rf"{_LONG}(_{_LONG})?"),
    "instagram": re.compile(rf"{_LONG}(_{_LONG})?"),
    "linkedin": re.compile(r"urn:li:[a-zA-Z]+:\S+"),
    "mastodon": re.compile(rf"([a-z0-9.-]+/)?{_LONG}"),
    "reddit": re.compile(r"t[13]_[a-z0-9]{5,}"),
    "threads": re.compile(_LONG),
    "tiktok": re.compile(_LONG),
    "x": re.compile(_LONG),
    "youtube": re.compile(r"Ug[\w-]{20,}(\.[\w-]+)?|(?=.*[0-9_-])[\w-]{11}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says of the file.

    Attributes:
        columns: role (`ROLES`) to the name of a column; what is missing is found by usual names.
        network: slug, for rows that name none and whose address tells none.
        time_zone: IANA name, for times that say none.
        day_first: whether 03/04/2025 is the third of April.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    network: str = ""
    time_zone: str = "UTC"
    day_first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that cannot be taken in.

    Attributes:
        line: of the file, from 1.
        column: as its header names it; empty when it is the whole row.
        reason: `no_text`, `no_date`, `odd_date`, `encoding`, `too_long`, `broken_row`,
            `broken_json`, `too_deep`, `not_a_row`.
        excerpt: the beginning of what stands there.
    """

    line: int
    reason: str
    column: str = ""
    excerpt: str = ""


Row: TypeAlias = Heard | BadRow


def columns_of(header: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """Return which column is what: as told, else by its usual name, each column once. Pure."""
    known = {fold(name).text.strip(): name for name in reversed(header)}
    found = {role: told[role] for role in ROLES if told.get(role) in header}
    for role in ROLES:
        usual = (known[name] for name in _USUAL[role] if name in known)
        column = next((name for name in usual if name not in found.values()), "")
        if role not in found and column:
            found[role] = column
    return found


def read_csv(stream: io.BufferedReader, told: Told) -> Iterator[Row]:
    """Yield each row of a delimited text, in order, heard or bad.

    Raises:
        ArchiveProblemError: `no_columns`: no header, no column of texts or none of dates.
    """
    yield from _rows(numbered_rows(stream), told)


def is_json_lines(data: bytes) -> bool:
    """Return whether a file holds an object on its first line, and not a header. Pure."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_lines(stream: io.BufferedReader, told: Told) -> Iterator[Row]:
    """Yield each object of JSON lines, in order, heard or bad; the first says the columns.

    Raises:
        ArchiveProblemError: `no_columns`.
    """
    yield from _rows(numbered_lines(stream), told)


def _rows(rows: Iterator[tuple[int, Any]], told: Told) -> Iterator[Row]:
    reader: _Reader | None = None
    for line, row in rows:
        if isinstance(row, Bad):
            yield BadRow(line=line, reason=row.reason, excerpt=row.excerpt[:EXCERPT])
        elif not isinstance(row, dict):
            yield BadRow(line=line, reason="not_a_row", excerpt=str(row)[:EXCERPT])
        else:
            reader = reader or _Reader(list(row), told)
            yield reader.heard(line, row)


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, header: list[str], told: Told) -> None:
        self._columns = columns_of(header, told.columns)
        self._network = told.network
        self._options = Options(time_zone=told.time_zone, day_first=told.day_first)
        if not {"text", "posted_at"} <= self._columns.keys():
            raise ArchiveProblemError("no_columns")

    def heard(self, line: int, row: Mapping[str, Any]) -> Row:
        """Return one row."""
        cells = {role: row.get(column) for role, column in self._columns.items()}
        role = "text"
        try:
            text = _text(cells["text"])
            role = "posted_at"
            at = moment_of(cells["posted_at"], self._options)
        except BadEntryError as error:
            shown = sound_text(str(cells[role] or ""))[:EXCERPT]
            return BadRow(line=line, reason=error.reason, column=self._columns[role], excerpt=shown)
        return self._of(cells, text, at)

    def _of(self, cells: Mapping[str, Any], text: str, at: datetime) -> Heard:
        url = web_address(cells.get("url"))
        network = network_of(short_name(cells.get("network")), url) or self._network or OTHER
        handle = short_name(cells.get("handle")).lstrip("@")
        parent = short_name(cells.get("parent_id"))
        own = own_name(network, short_name(cells.get("remote_id")))
        return Heard(
            network=network,
            what=What.REPLY if parent else What.POST,
            remote_id=own or _mark(handle, url or at.isoformat(), text),
            posted_at=at,
            url=url,
            author_id=handle,
            author_handle=handle,
            author_name=shown_name(cells.get("name")),
            author_followers=_count(cells.get("followers")),
            text=text,
            lang=language(cells.get("language")),
            has=frozenset({"reply"}) if parent else frozenset(),
            parent_id=own_name(network, parent),
        )


def network_of(name: str, url: str) -> str:
    """Return the slug of a network by its name, or by the host of an address; empty for none."""
    host = host_of(url).removeprefix("www.")
    return _BY_NAME.get(fold(name).text.strip().removeprefix("www."), "") or _BY_NAME.get(host, "")


def _text(value: object) -> str:
    """Return the text of a cell.

    Raises:
        BadEntryError: `no_text`, `encoding` or `too_long`.
    """
    text = entries.sound_text(value)
    if not text:
        raise BadEntryError("no_text")
    return text


def _count(value: object) -> int | None:
    if isinstance(value, str):
        digits = "".join(value.split()).replace(",", "")
        value = int(digits) if _DIGITS.fullmatch(digits) else None
    return counted(value)


def own_name(network: str, cell: str) -> str:
    """Return the name its network gave a post; empty for a row number and the like. Pure."""
    pattern = _OWN.get(network)
    return cell if pattern is not None and pattern.fullmatch(cell) else ""


def _mark(handle: str, place: str, text: str) -> str:
    """Return a name for what has none: the same row is the same post, however often it comes.

    `place` is its address, else when it was said. An address alone is no name: comments are often
    given with that of the post they stand below.
    """
    said = f"{handle}\n{place}\n{text}".encode("utf-8", "replace")
    return f"row:{hashlib.sha256(said).hexdigest()[:32]}"
