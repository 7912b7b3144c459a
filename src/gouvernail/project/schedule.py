"""Everything that happens without a person: periodic tasks, and readers of the outbox.

Each area lists its own in `tasks.py`, as `PERIODIC` and `READERS`; this is where the worker finds
them all.
"""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic


def periodic() -> list[Periodic]:
    """Return the periodic tasks of every area, lowest area first."""
    return [task for module in _tasks() for task in getattr(module, "PERIODIC", ())]


def readers() -> list[Reader]:
    """Return the outbox readers of every area, lowest area first."""
    return [reader for module in _tasks() for reader in getattr(module, "READERS", ())]


def _tasks() -> list[object]:
    names = [f"gouvernail.{area}.tasks" for area in settings.AREAS]
    return [import_module(name) for name in names if find_spec(name)]
