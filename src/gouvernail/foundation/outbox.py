"""Writing facts to the outbox, and letting the areas above read them.

A reader keeps the position it has reached, so positions must become visible in their order. They
are given at the very end of an action, under one lock held until its transaction ends (on
PostgreSQL; on SQLite only one transaction writes at a time).
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from gouvernail.foundation.actions import OutsideActionError, as_one, at_end, in_action
from gouvernail.foundation.digests import plain
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.foundation.models import OutboxEvent, OutboxMark, SetAside

log = logging.getLogger(__name__)
BATCH = 100
GIVE_UP_AFTER = 10  # attempts on one fact: about half an hour
ORDER_LOCK = 0x6F7574626F78  # "outbox": an advisory lock of the database
FAULTS = (DomainError, DatabaseError, OSError, ValueError, LookupError, TypeError, AttributeError)
Handle = Callable[[OutboxEvent, datetime], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """One area's ear: its name, the topics it hears, and what it does with a fact.

    `handle(event, at)` may be called twice for the same event after a crash: it must be idempotent.
    """

    name: str
    topics: frozenset[str]
    handle: Handle


def announce(topic: str, payload: Mapping[str, object], *, at: datetime) -> None:
    """Write a fact in the current action's transaction, when that action ends.

    Raises:
        OutsideActionError: no action is under way, so the fact could outlive its cause.
    """
    if not in_action():
        raise OutsideActionError(topic)
    at_end(_write, OutboxEvent(topic=topic, payload=plain(payload), at=at), last=True)


def _write(events: list[OutboxEvent]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])
    for event in events:
        event.save(force_insert=True)


def deliver(readers: Iterable[Reader], *, at: datetime) -> int:
    """Give each reader what it has not heard yet; return how many facts were handled.

    A reader that fails keeps its place and is tried again later, with growing pauses. A fact that
    it cannot handle after `GIVE_UP_AFTER` attempts is set aside, so that it hears the next ones;
    `gouvernail doctor` names it.
    """
    return sum(_deliver_to(reader, at=at) for reader in readers)


def _deliver_to(reader: Reader, *, at: datetime) -> int:
    mark, _ = OutboxMark.objects.get_or_create(reader=reader.name)
    if mark.retry_at and mark.retry_at > at:
        return 0
    events = OutboxEvent.objects.filter(position__gt=mark.position).order_by("position")[:BATCH]
    handled = 0
    for event in events:
        if event.topic in reader.topics:
            try:
                as_one(reader.handle)(event, at)
            except FAULTS as error:
                _note_failure(mark, event, error, at=at)
                return handled
            handled += 1
            still_at_work()
            mark.failures = 0
        OutboxMark.objects.filter(pk=reader.name).update(
            position=event.position, failures=0, last_error="", retry_at=None
        )
    return handled


def _note_failure(mark: OutboxMark, event: OutboxEvent, error: Exception, *, at: datetime) -> None:
    failures = mark.failures + 1
    words = f"{type(error).__name__}: {error}".replace("\x00", "")
    rows = OutboxMark.objects.filter(pk=mark.reader)
    if failures >= GIVE_UP_AFTER:
        log.critical("outbox reader %s sets fact %s aside: %s", mark.reader, event.position, words)
        SetAside.objects.get_or_create(
            reader=mark.reader, event=event, defaults={"error": words, "at": at}
        )
        rows.update(position=event.position, failures=0, last_error=words, retry_at=None)
        return
    log.error("outbox reader %s failed: %s", mark.reader, words)
    pause = timedelta(seconds=min(3600, 2**failures))
    rows.update(failures=failures, last_error=words, retry_at=at + pause)
