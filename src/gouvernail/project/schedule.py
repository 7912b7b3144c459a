"""The list of what happens by itself: periodic tasks and outbox readers of every area.

An area lists its own in `tasks`: `PERIODIC` (`foundation.schedule.Periodic`) and `READERS`
(`foundation.outbox.Reader`).
"""

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from gouvernail.foundation.outbox import Reader, deliver
from gouvernail.foundation.schedule import Periodic, run_due


def readers() -> list[Reader]:
    """Return every outbox reader, lower areas first."""
    return [reader for module in _task_modules() for reader in getattr(module, "READERS", ())]


def periodic() -> list[Periodic]:
    """Return every periodic task, lower areas first."""
    return [task for module in _task_modules() for task in getattr(module, "PERIODIC", ())]


def turn(*, at: datetime) -> int:
    """Let every reader hear what is new, and run what is due; return how much was done."""
    return deliver(readers(), at=at) + len(run_due(periodic(), at=at))


def _task_modules() -> list[object]:
    names = [f"gouvernail.{area}.tasks" for area in settings.AREAS]
    return [import_module(name) for name in names if find_spec(name)]
