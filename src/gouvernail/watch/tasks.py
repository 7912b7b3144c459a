"""What happens to watches by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.watch.actions import (
    drop_reader,
    end_watch,
    escalate_reports,
    follow_readers,
    follow_severity,
    follow_statements,
    forget_readers,
    keep_files,
    open_missing,
    open_watch,
    prepare_soon,
    remind_improvements,
    remind_of_reviews,
    remind_reliefs,
    send_letters,
)


def hear_declared(event: OutboxEvent, at: datetime) -> None:
    """Begin the clock of an incident."""
    open_watch(incident_id=UUID(event.payload["incident_id"]), at=at)


def hear_graded(event: OutboxEvent, at: datetime) -> None:
    """Follow the severity of an incident."""
    follow_severity(incident_id=UUID(event.payload["incident_id"]), at=at)


def hear_closed(event: OutboxEvent, at: datetime) -> None:
    """End the clock of an incident."""
    end_watch(incident_id=UUID(event.payload["incident_id"]), at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Take somebody erased off the lists."""
    drop_reader(person_id=UUID(event.payload["person_id"]), at=at)


def follow_clock(at: datetime) -> None:
    """Begin missing clocks, pre-fill what is due, tell of what is late, remind the silent."""
    open_missing(at=at)
    prepare_soon(at=at)
    escalate_reports(at=at)
    follow_readers(at=at)
    remind_reliefs(at=at)


def follow_letters(at: datetime) -> None:
    """Send the letters that wait."""
    send_letters(at=at)


def follow_pages(at: datetime) -> None:
    """Put the last public statements on the holding pages, and make their files."""
    follow_statements(at=at)
    keep_files(at=at)


def follow_reviews(at: datetime) -> None:
    """Remind of reviews not begun and of late actions; forget addresses kept long enough."""
    remind_of_reviews(at=at)
    remind_improvements(at=at)
    forget_readers(at=at)


READERS = (
    Reader("watch.declared", frozenset({"crisis.declared"}), hear_declared),
    Reader("watch.graded", frozenset({"crisis.graded"}), hear_graded),
    Reader("watch.closed", frozenset({"crisis.closed"}), hear_closed),
    Reader("watch.erased", frozenset({"people.erased"}), hear_erasure),
)
PERIODIC = (
    Periodic("watch.follow_clock", timedelta(minutes=1), follow_clock),
    Periodic("watch.follow_letters", timedelta(minutes=1), follow_letters),
    Periodic("watch.follow_pages", timedelta(minutes=1), follow_pages),
    Periodic("watch.follow_reviews", timedelta(hours=6), follow_reviews),
)
