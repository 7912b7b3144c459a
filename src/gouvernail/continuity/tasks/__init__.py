"""What happens by itself: backups with their drills, the sign of life to an outside monitor."""

from datetime import timedelta

from gouvernail.continuity.tasks.outside import ping_outside
from gouvernail.continuity.tasks.saving import back_up_when_due
from gouvernail.foundation.schedule import Periodic

PERIODIC = [
    Periodic(name="continuity.backup", every=timedelta(minutes=10), run=back_up_when_due),
    Periodic(name="continuity.ping", every=timedelta(minutes=1), run=ping_outside),
]

__all__ = ["PERIODIC", "back_up_when_due", "ping_outside"]
