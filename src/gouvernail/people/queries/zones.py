"""Names of time zones."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def is_zone(name: str) -> bool:
    """Return whether `name` is an IANA zone this machine knows. No query."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Return the zones of places (`Europe/Paris`), in order; read from the machine once."""
    return tuple(
        sorted(name for name in available_timezones() if "/" in name and name[:3] != "Etc")
    )
