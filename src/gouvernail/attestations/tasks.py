"""What happens by itself: reviews and campaigns open, links leave, people are reminded."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.attestations.actions import open_due_reviews
from gouvernail.attestations.actions.campaigns import ask_new_delegates, open_due_campaigns
from gouvernail.attestations.actions.leaving import follow_departure
from gouvernail.attestations.actions.letters import send_letters
from gouvernail.attestations.actions.reminders import remind_reviews
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic


def open_reviews(at: datetime) -> None:
    """Open the reviews whose time has come."""
    open_due_reviews(at=at)


def remind(at: datetime) -> None:
    """Remind who has something to do, on the days it is said."""
    remind_reviews(at=at)


def open_campaigns(at: datetime) -> None:
    """Open the campaigns whose day has come; ask who became a delegate where nobody is left."""
    open_due_campaigns(at=at)
    ask_new_delegates(at=at)


def send_links(at: datetime) -> None:
    """Send the links to declare that have not left, and the reminders of the day."""
    send_letters(at=at)


def hear_departure(event: OutboxEvent, at: datetime) -> None:
    """Have what somebody had who left given to somebody else."""
    follow_departure(person_id=UUID(event.payload["person_id"]), at=at)


READERS = [Reader("attestations.leavers", frozenset({"people.left"}), hear_departure)]
PERIODIC = [
    Periodic(name="attestations.open_campaigns", every=timedelta(hours=1), run=open_campaigns),
    Periodic(name="attestations.send_links", every=timedelta(seconds=30), run=send_links),
    Periodic(name="attestations.open_reviews", every=timedelta(hours=1), run=open_reviews),
    Periodic(name="attestations.remind", every=timedelta(hours=1), run=remind),
]
