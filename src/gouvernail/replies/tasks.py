"""What happens to replies by itself."""

from datetime import datetime, timedelta

from gouvernail.foundation.schedule import Periodic
from gouvernail.replies.actions import remind


def remind_keepers(at: datetime) -> None:
    """Tell keepers what ends soon and what is to review; once each."""
    remind(at=at)


PERIODIC = (Periodic("replies.remind", timedelta(hours=1), remind_keepers),)
