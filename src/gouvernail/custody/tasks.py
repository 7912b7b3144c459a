"""What happens by itself: departures are heard, and time is followed once a day."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.custody.actions import (
    follow_departure,
    follow_return,
    forget_person,
    keep_up,
    work_out,
)
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic


def hear_departure(event: OutboxEvent, at: datetime) -> None:
    """Make a line to revoke of every access of somebody who left."""
    follow_departure(person_id=UUID(event.payload["person_id"]), at=at)


def hear_return(event: OutboxEvent, at: datetime) -> None:
    """Count in again somebody who came back."""
    follow_return(person_id=UUID(event.payload["person_id"]), at=at)


def hear_vault(event: OutboxEvent, at: datetime) -> None:
    """Look again at an account whose item of the vault was put in, seen, renewed or taken out."""
    work_out(account_ids=[UUID(event.payload["account_id"])], at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Forget what was kept of somebody beside their accesses."""
    forget_person(person_id=UUID(event.payload["person_id"]), at=at)


def keep(at: datetime) -> None:
    """Order what time asks for, and keep levels true."""
    keep_up(at=at)


READERS = (
    Reader("custody.leavers", frozenset({"people.left"}), hear_departure),
    Reader("custody.returned", frozenset({"people.returned"}), hear_return),
    Reader("custody.vault", frozenset({"credentials.item"}), hear_vault),
    Reader("custody.erased", frozenset({"people.erased"}), hear_erasure),
)
PERIODIC = (Periodic("custody.keep_up", timedelta(hours=6), keep),)
