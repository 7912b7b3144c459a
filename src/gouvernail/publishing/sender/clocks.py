"""A clock that does not jump: what is due is judged by the wall and by the time that passed.

A machine's clock may be set forward or back under us. Forward, everything of the next hour would
leave at once; back, what waits would wait a day. After a step the earlier of the two readings
counts, so nothing leaves before its time, until the new wall time has held for a quarter of an hour
and is believed.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

log = logging.getLogger(__name__)
TOLERANCE: Final = timedelta(seconds=5)  # what clocks are slewed by between two looks
PATIENCE: Final = timedelta(minutes=15)


def _passed() -> float:
    """Return seconds that a sleeping machine counts too, and that nobody can set."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SteadyClock:
    """Call it for the present instant. One a process; `wall` is read at each call."""

    def __init__(
        self, wall: Callable[[], datetime], *, passed: Callable[[], float] = _passed
    ) -> None:
        self._wall = wall
        self._passed = passed
        self._believed = wall()
        self._at = passed()
        self._step: timedelta | None = None
        self._changed = self._at

    def __call__(self) -> datetime:
        """Return the wall's time, or the earlier of the two while a step is not believed."""
        wall, instant = self._wall(), self._passed()
        expected = self._believed + timedelta(seconds=instant - self._at)
        step = wall - expected
        if abs(step) <= TOLERANCE:
            self._step = None
            return self._believe(wall, instant)
        if self._step is None or abs(step - self._step) > TOLERANCE:
            log.critical("the clock stepped by %s: nothing leaves before its time", step)
            self._step, self._changed = step, instant
        if self.is_steady():
            log.warning("the clock has held since it stepped by %s: it is believed", step)
            self._step = None
            return self._believe(wall, instant)
        return min(wall, expected)

    def is_steady(self) -> bool:
        """Return whether it has held for a quarter of an hour since it started or stepped."""
        return self._passed() - self._changed >= PATIENCE.total_seconds()

    def _believe(self, wall: datetime, instant: float) -> datetime:
        self._believed, self._at = wall, instant
        return wall
