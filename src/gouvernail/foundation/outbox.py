"""Writing facts to the outbox, and letting the areas above read them."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from gouvernail.foundation.actions import OutsideActionError, in_action
from gouvernail.foundation.digests import plain
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.models import OutboxEvent, OutboxMark

log = logging.getLogger(__name__)
BATCH = 100
Handle = Callable[[OutboxEvent, datetime], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """One area's ear: its name, the topics it hears, and what it does with a fact.

    `handle(event, at)` may be called twice for the same event after a crash: it must be idempotent.
    """

    name: str
    topics: frozenset[str]
    handle: Handle


def announce(topic: str, payload: Mapping[str, object], *, at: datetime) -> OutboxEvent:
    """Write a fact in the current action's transaction.

    Raises:
        OutsideActionError: no action is under way, so the fact could outlive its cause.
    """
    if not in_action():
        raise OutsideActionError(topic)
    return OutboxEvent.objects.create(topic=topic, payload=plain(payload), at=at)


def deliver(readers: Iterable[Reader], *, at: datetime) -> int:
    """Give each reader what it has not heard yet; return how many facts were handled.

    A reader that fails keeps its place and is tried again later, with growing pauses up to an hour.
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
                with transaction.atomic():
                    reader.handle(event, at)
            except (DomainError, DatabaseError, ValueError, LookupError) as error:
                _note_failure(mark, error, at=at)
                return handled
            handled += 1
        OutboxMark.objects.filter(pk=reader.name).update(
            position=event.position, failures=0, last_error="", retry_at=None
        )
    return handled


def _note_failure(mark: OutboxMark, error: Exception, *, at: datetime) -> None:
    failures = mark.failures + 1
    pause = timedelta(seconds=min(3600, 2**failures))
    log.error("outbox reader %s failed: %s", mark.reader, error)
    OutboxMark.objects.filter(pk=mark.reader).update(
        failures=failures, last_error=f"{type(error).__name__}: {error}", retry_at=at + pause
    )
