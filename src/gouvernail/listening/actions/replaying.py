"""A recording told again as if it happened now: to try topics, alerts and people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from gouvernail.listening.actions.taking import Taken, take_in
from gouvernail.listening.sources.rows import BadRow, Row
from gouvernail.networks.contract.heard import Batch, Heard
from gouvernail.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How posts are told: `mark` names this replay, so that the same file can be told again.

    With `as_now`, each post has the instant at which it is told.
    """

    mark: str = ""
    as_now: bool = True


def take_rows(
    *,
    source_id: UUID,
    rows: Iterable[Row],
    telling: Telling,
    at: datetime,
    by: Person | None = None,
) -> tuple[Taken, list[BadRow]]:
    """Take in some rows of a recording at once; return what became of them, and the bad ones.

    `by` brought them; the caller has asked whether they may.
    """
    posts, bad = [], []
    for row in rows:
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            posts.append(_told(row, telling, at))
    taken = take_in(source_id=source_id, batch=Batch(heard=tuple(posts)), at=at, by=by)
    return taken, bad


def _told(heard: Heard, telling: Telling, at: datetime) -> Heard:
    changed = replace(heard, posted_at=at) if telling.as_now else heard
    if not telling.mark:
        return changed
    parent = f"{telling.mark}:{heard.parent_id}" if heard.parent_id else ""
    return replace(changed, remote_id=f"{telling.mark}:{heard.remote_id}", parent_id=parent)


def in_pieces(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """Yield rows, so many at once."""
    while piece := list(islice(rows, size)):
        yield piece
