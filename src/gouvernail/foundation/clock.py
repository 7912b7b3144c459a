"""The one clock. Pages, tasks and commands read it; actions and queries receive what it says.

`GOUVERNAIL_CLOCK_FILE` names a file holding an offset in seconds. Every process of a site reads the
same file, so a test (or a drill) moves time for all of them at once.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings


def offset() -> timedelta:
    """Return how far the site's clock stands from the machine's; zero without a clock file."""
    name = os.environ.get("GOUVERNAIL_CLOCK_FILE", "")
    if not name:
        return timedelta()
    try:
        written = Path(name).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return timedelta()
    return timedelta(seconds=float(written or "0"))


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC) + offset()


def today(zone: str = "") -> date:
    """Return the present day where the site is, or in `zone` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone or settings.SITE_TIME_ZONE)).date()


def site_time(at: datetime) -> datetime:
    """Return an instant as clocks show it where the site is (`SITE_TIME_ZONE`)."""
    return at.astimezone(ZoneInfo(settings.SITE_TIME_ZONE))


def site_day(at: datetime) -> date:
    """Return the day an instant falls on where the site is (`SITE_TIME_ZONE`)."""
    return site_time(at).date()


def site_noon(day: date) -> datetime:
    """Return the noon of a day where the site is: an instant for what is known by its day only."""
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(settings.SITE_TIME_ZONE))
    return noon.astimezone(UTC)
