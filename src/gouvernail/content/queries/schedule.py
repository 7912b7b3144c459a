"""From the time on the wall to an instant, honestly: gaps are refused, folds are asked about."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from gouvernail.content.errors import WallTimeFoldError, WallTimeGapError, WallTimeInvalidError

WALL_FORMAT: Final = "%Y-%m-%dT%H:%M"
USUAL_ZONES: Final = (
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/London",
    "America/Toronto",
    "America/Montreal",
    "America/Halifax",
    "America/Martinique",
    "America/Guadeloupe",
    "America/Cayenne",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "UTC",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A wall time that exists once: `at` is its instant in UTC; `fold` tells twins apart."""

    wall_time: str
    time_zone: str
    fold: int
    at: datetime


def moment_of(wall_time: str, time_zone: str, *, fold: int | None = None) -> Moment:
    """Return the instant of a wall time in a zone.

    Args:
        wall_time: `YYYY-MM-DDTHH:MM`; a space may stand for the `T`.
        time_zone: an IANA name.
        fold: which of the two when clocks go back, 0 or 1; None when nobody was asked.

    Raises:
        WallTimeInvalidError: the time or the zone cannot be read.
        WallTimeGapError: clocks jump over it; `choices` are its two neighbours.
        WallTimeFoldError: it happens twice and `fold` is None; `choices` are the two.
    """
    zone, wall = _zone(time_zone), _wall(wall_time)
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        if not _exists(first):
            raise WallTimeGapError([_written(second), _written(first)])
        if fold is None:
            raise WallTimeFoldError([(wall.strftime(WALL_FORMAT), 0), (_iso(wall), 1)])
    chosen = second if fold == 1 and first.utcoffset() != second.utcoffset() else first
    return Moment(
        wall_time=_iso(wall), time_zone=time_zone, fold=chosen.fold, at=chosen.astimezone(UTC)
    )


def _iso(wall: datetime) -> str:
    return wall.strftime(WALL_FORMAT)


def _exists(moment: datetime) -> bool:
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)


def _written(moment: datetime) -> tuple[str, int]:
    """Return the wall time that the clocks really show at that instant, and its fold."""
    real = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return _iso(real), real.fold


def _wall(text: str) -> datetime:
    try:
        return datetime.strptime(text.strip().replace(" ", "T")[:16], WALL_FORMAT)  # noqa: DTZ007 -- a wall time has no zone yet
    except ValueError as error:
        raise WallTimeInvalidError from error


def _zone(name: str) -> ZoneInfo:
    if name not in zone_names():
        raise WallTimeInvalidError
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WallTimeInvalidError from error


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return every zone this machine knows."""
    return frozenset(available_timezones())


def zone_choices(current: str) -> list[str]:
    """Return the zones offered first, the current one among them."""
    usual: list[str] = [name for name in USUAL_ZONES if name in zone_names()]
    return usual if current in usual or not current else [current, *usual]


def offset_words(wall_time: str, time_zone: str, fold: int) -> str:
    """Return `UTC+2` for a wall time, to tell the two of a fold apart."""
    moment = _wall(wall_time).replace(tzinfo=_zone(time_zone), fold=fold)
    seconds = int((moment.utcoffset() or timedelta()).total_seconds())
    sign = "−" if seconds < 0 else "+"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
