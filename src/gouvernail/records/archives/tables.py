"""Rows with a header: CSV of any origin, LinkedIn's `Shares.csv`, and JSON lines.

Columns are found by their usual names in French and English, or as a person says.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from gouvernail.kernel.text import fold
from gouvernail.records.archives.entries import (
    MAX_REMOTE_ID,
    MAX_TEXT,
    ArchiveProblemError,
    Bad,
    BadEntryError,
    Entry,
    Item,
    Left,
    Options,
    as_shown,
    short_name,
    sound_text,
    web_address,
)
from gouvernail.records.archives.moments import is_day, moment_of

LINKEDIN: Final = re.compile(r"(^|/)Shares(_\d+)?\.csv$", re.IGNORECASE)
ROLES: Final = ("text", "published_at", "url", "remote_id", "language")
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *("text", "texte", "full_text", "message", "content", "contenu", "post", "publication"),
        *(
            "caption",
            "legende",
            "tweet",
            "sharecommentary",
            "body",
            "description",
            "titre",
            "title",
        ),
    ),
    "published_at": (
        *("published_at", "created_at", "date", "timestamp", "time", "published", "datetime"),
        *("publie le", "date de publication", "posted_at", "created", "date_time", "heure"),
    ),
    "url": ("url", "link", "lien", "permalink", "sharelink", "adresse", "address", "post_url"),
    "remote_id": ("remote_id", "id", "post_id", "tweet_id", "status_id", "id_str", "identifiant"),
    "language": ("language", "lang", "langue"),
}
_SAMPLE: Final = 1 << 16
MAX_LINE: Final = 4 * 1024**2
ODD_BYTES: Final = "gouvernail.odd-bytes"


def _odd_bytes(error: UnicodeError) -> tuple[str, int]:
    """Return what no text holds, in the place of bytes that are none, whatever the encoding."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udc80", error.end


codecs.register_error(ODD_BYTES, _odd_bytes)


def columns_of(header: Sequence[str], options: Options) -> dict[str, str]:
    """Return which column is what: as told, else by its usual name. Pure."""
    known = {fold(name).text.strip(): name for name in reversed(header)}
    found = {}
    for role in ROLES:
        told = options.columns.get(role, "")
        usual = next((known[name] for name in _USUAL[role] if name in known), "")
        column = told if told in header else usual
        if column:
            found[role] = column
    return found


def read_csv(stream: io.BufferedIOBase, options: Options) -> Iterator[Any]:
    """Yield the rows of a delimited text as mappings by role, `Bad` for one that cannot be cut.

    Raises:
        ArchiveProblemError: no column of texts or of dates (`no_columns`).
    """
    del options
    for _line, row in numbered_rows(stream):
        yield row


def numbered_rows(stream: io.BufferedIOBase) -> Iterator[tuple[int, Any]]:
    """Yield what `read_csv` yields, each with the line of the file where it begins, from 1.

    Raises:
        ArchiveProblemError: no header (`no_columns`).
    """
    head = _peek(stream)
    encoding = encoding_of(head)
    source = cast("io.BufferedReader", stream)
    text = io.TextIOWrapper(source, encoding, errors=ODD_BYTES, newline="")
    sample = head.decode(encoding, "replace")
    csv.field_size_limit(MAX_TEXT * 8)
    lines = _Lines(text)
    rows = csv.reader(lines, delimiter=delimiter_of(sample))
    header = _header(rows)
    while True:
        lines.taken = 0
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except BadEntryError as error:
            yield line, Bad(error.reason, where=f"{rows.line_num}")
            continue
        except csv.Error:
            yield line, Bad("broken_row", where=f"{rows.line_num}")
            continue
        if any(cell.strip() for cell in row):
            yield line, dict(zip(header, row, strict=False))


class _Lines:
    """The lines of a text, for one row at a time no more than `MAX_LINE` characters.

    `taken` is how many the row has so far: whoever asks for the next row sets it to 0.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_LINE)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken >= MAX_LINE:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(MAX_LINE)
            raise BadEntryError("too_long")
        return line


def _header(rows: Any) -> list[str]:  # noqa: ANN401 - a csv reader
    """Return the names of the columns, skipping what LinkedIn and others write above them."""
    for _line in range(20):
        try:
            row = next(rows)
        except (StopIteration, csv.Error, BadEntryError):
            break
        if len([cell for cell in row if cell.strip()]) > 1:
            return [as_shown(cell.strip().lstrip("\ufeff")) for cell in row]
    raise ArchiveProblemError("no_columns")


def _peek(stream: io.BufferedIOBase) -> bytes:
    return stream.peek(_SAMPLE)[:_SAMPLE] if isinstance(stream, io.BufferedReader) else b""


def encoding_of(head: bytes) -> str:
    """Return the encoding of a text by its beginning: its mark, UTF-16 by zeros, UTF-8, cp1252."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.count(0) * 4 > len(head):
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    good = 0
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        good = error.start
        if good < len(head) - 4 and head.count(b"\xc3", 0, good) == 0:
            return "cp1252"
    return "utf-8-sig"


def delimiter_of(sample: str) -> str:
    """Return the separator that the first line uses most. Pure."""
    line = next((each for each in sample.splitlines() if each.strip()), "")
    return max(",;\t|", key=lambda each: (line.count(each), each == ","))


def read_lines(stream: io.BufferedIOBase, options: Options) -> Iterator[Any]:
    """Yield the objects of JSON lines, `Bad` for a line that is none."""
    del options
    for _line, row in numbered_lines(stream):
        yield row


def numbered_lines(stream: io.BufferedIOBase) -> Iterator[tuple[int, Any]]:
    """Yield what `read_lines` yields, each with its line, from 1."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if not line.strip():
            continue
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            yield number, Bad("too_long", where=str(number))
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                continue
            continue
        yield number, _object(line, number)


def _object(line: bytes, number: int) -> object:
    shown = line[:120].decode("utf-8", "replace").replace("\x00", "\ufffd")
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Bad("encoding", where=str(number), excerpt=shown)
    except RecursionError:
        return Bad("too_deep", where=str(number), excerpt=shown)
    except ValueError:
        return Bad("broken_json", where=str(number), excerpt=shown)


def item_of(row: Any, options: Options) -> Item:  # noqa: ANN401 - whatever the file holds
    """Return one row as an entry.

    Raises:
        BadEntryError: no text, no date, or none of the columns.
    """
    if not isinstance(row, dict):
        raise BadEntryError("not_a_post")
    columns = columns_of([str(name) for name in row if name is not None], options)
    if "text" not in columns or "published_at" not in columns:
        raise BadEntryError("no_columns")
    text = sound_text(row.get(columns["text"]))
    if text.startswith("RT @"):
        return Left("repost")
    if not text:
        return Left("no_text")
    said = {role: row.get(column) or "" for role, column in columns.items()}
    return Entry(
        text=text,
        published_at=moment_of(said["published_at"], options),
        is_day=is_day(said["published_at"]),
        language=short_name(said.get("language", ""), 8).lower(),
        remote_id=short_name(said.get("remote_id", ""), MAX_REMOTE_ID),
        url=web_address(said.get("url", "")),
    )


def linkedin_item_of(row: Any, options: Options) -> Item:  # noqa: ANN401 - as `item_of`
    """Return one share as an entry; its line breaks come wrapped in quotes.

    Raises:
        BadEntryError: as `item_of`.
    """
    in_utc = replace(options, time_zone="UTC")  # whatever the zone of the account
    if not isinstance(row, dict):
        raise BadEntryError("not_a_post")
    text = sound_text(row.get("ShareCommentary") or "").replace('"\n"', "\n").strip('"')
    shared = web_address(row.get("SharedUrl"))
    if shared and shared not in text:
        text = f"{text}\n{shared}".strip()
    media = ({"sha256": "", "mime": "", "alt": ""},) if web_address(row.get("MediaUrl")) else ()
    if not text and not media:
        return Left("repost" if row.get("ShareLink") else "no_text")
    return Entry(
        text=text,
        published_at=moment_of(row.get("Date"), in_utc),
        url=web_address(row.get("ShareLink")),
        media=media,
    )
