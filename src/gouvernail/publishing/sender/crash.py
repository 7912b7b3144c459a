"""Named points at which a test ends or stops this process, to prove what the next one finds.

`GOUVERNAIL_CRASH_AT=name` kills it there, `name:3` at the third passage; `GOUVERNAIL_STOP_AT` stops
it there as a swapped-out machine would. Without either, a point costs one comparison.
"""

import os
import signal
from typing import Final

POINTS: Final = (
    "before-claim",
    "in-claim",
    "after-claim",
    "after-permit",
    "after-judged",
    "after-session",
    "after-uploads",
    "after-build",
    "in-intent",
    "after-intent",
    "before-wire",
    "after-wire",
    "after-spool",
    "in-sent",
    "after-sent",
    "in-refused",
    "after-refused",
    "in-unknown",
    "after-unknown",
    "in-orphan",
    "after-orphan",
    "after-look",
    "in-look",
    "after-reading",
    "in-reading",
    "in-seal",
)
_SIGNALS: Final = {"GOUVERNAIL_CRASH_AT": signal.SIGKILL, "GOUVERNAIL_STOP_AT": signal.SIGSTOP}


def _plan() -> dict[str, tuple[int, signal.Signals]]:
    """Return what is to happen: point -> passage and signal."""
    plan = {}
    for variable, number in _SIGNALS.items():
        name, _colon, passage = os.environ.get(variable, "").partition(":")
        if name:
            plan[name] = (int(passage or "1"), number)
    return plan


_planned: dict[str, tuple[int, signal.Signals]] = _plan()
_passed: dict[str, int] = {}


def read_plan() -> None:
    """Read the environment again: a test's sender is forked from a process that has read it."""
    _passed.clear()
    _planned.clear()
    _planned.update(_plan())


def crashpoint(name: str) -> None:
    """Pass the point `name`; end or stop here if the environment says so."""
    if not _planned:
        return
    _passed[name] = _passed.get(name, 0) + 1
    passage, number = _planned.get(name, (0, signal.SIGKILL))
    if passage == _passed[name]:
        os.kill(os.getpid(), number)
