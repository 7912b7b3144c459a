"""The process that listens: a thread for each place, one writer for them all.

Threads hear and hold no database; each has a queue of a few batches and waits when it is full,
so that a flood fills its own queue only. The writer takes one batch of each place in turn. A batch
leaves its queue once it is committed: what was not is heard again from the cursor.
"""

import logging
import queue
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
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 600.0
_FAULTS: Final = (DomainError, DatabaseError, ValueError, LookupError, TypeError)


class Ear(threading.Thread):
    """Hears one place in a thread of its own."""

    def __init__(self, due: Due, ready: threading.Event) -> None:
        super().__init__(daemon=True, name=f"ear-{due.source_id}")
        self.due = due
        self.stopped = threading.Event()
        self.given: queue.Queue[Given] = queue.Queue(QUEUE)
        self._ready = ready

    def run(self) -> None:
        """Hear until stopped, again after each trouble, with growing pauses."""
        place = Place(kind=self.due.kind, address=self.due.address, options=self.due.options)
        cursor, pause = self.due.cursor, FIRST_PAUSE
        while not self.stopped.is_set():
            wait = 0.0
            for given in given_by(place, cursor, stop=self.stopped, now=now):
                if isinstance(given, Batch):
                    cursor = given.cursor
                    pause = FIRST_PAUSE if _said(given) else pause
                elif given.wait is not None:
                    wait = given.wait.total_seconds()
                if not self._hand_over(given):
                    return
            self.stopped.wait(max(wait, pause))
            pause = min(LONGEST_PAUSE, 2 * pause)

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


class Listener:
    """Starts and stops ears as sources come and go, and writes what they hear, in turns."""

    def __init__(self) -> None:
        self.places: dict[UUID, Heard] = {}
        self._ready = threading.Event()

    def look(self) -> None:
        """Hear what is to be heard now, and nothing else. One query."""
        due = {one.source_id: one for one in places_to_hear()}
        for key, heard in list(self.places.items()):
            if key not in due or not due[key].same_place(heard.ear.due):
                heard.ear.stopped.set()
                del self.places[key]
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
        note_trouble(source_id=key, trouble=given.code, told=given.told, at=at, wait=given.wait)
        heard.noted_at = None
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
