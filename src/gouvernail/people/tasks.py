"""What happens by itself: what happened at the door long ago is forgotten."""

from datetime import datetime, timedelta

from gouvernail.foundation.schedule import Periodic
from gouvernail.people.actions import forget_doors


def forget(at: datetime) -> None:
    """Forget what the settings keep no longer."""
    forget_doors(at=at)


PERIODIC = (Periodic("people.forget_doors", timedelta(days=1), forget),)
