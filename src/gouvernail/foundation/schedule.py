"""Periodic tasks: each turn is taken by exactly one process."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError

from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.foundation.models import Schedule

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task by name, how often, and what to run; `run(at)` gets the instant of its turn."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]


def run_due(tasks: Iterable[Periodic], *, at: datetime) -> list[str]:
    """Run the tasks whose turn has come and return their names.

    A task that fails is logged and tried at its next turn; the others still run.
    """
    ran = []
    for task in tasks:
        if _claim(task, at=at):
            _run(task, at=at)
            still_at_work()
            ran.append(task.name)
    return ran


def _claim(task: Periodic, *, at: datetime) -> bool:
    seconds = int(task.every.total_seconds())
    row, _ = Schedule.objects.get_or_create(
        name=task.name, defaults={"every_seconds": seconds, "next_at": at}
    )
    if row.next_at > at:
        return False
    claimed = Schedule.objects.filter(name=task.name, next_at=row.next_at).update(
        next_at=at + task.every, every_seconds=seconds, last_started_at=at
    )
    return bool(claimed)


def _run(task: Periodic, *, at: datetime) -> None:
    error = ""
    try:
        task.run(at)
    except (DomainError, DatabaseError, OSError, ValueError, LookupError) as raised:
        error = f"{type(raised).__name__}: {raised}"
        log.exception("periodic task %s failed", task.name)
    Schedule.objects.filter(name=task.name).update(last_ended_at=now(), last_error=error)
