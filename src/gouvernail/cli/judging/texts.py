"""Texts to judge, from plain text, Markdown, CSV and JSON lines."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from gouvernail.cli.posts import STANDARD_INPUT, Given, InputError, read_posts, read_source

TEXT_COLUMNS = ("text", "texte", "post", "message", "content", "contenu")
LISTS = ("tags", "links", "unit", "audience")
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
    try:
        rows = csv.DictReader(io.StringIO(read_source(name), newline=""), strict=True)
        names = list(rows.fieldnames or ())
        wanted = (column,) if column else TEXT_COLUMNS
        found = next((each for each in names if each in wanted), None)
        if found is None:
            had = ", ".join(names) or "nothing"
            raise InputError(f"{name}:1: no column {' or '.join(wanted)}; the file has {had}")
        line = 2
        for row in rows:
            fields: dict[str, object] = {
                key: _listed(key, value) for key, value in row.items() if key and value
            }
            text = str(fields.pop(found, ""))
            yield Given(id=str(fields.pop("id", line)), text=text, line=line, fields=fields)
            line = rows.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}: not CSV: {error}") from error


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
