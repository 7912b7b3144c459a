"""Replies as rows of a CSV file: how they leave, how they are read again."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gouvernail.foundation.exports import meant
from gouvernail.kernel.text import fold
from gouvernail.replies.errors import ReplyFileError
from gouvernail.replies.models import Reply, ReplyVersion
from gouvernail.replies.queries.judging import FIELDS

TEXTS: Final = (
    *("title_fr", "title_en", "theme", "when_fr", "when_en", "asked_fr", "asked_en"),
    *("check_fr", "check_en", "handover_fr", "handover_en", "handover_to"),
)
LISTS: Final = ("networks", "topics", "duties")
DAYS: Final = ("review_on", "expires_on")
COLUMNS: Final = ("slug", "unit", *TEXTS, *LISTS, *FIELDS, *DAYS)
TOLD: Final = ("status", "version", "uses")
"""What leaves and is not read again."""
MOST_LINES: Final = 2_000
MOST_BYTES: Final = 5_000_000
BETWEEN: Final = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLine:
    """One line of a file as it was read; `number` counts from the header, which is line 1.

    Only the columns that the file has are here: what it does not say is left as it is. `days`
    that cannot be read are named in `problems`, by column.
    """

    number: int
    slug: str
    unit: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    days: Mapping[str, date | None]
    problems: Mapping[str, str]


def read_lines(data: bytes) -> list[ReplyLine]:
    """Return what each line of a CSV file says: UTF-8, commas or semicolons, as it was exported.

    Raises:
        ReplyFileError: not a text, too long, or without the columns that are needed.
    """
    if len(data) > MOST_BYTES:
        raise ReplyFileError(_("This file is too heavy. Cut it into several."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReplyFileError(_("This file is not a text in UTF-8.")) from None
    header, _rest, _end = text.partition("\n")
    separator = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = list(reader)
    except csv.Error:
        raise ReplyFileError(_("This file is not a table.")) from None
    names = [fold(name).text.strip().replace(" ", "_") for name in rows[0]] if rows else []
    if not {"title_fr", "title_en"} & set(names) or not {"short_fr", "short_en"} & set(names):
        raise ReplyFileError(
            _("These columns are needed: title_fr or title_en, and short_fr or short_en.")
        )
    if len(rows) - 1 > MOST_LINES:
        raise ReplyFileError(_("At most %(most)s lines.") % {"most": MOST_LINES})
    return [
        _line(number, dict(zip(names, map(meant, row), strict=False)))
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def _line(number: int, row: Mapping[str, str]) -> ReplyLine:
    problems: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name in filter(row.__contains__, DAYS):
        said = row[name].strip()
        try:
            days[name] = date.fromisoformat(said) if said else None
        except ValueError:
            days[name] = None
            problems[name] = _("“%(day)s” is not a day: write it as 2027-03-31.") % {"day": said}
    return ReplyLine(
        number=number,
        slug=row.get("slug", "").strip(),
        unit=row.get("unit", "").strip(),
        texts={name: row[name] for name in (*TEXTS, *FIELDS) if name in row},
        lists={name: _listed(row[name]) for name in LISTS if name in row},
        days=days,
        problems=problems,
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def exported(rows: QuerySet[Reply]) -> Iterator[Sequence[object]]:
    """Yield a row for each reply: its sheet, and the words in use, or else the latest ones.

    Two queries for each thousand replies.
    """
    wanted = rows.select_related("unit", "current").prefetch_related("versions")
    for reply in wanted.order_by("unit__path", "slug").iterator(chunk_size=1000):
        version = reply.current or next(iter(reply.versions.all()), None)
        yield [
            reply.slug,
            reply.unit.code,
            *(getattr(reply, name) for name in TEXTS),
            BETWEEN.join(version.networks if version is not None else ()),
            *(BETWEEN.join(getattr(reply, name)) for name in LISTS[1:]),
            *(_of(version, name) for name in (*FIELDS, *DAYS)),
            _of(version, "status"),
            _of(version, "number"),
            reply.uses,
        ]


def _of(version: ReplyVersion | None, name: str) -> object:
    value = getattr(version, name) if version is not None else ""
    return value if value is not None else ""
