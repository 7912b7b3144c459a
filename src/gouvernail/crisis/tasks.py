"""What happens to incidents by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.crisis.actions import escalate_late, note_lift, redact_contacts
from gouvernail.crisis.actions.room import remind_late_tasks
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic


def follow_calls(at: datetime) -> None:
    """Call somebody else where nobody answered in time."""
    escalate_late(at=at)


def follow_tasks(at: datetime) -> None:
    """Tell once whose task is late."""
    remind_late_tasks(at=at)


def hear_lift(event: OutboxEvent, at: datetime) -> None:
    """Write in the timelines that a freeze was lifted."""
    note_lift(freeze_id=UUID(event.payload["freeze_id"]), at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Erase the numbers of somebody erased."""
    redact_contacts(person_id=UUID(event.payload["person_id"]), at=at)


READERS = (
    Reader("crisis.lifted", frozenset({"publishing.lifted"}), hear_lift),
    Reader("crisis.erased", frozenset({"people.erased"}), hear_erasure),
)
PERIODIC = (
    Periodic("crisis.follow_calls", timedelta(minutes=1), follow_calls),
    Periodic("crisis.follow_tasks", timedelta(minutes=1), follow_tasks),
)
