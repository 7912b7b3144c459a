"""Which day it is where the site is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def site_day(at: datetime) -> date:
    """Return the day an instant falls on where the site is."""
    return at.astimezone(ZoneInfo(settings.SITE_TIME_ZONE)).date()
