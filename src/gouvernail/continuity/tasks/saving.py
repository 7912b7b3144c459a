"""A backup every day, restored into scratch at once, by a process of its own."""

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from gouvernail.continuity.models import Backup
from gouvernail.continuity.queries.restores import here_since

COMMAND: Final = (sys.executable, "-m", "gouvernail.cli.main", "backup", "--scheduled", "--drill")
AGAIN: Final = timedelta(hours=1)


def back_up_when_due(at: datetime) -> None:
    """Start a backup with its drill if the last one is old enough; do not wait for it.

    The command remembers how it ended. A second one started meanwhile finds the folder taken and
    ends; after a failure the next attempt comes an hour later.
    """
    if is_due(at=at):
        subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command


def is_due(*, at: datetime) -> bool:
    """Return whether it is time for a backup; never where something else makes them. 2 queries."""
    if not settings.BACKUP_EVERY_HOURS:
        return False
    last = Backup.objects.order_by("-ended_at").first()
    since = here_since()
    if last is None or (since is not None and last.ended_at < since):
        return True  # none was made here
    pause = AGAIN if last.error else timedelta(hours=settings.BACKUP_EVERY_HOURS)
    return at - last.started_at >= pause
