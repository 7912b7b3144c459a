"""What the archive does by itself: it indexes, closes segments and takes archives in."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import DataError

from gouvernail.foundation.clock import now
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.foundation.schedule import Periodic
from gouvernail.networks.contract import Unreadable
from gouvernail.records.actions.batches import archive_batch
from gouvernail.records.actions.filing import close_segments
from gouvernail.records.actions.history import finish_history, postpone_history, sweep_archives
from gouvernail.records.actions.indexing import index_missing
from gouvernail.records.actions.native import capture_posted, note_look
from gouvernail.records.archives import ODD, ArchiveProblemError, Item, Options, read
from gouvernail.records.archives.store import place_of
from gouvernail.records.models import HistoryImport
from gouvernail.records.queries.history import histories_waiting
from gouvernail.records.queries.native import connections_to_look_at, posted_by

AT_ONCE: Final = 1_000
MOST_OPEN: Final = 8  # archives read by turns
LOOK_AT_ONCE: Final = 50  # accounts a turn: the others wait for the next
LOOK_EVERY: Final = timedelta(hours=1)
TURN: Final = timedelta(seconds=8)  # then the other tasks have theirs
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def file_away(at: datetime) -> None:
    """Index what is not indexed yet, then close what fills a segment."""
    index_missing(at=at)
    close_segments(at=at)


def take_in(at: datetime) -> None:
    """Go on with the archive that waits longest; one that cannot go on lets the others pass."""
    waiting = list(histories_waiting()[:MOST_OPEN])
    for gone in set(_open) - {one.pk for one in waiting}:
        del _open[gone]
    if not waiting:
        return
    history = waiting[0]
    try:
        go_on(history)
    except Exception:
        postpone_history(history.pk, at=at)
        raise


def go_on(history: HistoryImport, *, clock: Clock = now, turn: timedelta = TURN) -> bool:
    """Take an archive in from where it stands, for a while; return whether it is over.

    What is done is kept batch by batch: whoever takes it up again, after a kill too, goes on there.
    """
    reading = _open.pop(history.pk, None)
    if reading is None or reading.place != history.place:
        reading = Reading(history)
    reading.skip()
    until = clock() + turn
    while items := reading.next_items():
        try:
            done = archive_batch(history.pk, items=items, place=reading.place, at=clock())
        except (ValueError, DataError):  # it would be refused again at each turn
            log.exception("import %s cannot be archived further", history.pk)
            reading.problem = "unreadable"
            break
        still_at_work()
        if done is None:  # another worker is further on
            return False
        reading.place += len(items)
        if clock() >= until and len(items) == AT_ONCE:
            _open[history.pk] = reading
            return False
    finish_history(history.pk, place=reading.place, problem=reading.problem, at=clock())
    return True


class Reading:
    """The items of an import that are left to archive, some at a time; read in one go.

    Attributes:
        place: how many items of the archive are behind.
        problem: why it can be read no further; empty when it ended well, or did not yet.
    """

    def __init__(self, history: HistoryImport) -> None:
        self.place = history.place
        self.problem = ""
        self._to_skip = history.place
        self._sha256 = history.sha256
        path = place_of(history.sha256)
        if not path.exists():
            self.problem = "file_gone"
            self._items: Iterator[Item] = iter(())
        else:
            self._items = read(path, history.form, Options.of(history.options))

    def skip(self) -> None:
        """Go past what earlier turns dealt with, showing that it is at work."""
        while self._to_skip > 0 and not self.problem:
            self._to_skip -= len(self._next(min(self._to_skip, AT_ONCE))) or self._to_skip
            still_at_work()

    def next_items(self) -> list[Item]:
        """Return the next items; none at the end, and then `problem` says whether it is one."""
        return self._next(AT_ONCE)

    def _next(self, size: int) -> list[Item]:
        items: list[Item] = []
        try:
            for item in islice(self._items, size):
                items.append(item)  # noqa: PERF402 - what came before a problem stands
        except ArchiveProblemError as error:
            self.problem, self._items = error.code, iter(())
        except ODD:
            log.exception("archive %s cannot be read further", self._sha256)
            self.problem, self._items = "unreadable", iter(())
        return items


def sweep_files(at: datetime) -> None:
    """Remove what uploads and unconfirmed imports left on disk."""
    sweep_archives(at=at)


_open: dict[UUID, Reading] = {}  # what this process goes on reading at its next turn


def look_at_networks(at: datetime) -> None:
    """Keep what connected accounts posted by themselves; the others wait for their turn."""
    for connection in connections_to_look_at(before=at - LOOK_EVERY)[:LOOK_AT_ONCE]:
        posted = posted_by(connection)
        still_at_work()
        if posted is None or isinstance(posted, Unreadable):
            why = posted.reason if isinstance(posted, Unreadable) else ""
            note_look(account=connection.account, explanation=why, at=at)
        else:
            capture_posted(account=connection.account, posted=posted, at=at)


PERIODIC = [
    Periodic(name="records.file", every=timedelta(minutes=5), run=file_away),
    Periodic(name="records.look", every=timedelta(minutes=5), run=look_at_networks),
    Periodic(name="records.sweep", every=timedelta(days=1), run=sweep_files),
    Periodic(name="records.history", every=timedelta(seconds=2), run=take_in),
]
