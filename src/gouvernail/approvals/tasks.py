"""What happens to requests by itself."""

from datetime import datetime, timedelta

from gouvernail.approvals.actions import expire_requests
from gouvernail.foundation.schedule import Periodic


def expire(at: datetime) -> None:
    """End the requests whose moment has passed."""
    expire_requests(at=at)


PERIODIC = [Periodic(name="approvals.expire", every=timedelta(minutes=1), run=expire)]
