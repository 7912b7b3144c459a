"""The time of a drill: its seconds pass at its speed, and stop when it is paused. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Leg = Mapping[str, Any]


def new_leg(at: datetime, *, second: int, speed: int) -> dict[str, Any]:
    """Return a leg that begins at an instant: `speed` seconds of the drill in a real one."""
    return {"at": at.isoformat(), "second": second, "speed": speed}


def second_at(legs: Sequence[Leg], at: datetime) -> int:
    """Return the second of the drill at an instant; 0 before it began."""
    for leg in reversed(legs):
        began = datetime.fromisoformat(leg["at"])
        if at >= began:
            return int(leg["second"]) + int((at - began).total_seconds() * leg["speed"])
    return 0


def instant_of(legs: Sequence[Leg], second: int) -> datetime | None:
    """Return the first instant at which the drill reaches a second.

    None while it is paused before it, or has not begun.
    """
    for number, leg in enumerate(legs):
        following = legs[number + 1] if number + 1 < len(legs) else None
        reaches = following is None or int(following["second"]) >= second
        if leg["speed"] and reaches:
            more = max(0, second - int(leg["second"])) / leg["speed"]
            return datetime.fromisoformat(leg["at"]) + timedelta(seconds=more)
        if reaches and int(leg["second"]) >= second:
            return datetime.fromisoformat(leg["at"])
    return None
