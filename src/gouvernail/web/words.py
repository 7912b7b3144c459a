"""How instants, days, durations and numbers are written for a reader, in French and in English.

Pure: the language comes from Django's active translation, the zone and the present as arguments.
Spaces inside a figure never break: U+00A0 around units and signs, U+202F between thousands in
France (U+00A0 in Canada).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from django.utils.translation import get_language, gettext, ngettext, pgettext

NBSP = "\u00a0"
NARROW = "\u202f"
MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
JUST_NOW_SECONDS = 45
DAYS_IN_WORDS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of months and days in one language."""

    short_months: tuple[str, ...]
    months: tuple[str, ...]
    days: tuple[str, ...]


FRENCH = Names(
    short_months=(
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
)
ENGLISH = Names(
    short_months=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)


def in_french() -> bool:
    """Return whether the reader's language is a French."""
    return (get_language() or "").startswith("fr")


def names() -> Names:
    """Return the names of months and days in the reader's language."""
    return FRENCH if in_french() else ENGLISH


def time_words(moment: datetime) -> str:
    """Return the wall time of `moment` as it stands: `9 h`, `14 h 32`, or `09:00`, `14:32`."""
    if not in_french():
        return f"{moment:%H:%M}"
    hours = f"{moment.hour}{NBSP}h"
    return f"{hours}{NBSP}{moment:%M}" if moment.minute else hours


def day_words(day: date, *, this_year: int | None = None, long: bool = False) -> str:
    """Return a day: `17 nov.`, with its year unless it is `this_year`; long: `mardi 17 novembre`.

    The first of a month is `1er` in French.
    """
    words = names()
    number = "1er" if in_french() and day.day == 1 else str(day.day)
    months = words.months if long else words.short_months
    parts = [number, months[day.month - 1]]
    if long:
        parts.insert(0, words.days[day.weekday()])
    if day.year != this_year:
        parts.append(str(day.year))
    return NBSP.join(parts) if not long else " ".join(parts[:1]) + " " + NBSP.join(parts[1:])


def when_words(moment: datetime, *, zone: tzinfo, now: datetime, long: bool = False) -> str:
    """Return an instant in `zone`: `17 nov., 14 h 32`; the year only when it is not this year's."""
    local = moment.astimezone(zone)
    year = now.astimezone(zone).year
    day = day_words(local.date(), this_year=None if long else year, long=long)
    return f"{day}, {time_words(local)}"


def relative_words(moment: datetime, *, zone: tzinfo, now: datetime) -> str:
    """Return how far `moment` is from `now`: `il y a 2 h`, `hier`, `dans 3 jours`, then the day."""
    seconds = (now - moment).total_seconds()
    days = (now.astimezone(zone).date() - moment.astimezone(zone).date()).days
    if abs(seconds) < JUST_NOW_SECONDS:
        return gettext("just now")
    if abs(seconds) < DAY and (days == 0 or abs(seconds) < 12 * HOUR):
        return _ago(int(seconds)) if seconds > 0 else _ahead(int(-seconds))
    if abs(days) < DAYS_IN_WORDS:
        return _days_apart(days)
    year = now.astimezone(zone).year
    return day_words(moment.astimezone(zone).date(), this_year=year)


def _ago(seconds: int) -> str:
    if seconds < HOUR:
        return gettext("%(count)s\u00a0min ago") % {"count": max(1, seconds // MINUTE)}
    return gettext("%(count)s\u00a0h ago") % {"count": seconds // HOUR}


def _ahead(seconds: int) -> str:
    if seconds < HOUR:
        return gettext("in %(count)s\u00a0min") % {"count": max(1, seconds // MINUTE)}
    return gettext("in %(count)s\u00a0h") % {"count": seconds // HOUR}


def _days_apart(days: int) -> str:
    if days == 1:
        return gettext("yesterday")
    if days == -1:
        return gettext("tomorrow")
    if days > 0:
        return ngettext("%(count)s\u00a0day ago", "%(count)s\u00a0days ago", days) % {"count": days}
    return ngettext("in %(count)s\u00a0day", "in %(count)s\u00a0days", -days) % {"count": -days}


def duration_words(length: timedelta) -> str:
    """Return a length of time with its two largest units at most: `3 h 50`, `2 j 4 h`, `41 min`."""
    minutes = max(0, int(length.total_seconds()) // MINUTE)
    days, rest = divmod(minutes, DAY // MINUTE)
    hours, minutes = divmod(rest, 60)
    short_day = pgettext("days", "d")
    if days:
        shown = f"{number_words(days)}{NBSP}{short_day}"
        return f"{shown}{NBSP}{hours}{NBSP}h" if hours else shown
    if hours:
        return f"{hours}{NBSP}h{NBSP}{minutes:02}" if minutes else f"{hours}{NBSP}h"
    return f"{minutes}{NBSP}min"


def number_words(value: float | Decimal, decimals: int = 0) -> str:
    """Return a number with the reader's thousands and decimal marks: `20 400,5` or `20,400.5`."""
    text = f"{value:,.{decimals}f}".replace("-", "\u2212")
    if not in_french():
        return text
    thousands = NBSP if get_language() == "fr-ca" else NARROW
    return text.replace(",", thousands).replace(".", ",")


def percent_words(value: float | Decimal, decimals: int = 0) -> str:
    """Return a share given in percents: `86 %` in French, `86%` in English."""
    return number_words(value, decimals) + (f"{NBSP}%" if in_french() else "%")


def waiting_words(seconds: int) -> str:
    """Return how long to wait, never too short: `40 s`, `4 min`."""
    if seconds < MINUTE:
        return f"{max(1, seconds)}{NBSP}s"
    return f"{-(-seconds // MINUTE)}{NBSP}min"
