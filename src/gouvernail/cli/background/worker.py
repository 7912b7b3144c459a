"""The worker: one thread runs queued tasks, the main thread the schedule and the outbox.

Several workers may run, on one host or many: a task, a periodic turn and a fact of the outbox are
each claimed in the database.
"""

import logging
import os
import socket
import threading
import time
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from gouvernail.cli.main import FAILED
from gouvernail.foundation.beats import beat
from gouvernail.foundation.clock import now
from gouvernail.foundation.lifesigns import still_at_work

log = logging.getLogger(__name__)
TURN_SECONDS = 1.0
TASK_POLL_SECONDS = 0.5


def run_worker() -> int:
    """Work until told to stop; 1 if the task thread died, so that the process is restarted."""
    schedule = import_module(settings.BACKGROUND)
    tasks = task_worker()
    thread = threading.Thread(target=tasks.run, daemon=True, name="tasks")
    thread.start()
    try:
        while thread.is_alive():
            turn(schedule)
            time.sleep(TURN_SECONDS)
    finally:
        tasks.running = False
        thread.join(timeout=8)  # a task under way may end; the supervisor allows ten seconds
    log.error("the task thread ended")
    return FAILED


def turn(schedule: Any) -> None:  # noqa: ANN401 - a module: settings.BACKGROUND
    """Do what is due now; a database that is away or locked is tried again at the next turn."""
    close_old_connections()
    try:
        schedule.turn(at=now())
        beat("worker", at=now())
    except OperationalError:
        log.exception("the database did not answer")
        still_at_work()


def task_worker() -> Worker:
    """Return the loop that runs queued tasks of every queue.

    Not a public interface of django-tasks-db: its version is pinned and a test covers this.
    """
    return Worker(
        queue_names=["*"],
        interval=TASK_POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()}-{os.getpid()}"[:64],
        excluded_queue_names=[],
    )
