"""Lengths and ages in words that fit in a sentence of the status page."""

from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400
MOMENT = timedelta(seconds=10)


def length(span: timedelta) -> str:
    """Return a length in its largest unit: `3 minutes`, `2 days`."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if seconds < 2 * HOUR:
        return ngettext("%(n)d minute", "%(n)d minutes", seconds // MINUTE) % {
            "n": seconds // MINUTE
        }
    if seconds < 2 * DAY:
        return ngettext("%(n)d hour", "%(n)d hours", seconds // HOUR) % {"n": seconds // HOUR}
    return ngettext("%(n)d day", "%(n)d days", seconds // DAY) % {"n": seconds // DAY}


def ago(then: datetime, at: datetime) -> str:
    """Return how long ago something was."""
    if at - then < MOMENT:
        return _("a moment ago")
    return _("%(length)s ago") % {"length": length(at - then)}


def size(count: float) -> str:
    """Return bytes in MB or GB."""
    big = 1e9
    if count >= big:
        return _("%(n)s GB") % {"n": number_format(count / big, 1)}
    return _("%(n)s MB") % {"n": number_format(count / 1e6, 1)}
