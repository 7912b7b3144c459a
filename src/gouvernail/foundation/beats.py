"""Signs of life of the background processes: a row for people, a file for the supervisor.

A process that beats from its main loop says by it that the loop turns; from within a long turn
`lifesigns.still_at_work` says so.
"""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gouvernail import __version__
from gouvernail.foundation.lifesigns import begin_to_show, still_at_work
from gouvernail.foundation.models import Heartbeat


def beat(process: str, *, at: datetime) -> None:
    """Note that a background process is alive. One or two statements.

    The file is touched first: a database that is away does not make a process look hung.

    Raises:
        DatabaseError: the database is away; the file was touched.
    """
    begin_to_show(Path(settings.GOUVERNAIL_HOME), process)
    still_at_work()
    Heartbeat.objects.update_or_create(
        process=process, defaults={"pid": os.getpid(), "at": at, "version": __version__}
    )
