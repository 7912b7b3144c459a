"""What a long-lived process does on its own side: stop when told to, and not outlive its parent.

The supervisor also ends its children, but it may itself be killed without a chance to. Then the
kernel tells us (Linux), or we notice that we have another parent.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from typing import NoReturn

SUPERVISOR = "GOUVERNAIL_SUPERVISOR"  # the supervisor's process id, in its children's environment
PR_SET_PDEATHSIG = 1


def follow_parent() -> None:
    """Turn SIGTERM into a clean exit, and make the death of the supervisor a SIGTERM.

    Call it from the main thread, first thing. Without a supervisor only SIGTERM is handled.
    """
    signal.signal(signal.SIGTERM, _leave)
    parent = os.environ.get(SUPERVISOR)
    if parent is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    threading.Thread(target=_watch, args=(int(parent),), daemon=True, name="parent").start()


def _leave(*_signal: object) -> NoReturn:
    raise SystemExit(0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os._exit(1)
