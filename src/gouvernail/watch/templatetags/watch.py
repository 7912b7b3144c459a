"""How long until a report, how late it is: the small marks of the pages of watches."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext, ngettext

from gouvernail.foundation import clock

register = template.Library()
HOUR = 60


def _length(minutes: int) -> str:
    if minutes < HOUR:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    hours, rest = divmod(minutes, HOUR)
    return gettext("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02d}"}


@register.simple_tag
def left(moment: datetime) -> str:
    """Return how long until an instant, or how long since, to the minute: `1 h 05`."""
    return _length(abs(int((moment - clock.now()) / timedelta(minutes=1))))


@register.filter
def is_past(moment: datetime | None) -> bool:
    """Return whether an instant has come."""
    return moment is not None and moment <= clock.now()


@register.filter
def as_length(seconds: int | None) -> str:
    """Return a number of seconds in words: `24 s`, `12 min`, `1 h 05`; a dash for nothing."""
    if seconds is None:
        return "–"
    if seconds < HOUR:
        return gettext("%(seconds)s s") % {"seconds": seconds}
    return _length(seconds // HOUR)


@register.filter
def as_pace(minutes: int) -> str:
    """Return a pace in words: every two hours, or a single report before the end."""
    if not minutes:
        return gettext("a single report, before the end")
    if minutes % HOUR == 0:
        count = minutes // HOUR
        return ngettext("every hour", "every %(count)s hours", count) % {"count": count}
    return gettext("every %(length)s") % {"length": _length(minutes)}
