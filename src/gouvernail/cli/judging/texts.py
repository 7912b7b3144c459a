"""Texts to judge, from plain text, Markdown, CSV and JSON lines."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from gouvernail.cli.posts import (
    STANDARD_INPUT,
    Given,
    InputError,
    decoded,
    read_bytes,
    read_posts,
    read_source,
)

TEXT_COLUMNS = ("text", "texte", "post", "message", "content", "contenu")
LISTS = ("tags", "links", "unit", "audience")
AROUND_CELL = ',;|\t\r\n"'
LIST_MARK = re.compile(r"\s*[;,|]\s*")
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
FIELD = re.compile(r"^([a-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def read_texts(name: str, *, column: str = "") -> Iterator[Given]:
    """Yield the texts of a file: rows of a CSV, JSON lines, a Markdown page, or the whole of it.

    The front matter of a page (`network: x`, `tags: [sponsored]`) says the circumstances of its
    text; so do the other columns of a CSV, and the other keys of a JSON line.

    Raises:
        InputError: it cannot be read; the message begins with `file:line`.
    """
    suffix = Path(name).suffix.lower() if name != STANDARD_INPUT else ""
    if column or suffix == ".csv":
        yield from _rows(name, column)
    elif suffix in {".md", ".markdown"}:
        yield _page(name)
    else:
        yield from read_posts(name)


def _rows(name: str, column: str) -> Iterator[Given]:
    from gouvernail.records.archives.tables import delimiter_of

    source = _table(name)
    kept = _Kept(io.StringIO(source, newline=""))
    try:
        rows = csv.DictReader(kept, strict=True, delimiter=delimiter_of(source))
        names = list(rows.fieldnames or ())
        wanted = (column,) if column else TEXT_COLUMNS
        found = next((each for each in names if each.strip().casefold() in wanted), None)
        found = next((each for each in names if each == column), None) if column else found
        if found is None:
            had = ", ".join(names) or "nothing"
            raise InputError(
                f"{name}:1: no column {' or '.join(wanted)}; the file has {had}",
                f"{name}:1 : pas de colonne {' ou '.join(wanted)} ; le fichier a {had}",
            )
        line = rows.line_num + 1
        kept.taken = ""
        for row in rows:
            fields: dict[str, object] = {
                key: _listed(key, value) for key, value in row.items() if key and value
            }
            text = str(fields.pop(found, ""))
            lines, at = _place(kept.taken, text)
            yield Given(
                id=str(fields.pop("id", line)),
                text=text,
                line=line + lines,
                column=at,
                fields=fields,
            )
            line, kept.taken = rows.line_num + 1, ""
    except csv.Error as error:
        raise InputError(
            f"{name}: not CSV: {error}", f"{name} : ce n’est pas du CSV ({error})"
        ) from error


def _table(name: str) -> str:
    """Return a table as text, in UTF-8 or as spreadsheets write it: as past posts are imported."""
    from gouvernail.records.archives.tables import encoding_of

    raw = read_bytes(name)
    encoding = encoding_of(raw)
    if encoding not in {"utf-8-sig", "cp1252"}:
        return decoded(raw, name, encoding)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decoded(raw, name, "cp1252")


class _Kept:
    """The lines of a file, and those `taken` since it was emptied."""

    def __init__(self, source: io.StringIO) -> None:
        self._source = source
        self.taken = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._source:
            self.taken += line
            yield line


def _place(row: str, text: str) -> tuple[int, int]:
    """Return where the cell of a text begins in a row as written: lines below, column from 1.

    Column 0 where it is not written there as it is: quotes are doubled.
    """
    at = row.find(text) if text else -1
    while at >= 0:
        around = row[at - 1 : at] + row[at + len(text) : at + len(text) + 1]
        if not around.strip(AROUND_CELL):
            return row[:at].count("\n"), at - (row[:at].rfind("\n") + 1) + 1
        at = row.find(text, at + 1)
    return 0, 0


def _page(name: str) -> Given:
    source = read_source(name).replace("\r\n", "\n")
    front = FRONT_MATTER.match(source)
    if front is None:
        return Given(id="", text=source.removesuffix("\n"), line=1)
    fields: dict[str, object] = {
        key: _listed(key, value.strip("[]\"'")) for key, value in FIELD.findall(front[1])
    }
    line = front[0].count("\n") + 1
    return Given(id="", text=source[front.end() :].removesuffix("\n"), line=line, fields=fields)


def _listed(key: str, value: str) -> object:
    if key not in LISTS:
        return value
    return [each.strip("\"'") for each in LIST_MARK.split(value) if each]
