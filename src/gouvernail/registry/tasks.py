"""What the register does by itself: each night, it looks for what sleeps and what repeats."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from gouvernail.foundation.schedule import Periodic
from gouvernail.registry.actions.findings import look_for_findings


def look(at: datetime) -> None:
    """Look at the whole register, on the day it is where the site is."""
    today = at.astimezone(ZoneInfo(settings.SITE_TIME_ZONE)).date()
    look_for_findings(at=at, today=today)


PERIODIC = [Periodic(name="registry.findings", every=timedelta(days=1), run=look)]
