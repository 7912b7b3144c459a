"""The process that listens: a thread for each place, one writer for them all.

Threads hear and hold no database; each has a queue of a few batches and waits when it is full,
so that a flood fills its own queue only. The writer takes one batch of each place in turn. A batch
leaves its queue once it is committed: what was not is heard again from the cursor.
"""

import logging
import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import DatabaseError, OperationalError, close_old_connections

from gouvernail.foundation.beats import beat
from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.listening.actions import note_silence, note_trouble, take_in
from gouvernail.listening.queries.sources import Due, places_to_hear
from gouvernail.listening.sources.ears import Given, Place, Trouble, given_by
from gouvernail.networks.contract.heard import Batch

log = logging.getLogger(__name__)
QUEUE: Final = 8  # batches, of 500 messages at most
LOOK_SECONDS: Final = 5.0
REST_SECONDS: Final = 0.2
SILENCE_NOTED: Final = timedelta(seconds=30)
TRIES: Final = 5
LONGEST_NAP: Final = 1.0
_FAULTS: Final = (DomainError, DatabaseError, ValueError, LookupError, TypeError)


class Ear(threading.Thread):
    """Hears one place in a thread of its own.

    After a trouble it waits until the writer, who keeps it, says when to try again: a place is
    tried at the instant that pages show, over a restart too.
    """

    def __init__(self, due: Due, ready: threading.Event) -> None:
        super().__init__(daemon=True, name=f"ear-{due.source_id}")
        self.due = due
        self.stopped = threading.Event()
        self.given: queue.Queue[Given] = queue.Queue(QUEUE)
        self._ready = ready
        self._again_at = due.retry_at
        self._may_go_on = threading.Event()
        self._may_go_on.set()

    def run(self) -> None:
        """Hear until stopped, again after each trouble.

        What nobody foresaw ends the thread: it is handed over first, and `Listener.look` starts
        another one.
        """
        try:
            self._hear()
        finally:
            kind, error, _trace = sys.exc_info()
            if not self.stopped.is_set() and kind is not None:
                self._hand_over(Trouble("broken", f"{kind.__name__}: {error}"))

    def go_on_at(self, again_at: datetime | None) -> None:
        """Say when to try again; None: now."""
        self._again_at = again_at
        self._may_go_on.set()

    @property
    def is_told_to_wait(self) -> bool:
        """Return whether it was told when to try again."""
        return self._may_go_on.is_set() and self._again_at is not None

    def _hear(self) -> None:
        place = Place(kind=self.due.kind, address=self.due.address, options=self.due.options)
        cursor = self.due.cursor
        while self._has_waited():
            for given in given_by(place, cursor, stop=self.stopped, now=now):
                if isinstance(given, Batch):
                    cursor = given.cursor
                else:
                    self._may_go_on.clear()
                if not self._hand_over(given):
                    return

    def _has_waited(self) -> bool:
        """Wait until it is time to try; return whether it is still asked for."""
        while not self.stopped.is_set():
            again_at = self._again_at
            if not self._may_go_on.wait(LONGEST_NAP):
                continue
            left = 0.0 if again_at is None else (again_at - now()).total_seconds()
            if left <= 0 and again_at is self._again_at:
                self._again_at = None
                return True
            self.stopped.wait(min(max(left, 0.0), LONGEST_NAP))
        return False

    def _hand_over(self, given: Given) -> bool:
        """Wait for room in the queue: that is what holds a flood back."""
        while not self.stopped.is_set():
            try:
                self.given.put(given, timeout=0.5)
            except queue.Full:
                continue
            self._ready.set()
            return True
        return False


def _said(batch: Batch) -> bool:
    return bool(batch.heard or batch.passed or batch.names)


@dataclass(slots=True)
class Heard:
    """What the writer keeps of one place."""

    ear: Ear
    pending: Given | None = None
    tries: int = 0
    noted_at: datetime | None = field(default=None)

    @property
    def is_over(self) -> bool:
        """Return whether its ear ended, and nothing of it is left to write."""
        return not self.ear.is_alive() and self.pending is None and self.ear.given.empty()


class Listener:
    """Starts and stops ears as sources come and go, and writes what they hear, in turns."""

    def __init__(self) -> None:
        self.places: dict[UUID, Heard] = {}
        self._ready = threading.Event()

    def look(self) -> None:
        """Hear what is to be heard now, and nothing else. One query.

        An ear that ended by itself is replaced once all it heard is written.
        """
        due = {one.source_id: one for one in places_to_hear()}
        for key, heard in list(self.places.items()):
            if key not in due or not due[key].same_place(heard.ear.due) or heard.is_over:
                heard.ear.stopped.set()
                del self.places[key]
            elif heard.ear.is_told_to_wait and due[key].retry_at is None:
                heard.ear.go_on_at(None)
        for key, one in due.items():
            if key not in self.places:
                ear = Ear(one, self._ready)
                self.places[key] = Heard(ear)
                ear.start()

    def turn(self) -> int:
        """Write one batch of each place that has one; return how many were written."""
        self._ready.clear()
        return sum(self._write(key, heard) for key, heard in list(self.places.items()))

    def rest(self, seconds: float = REST_SECONDS) -> None:
        """Wait until something is heard, or so long."""
        self._ready.wait(seconds)

    def stop(self) -> None:
        """Stop every ear; what was not written is heard again from its cursor."""
        ears = [heard.ear for heard in self.places.values()]
        for ear in ears:
            ear.stopped.set()
        for ear in ears:
            ear.join(timeout=2)

    def _write(self, key: UUID, heard: Heard) -> int:
        if heard.pending is None:
            try:
                heard.pending = heard.ear.given.get_nowait()
            except queue.Empty:
                return 0
        try:
            _written(key, heard.pending, heard)
        except OperationalError:
            log.exception("the database did not answer")
            return 0
        except _FAULTS as error:
            heard.tries += 1
            log.exception("a batch of %s was not written", key)
            if heard.tries < TRIES:
                return 0
            _passed_over(key, heard.pending, error)
        heard.pending, heard.tries = None, 0
        return 1


def _written(key: UUID, given: Given, heard: Heard) -> None:
    at = now()
    if isinstance(given, Trouble):
        again_at = note_trouble(
            source_id=key, trouble=given.code, told=given.told, at=at, wait=given.wait
        )
        heard.ear.go_on_at(again_at)
        heard.noted_at = at  # it fares well again once it was heard for a while
    elif _said(given) or given.odd or given.gap or given.cursor != heard.ear.due.cursor:
        take_in(source_id=key, batch=given, at=at)
        heard.ear.due = heard.ear.due.moved(given.cursor)
        heard.noted_at = at
    elif heard.noted_at is None or at - heard.noted_at >= SILENCE_NOTED:
        note_silence(source_id=key, at=at)
        heard.noted_at = at


def _passed_over(key: UUID, given: Given, error: Exception) -> None:
    """Go on after a batch that cannot be written: the source says that something is missing."""
    if isinstance(given, Batch):
        take_in(source_id=key, batch=Batch(cursor=given.cursor, gap=True), at=now())
    told = f"{type(error).__name__}: {error}"
    note_trouble(source_id=key, trouble="not_written", told=told, at=now())


def run_listener(stop: threading.Event) -> None:
    """Listen until told to stop."""
    listener, looked = Listener(), 0.0
    try:
        while not stop.is_set():
            looked = _one_turn(listener, looked)
    finally:
        listener.stop()


def _one_turn(listener: Listener, looked: float) -> float:
    """Look for sources now and then, write what was heard, rest when there was nothing."""
    close_old_connections()
    try:
        if time.monotonic() - looked >= LOOK_SECONDS:
            listener.look()
            beat("listener", at=now())
            looked = time.monotonic()
        if not listener.turn():
            listener.rest()
    except OperationalError:
        log.exception("the database did not answer")
        listener.rest(1.0)
    still_at_work()
    return looked
