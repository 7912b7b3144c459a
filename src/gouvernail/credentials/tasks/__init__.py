"""What happens by itself, and the process that opens values."""

from datetime import date, datetime, timedelta
from uuid import UUID

from gouvernail.credentials.actions import (
    follow_departure,
    follow_rights,
    follow_time,
    follow_withdrawal,
    forget_person,
    forget_showings,
    known_without_right,
    remind,
)
from gouvernail.credentials.tasks.opener import answer_waiting, run_opener
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic


def hear_departure(event: OutboxEvent, at: datetime) -> None:
    """Have renewed what somebody who left knew."""
    follow_departure(person_id=UUID(event.payload["person_id"]), at=at)


def hear_withdrawal(event: OutboxEvent, at: datetime) -> None:
    """Have renewed what somebody whose access is taken away knew of that account."""
    follow_withdrawal(
        person_id=UUID(event.payload["person_id"]),
        account_id=UUID(event.payload["account_id"]),
        due_on=date.fromisoformat(event.payload["due_on"]),
        at=at,
    )


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Forget what somebody wrote in requests."""
    forget_person(person_id=UUID(event.payload["person_id"]), at=at)


def follow(at: datetime) -> None:
    """End what time ends, and forget what was relayed."""
    follow_time(at=at)
    forget_showings(at=at)


def follow_places(at: datetime) -> None:
    """Have renewed what is known to people whose right to it has ended."""
    if found := known_without_right():
        follow_rights(item_ids=found, at=at)


def remind_people(at: datetime) -> None:
    """Remind of what is to be renewed or written."""
    remind(at=at)


READERS = (
    Reader("credentials.leavers", frozenset({"people.left"}), hear_departure),
    Reader("credentials.withdrawn", frozenset({"custody.to_revoke"}), hear_withdrawal),
    Reader("credentials.erased", frozenset({"people.erased"}), hear_erasure),
)
PERIODIC = (
    Periodic("credentials.follow", timedelta(seconds=15), follow),
    Periodic("credentials.rights", timedelta(hours=1), follow_places),
    Periodic("credentials.remind", timedelta(hours=6), remind_people),
)

__all__ = ["PERIODIC", "READERS", "answer_waiting", "follow_places", "run_opener"]
