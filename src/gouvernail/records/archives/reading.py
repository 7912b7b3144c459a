"""Which archive a file is, and everything it holds, whatever it is."""

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from gouvernail.records.archives import bluesky, mastodon, meta, tables, x
from gouvernail.records.archives.containers import Container
from gouvernail.records.archives.entries import (
    ArchiveProblemError,
    Bad,
    BadEntryError,
    Entry,
    Item,
    Left,
    Options,
    as_shown,
)

_HEAD: Final = 4096
ODD: Final = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError, RuntimeError)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How one form is read: which files inside, what is in each, what each thing is."""

    names: "re.Pattern[str]"
    read: Callable[[io.BufferedIOBase, Options], Iterator[Any]]
    item_of: Callable[[Any, Options], Item]


_ANY: Final = re.compile("")
_READERS: Final = {
    "mastodon": _Reader(re.compile(r"(^|/)outbox\.json$"), mastodon.read, mastodon.item_of),
    "bluesky": _Reader(re.compile(r"\.car$"), bluesky.read, bluesky.item_of),
    "x": _Reader(x.NAMES, x.read, x.item_of),
    "meta": _Reader(meta.NAMES, meta.read, meta.item_of),
    "linkedin": _Reader(tables.LINKEDIN, tables.read_csv, tables.linkedin_item_of),
    "csv": _Reader(re.compile(r"\.(csv|tsv|txt)$", re.IGNORECASE), tables.read_csv, tables.item_of),
    "jsonl": _Reader(re.compile(r"\.(jsonl|ndjson)$"), tables.read_lines, tables.item_of),
}
_BEGINNINGS: Final = tuple(
    (form, re.compile(pattern, re.DOTALL))
    for form, pattern in (
        ("x", r"\Awindow\.YTD\."),
        ("mastodon", r'\A\{.*"(orderedItems|OrderedCollection)"'),
        ("meta", r'\A\[.*"(creation_)?timestamp"'),
        ("x", r"\A\["),
        ("jsonl", r"\A\{"),
        ("linkedin", "ShareCommentary"),
        ("csv", r"\A[^\x00-\x08\x0e-\x1f]{0,4000}[,;\t|]"),
    )
)
_IN_ARCHIVES: Final = ("mastodon", "x", "linkedin", "meta")


def form_of(path: Path) -> str:
    """Return which archive a file is: one of `FORMS`.

    Raises:
        ArchiveProblemError: none that is known (`not_an_archive`), or a broken one.
    """
    container = Container(path)
    if container.kind == "plain":
        return _form_of_text(path)
    names = container.names()
    for form in _IN_ARCHIVES:
        if any(_READERS[form].names.search(name) for name in names):
            return form
    for form in ("bluesky", "jsonl", "csv"):
        if len([name for name in names if _READERS[form].names.search(name)]) == 1:
            return form
    raise ArchiveProblemError("not_an_archive")


def _form_of_text(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"\x65roots" in head[:200] and b"\x67version" in head[:200]:
        return "bluesky"
    text = head.decode(tables.encoding_of(head), "replace").lstrip("\ufeff \t\r\n")
    form = next((form for form, begins in _BEGINNINGS if begins.search(text)), "")
    if not form:
        raise ArchiveProblemError("not_an_archive")
    return form


def read(path: Path, form: str, options: Options) -> Iterator[Item]:
    """Yield everything the archive holds, in a lasting order.

    Raises:
        ArchiveProblemError: it can be read no further; what came before stands.
    """
    reader = _READERS[form]
    container = Container(path)
    plain = container.kind == "plain"
    names = [name for name in container.names() if plain or reader.names.search(name)]
    if not names:
        raise ArchiveProblemError("not_an_archive")
    for name in sorted(names, key=_in_order):
        where = "" if plain else as_shown(name)
        with _opened(container, name, form) as stream:
            for raw in reader.read(stream, options):
                yield _item(reader, raw, options, where=where)


@contextmanager
def _opened(container: Container, name: str, form: str) -> Iterator[io.BufferedIOBase]:
    """Open one file; that of a repository is read back and forth, so it cannot be wrapped."""
    if form != "bluesky":
        with container.open(name) as stream:
            yield stream
        return
    if container.kind != "plain":
        raise ArchiveProblemError("unpack_first", name)
    with container.path.open("rb") as file:
        yield file


def _in_order(name: str) -> tuple[str, int, str]:
    """Sort part 2 before part 10, and the first part, which has no number, before both."""
    number = re.search(r"(\d+)\.\w+$", name)
    stem = re.sub(r"(-part)?\d+\.\w+$", "", name)
    return (re.sub(r"\.\w+$", "", stem), int(number[1]) if number else 0, name)


def _item(reader: _Reader, raw: object, options: Options, *, where: str) -> Item:
    if isinstance(raw, Left):
        return raw
    if isinstance(raw, Bad):
        return replace(raw, where=as_shown(raw.where) if raw.where else where)
    try:
        item = reader.item_of(raw, options)
    except BadEntryError as error:
        return Bad(error.reason, where=where, excerpt=_excerpt(raw))
    except ODD:  # what nobody thought of costs one entry, and is listed
        return Bad("not_a_post", where=where, excerpt=_excerpt(raw))
    return replace(item, where=where) if isinstance(item, Entry) and where else item


def _excerpt(raw: object) -> str:
    try:
        told = json.dumps(raw, ensure_ascii=False, default=str)
    except (RecursionError, ValueError, TypeError):  # too deep, or keys of another kind
        told = ""
    return as_shown(told[:160])


def header_of(path: Path, form: str) -> list[str]:
    """Return the names of the columns of a table or of JSON lines; none for the other forms."""
    reader = _READERS[form]
    if form not in {"csv", "jsonl"}:
        return []
    container = Container(path)
    name = next((n for n in container.names() if reader.names.search(n)), container.names()[0])
    try:
        with container.open(name) as stream:
            first = next(
                (raw for raw in reader.read(stream, Options()) if isinstance(raw, dict)), {}
            )
    except (ArchiveProblemError, *ODD):  # the preview says so already
        return []
    return [as_shown(str(each)[:80]) for each in first if each is not None][:60]


def sample_of(
    path: Path, form: str, options: Options, *, entries: int = 5, looked_at: int = 500
) -> tuple[list[Entry], list[Bad], str]:
    """Return the first entries, what was not understood among the first items, and the problem.

    The problem is the code of an `ArchiveProblemError`, or empty.
    """
    found: list[Entry] = []
    bad: list[Bad] = []
    try:
        for item in islice(read(path, form, options), looked_at):
            if isinstance(item, Entry) and len(found) < entries:
                found.append(item)
            elif isinstance(item, Bad) and len(bad) < entries:
                bad.append(item)
    except ArchiveProblemError as error:
        return found, bad, error.code
    except ODD:
        return found, bad, "unreadable"
    return found, bad, ""
