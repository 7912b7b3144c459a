"""What happens to openings by itself: reminders."""

from datetime import datetime, timedelta

from gouvernail.foundation.schedule import Periodic
from gouvernail.openings.actions import remind_people


def remind(at: datetime) -> None:
    """Remind of what is due or late."""
    remind_people(at=at)


PERIODIC = [Periodic(name="openings.remind", every=timedelta(hours=6), run=remind)]
