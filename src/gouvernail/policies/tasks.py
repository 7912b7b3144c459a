"""What happens by itself: versions bind from their day."""

from datetime import datetime, timedelta

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.schedule import Periodic
from gouvernail.policies.actions import put_version_in_force
from gouvernail.policies.models import PolicyVersion


def put_in_force(at: datetime) -> None:
    """Put in force the agreed versions whose day has come, where the site is."""
    due = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.AGREED,
        in_force_on__lte=site_day(at),
        policy__archived_at__isnull=True,
    )
    for key in due.values_list("pk", flat=True):
        put_version_in_force(version_id=key, at=at)


PERIODIC = [Periodic(name="policies.put_in_force", every=timedelta(minutes=1), run=put_in_force)]
