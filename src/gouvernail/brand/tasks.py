"""What happens by itself: who has not read the guide is told."""

from datetime import datetime, timedelta

from gouvernail.brand.actions.readings import remind_readers
from gouvernail.foundation.schedule import Periodic


def remind(at: datetime) -> None:
    """Tell whoever has not read a guide as it stands."""
    remind_readers(at=at)


PERIODIC = [Periodic(name="brand.remind_readers", every=timedelta(hours=1), run=remind)]
