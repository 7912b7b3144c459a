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

SUPERVISOR = "GOUVERNAIL_SUPERVISOR"  # the supervisor's process id, in its children's environment
PR_SET_PDEATHSIG = 1


def follow_parent(stop: threading.Event | None = None) -> None:
    """Turn SIGTERM into a clean exit, and make the death of the supervisor a SIGTERM.

    With `stop`, SIGTERM sets it and the process ends its turn; otherwise SystemExit is raised.
    Call it from the main thread, first thing. Without a supervisor only SIGTERM is handled.
    """

    def leave(*_signal: object) -> None:
        if stop is None:
            raise SystemExit(0)
        # Not from here: the main thread may hold the very lock that `set` takes.
        threading.Thread(target=stop.set).start()

    signal.signal(signal.SIGTERM, leave)
    parent = os.environ.get(SUPERVISOR)
    if parent is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    threading.Thread(target=_watch, args=(int(parent),), daemon=True, name="parent").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os._exit(1)
