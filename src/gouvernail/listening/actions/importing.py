"""Rows of a file taken in by hand: mentions of other tools and platforms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from gouvernail.listening.actions.replaying import Telling, in_pieces, take_rows
from gouvernail.listening.errors import SourceForgottenError, SourceNotFileError
from gouvernail.listening.models import Source
from gouvernail.listening.permissions import visible_source
from gouvernail.listening.sources.rows import BadRow, Row
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.records.archives.entries import ArchiveProblemError

AT_ONCE: Final = 500
MOST_ROWS: Final = 20_000
MOST_BAD: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file: rows that are new, known before, about a topic, and that are bad.

    `bad` holds the first `MOST_BAD` of `bad_count`; `is_cut`: rows after `MOST_ROWS` were not read;
    `stopped`: why the file could be read no further, a code of `ArchiveProblemError`.
    """

    new: int
    known: int
    matched: int
    bad: Sequence[BadRow]
    bad_count: int
    is_cut: bool
    stopped: str = ""


def import_rows(source_id: UUID, *, rows: Iterator[Row], by: Person, at: datetime) -> Report:
    """Take in the rows of a file, 500 in a transaction; the same file again changes nothing.

    Raises:
        SourceNotFoundError: missing or hidden from `by`.
        RightMissingError: `by` does not choose what that unit listens to.
        SourceForgottenError: it was dropped.
        SourceNotFileError: it is listened to by itself.
        ArchiveProblemError: nothing of the file can be read, such as `no_columns`.
    """
    source = visible_source(source_id, viewer=by)
    require(by, Right.EDIT_LISTENING, unit=source.unit)
    if source.forgotten_at is not None:
        raise SourceForgottenError(source.name)
    if source.kind != Source.Kind.FILE:
        raise SourceNotFileError(source.name)
    new = known = matched = 0
    bad: list[BadRow] = []
    troubles: list[ArchiveProblemError] = []
    rows = _until_trouble(rows, troubles)
    for piece in in_pieces(islice(rows, MOST_ROWS), AT_ONCE):
        taken, odd = take_rows(
            source_id=source.pk, rows=piece, telling=Telling(as_now=False), at=at, by=by
        )
        new, known = new + taken.new, known + taken.known
        matched += taken.matched
        bad += odd
    if troubles and not new + known + len(bad):
        raise troubles[0]
    return Report(
        new=new,
        known=known,
        matched=matched,
        bad=bad[:MOST_BAD],
        bad_count=len(bad),
        is_cut=next(rows, None) is not None,
        stopped=troubles[0].code if troubles else "",
    )


def _until_trouble(rows: Iterator[Row], troubles: list[ArchiveProblemError]) -> Iterator[Row]:
    """Yield rows as far as the file can be read; what was read before is kept."""
    try:
        yield from rows
    except ArchiveProblemError as trouble:
        troubles.append(trouble)
