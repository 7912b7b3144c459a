"""Which day it is for the organisation."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def day_of(at: datetime) -> date:
    """Return the day of an instant where the site is."""
    return at.astimezone(ZoneInfo(settings.SITE_TIME_ZONE)).date()
