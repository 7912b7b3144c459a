"""The days on which people are reminded of a day: ahead of it, on it, and while it is past."""

from datetime import date
from typing import Final

AHEAD: Final = (14, 3, 0)
WEEK: Final = 7


def reminds(due_on: date, *, today: date) -> str:
    """Return the kind of reminder a day calls for: `soon`, `today`, `late`, or nothing.

    Two weeks before, three days before, on the day, the day after, then each week.
    """
    left = (due_on - today).days
    if left < 0:
        return "late" if -left % WEEK == 0 or left == -1 else ""
    if left not in AHEAD:
        return ""
    return "soon" if left else "today"
