"""A process that has loaded everything and forks one sender for each line it reads.

    python -m tests.publishing.proof.nursery

A line is JSON: {"database": {…}, "environment": {…}}; the answer is the process id of a sender that
opens its own connections. Starting one this way takes milliseconds instead of seconds.
"""

import json
import logging
import os
import signal
import sys
import threading
from typing import Any

import django
from django.conf import settings
from django.db import connection, connections

django.setup()

from gouvernail.publishing.sender import crash  # noqa: E402 - after the set-up
from gouvernail.publishing.tasks import loop  # noqa: E402


def become_sender(given: dict[str, Any]) -> None:
    """Send until killed."""
    connections.close_all()
    connection.settings_dict.update(given["database"])
    os.environ.update(given["environment"])
    settings.SENDER_POLL_SECONDS = float(given.get("poll", 0.02))
    if given.get("log"):
        sys.stderr = open(given["log"], "a", buffering=1)  # noqa: PTH123, SIM115 - for its life
        logging.basicConfig(force=True, stream=sys.stderr, level=logging.INFO)
    crash.read_plan()
    loop.run_sender(threading.Event())


def main() -> None:
    """Fork one sender a line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        given = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            os.close(1)
            os.open(os.devnull, os.O_RDWR)
            os.open(os.devnull, os.O_RDWR)
            try:
                become_sender(given)
            finally:
                os._exit(1)
        print(pid, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
