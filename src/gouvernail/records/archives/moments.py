"""Reading instants as archives write them; the answer is aware and in UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from gouvernail.records.archives.entries import BadEntryError, Options

_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_SLASHED: Final = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d),?"
    r"(?:[ T](\d{1,2})[:hH](\d{2})(?::(\d{2}))?)?(?: ?([AaPp])\.?[Mm]\.?)?$"
)
_X: Final = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})$"
)
_MILLISECONDS: Final = 100_000_000_000
_FIRST: Final = datetime(2004, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_NOON: Final = 12
_MONTHS: Final = 12
_CENTURY: Final = 2000  # of a year of two digits: there were no networks before


def moment_of(value: object, options: Options) -> datetime:
    """Return the instant that an archive wrote, whatever way it writes.

    ISO 8601, RFC 2822, X's own, day and month with slashes, seconds or milliseconds since 1970.
    Without a zone, that of the options counts.

    Raises:
        BadEntryError: it is none (`no_date`), or of no time when there were networks (`odd_date`).
    """
    try:
        found = _read(value, options)
    except (ValueError, OverflowError, OSError, TypeError):
        raise BadEntryError("no_date") from None
    if not _FIRST <= found < _LAST:
        raise BadEntryError("odd_date")
    return found


def is_day(value: object) -> bool:
    """Return whether what an archive wrote for an instant is a day, without an hour."""
    text = str(value).strip()
    slashed = _SLASHED.match(text)
    return slashed[4] is None if slashed else bool(_ISO.fullmatch(text))


def order_of(value: object) -> str:
    """Return what stands first in a date with slashes: `day`, `month`, or `either` of them.

    Empty for any other date, and for one that is the same both ways.
    """
    slashed = _SLASHED.match(str(value).strip())
    if slashed is None or slashed[1].lstrip("0") == slashed[2].lstrip("0"):
        return ""
    first, second = int(slashed[1]), int(slashed[2])
    if max(first, second) <= _MONTHS:
        return "either"
    return "day" if second <= _MONTHS else "month" if first <= _MONTHS else ""


def _read(value: object, options: Options) -> datetime:
    if isinstance(value, bool) or value is None:
        raise ValueError("not an instant")
    if isinstance(value, int | float) or str(value).strip().isdecimal():
        seconds = float(str(value))
        return datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
    text = str(value).strip()
    if _ISO.match(text):
        return _in_utc(datetime.fromisoformat(text.replace(" UTC", "+00:00")), options)
    written = _X.match(text)
    if written:
        month, day, hour, zone, year = written.groups()
        return parsedate_to_datetime(f"{day} {month} {year} {hour} {zone}").astimezone(UTC)
    slashed = _SLASHED.match(text)
    if slashed:
        return _in_utc(_of_slashes(slashed, options), options)
    return _in_utc(parsedate_to_datetime(text), options)


def _of_slashes(found: "re.Match[str]", options: Options) -> datetime:
    first, second, year, hour, minute, second_ = (int(part or 0) for part in found.groups()[:6])
    day, month = (first, second) if options.day_first else (second, first)
    year += _CENTURY if len(found[3]) < len("2004") else 0
    if found[7]:
        hour = hour % _NOON + (_NOON if found[7] in "pP" else 0)
    return datetime(year, month, day, hour, minute, second_)  # noqa: DTZ001 - zoned by the caller


def _in_utc(moment: datetime, options: Options) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone_named(options.time_zone))
    return moment.astimezone(UTC)


def zone_named(name: str) -> tzinfo:
    """Return a zone by its IANA name, or by its distance from UTC in minutes."""
    if name.lstrip("+-").isdecimal():
        return timezone(timedelta(minutes=int(name)))
    return ZoneInfo(name)
