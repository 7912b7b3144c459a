"""What happens to reviews by itself: they open, and people are reminded."""

from datetime import datetime, timedelta

from gouvernail.attestations.actions import open_due_reviews
from gouvernail.attestations.actions.reminders import remind_reviews
from gouvernail.foundation.schedule import Periodic


def open_reviews(at: datetime) -> None:
    """Open the reviews whose time has come."""
    open_due_reviews(at=at)


def remind(at: datetime) -> None:
    """Remind who has something to do, on the days it is said."""
    remind_reviews(at=at)


PERIODIC = [
    Periodic(name="attestations.open_reviews", every=timedelta(hours=1), run=open_reviews),
    Periodic(name="attestations.remind", every=timedelta(hours=1), run=remind),
]
