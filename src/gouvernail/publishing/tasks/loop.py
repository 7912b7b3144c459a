"""The sender process: the only one that publishes."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import Error, close_old_connections

from gouvernail.foundation.beats import beat
from gouvernail.foundation.clock import now
from gouvernail.publishing.sender import spool
from gouvernail.publishing.sender.clocks import SteadyClock
from gouvernail.publishing.sender.readiness import held_because, hold, obstacle
from gouvernail.publishing.tasks.looking import recover_orphans, settle_unknowns, verify_sent
from gouvernail.publishing.tasks.sealing import seal_engaged
from gouvernail.publishing.tasks.sending import miss_late, send_due
from gouvernail.publishing.tasks.withdrawing import withdraw

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def turn(*, clock: Clock = now) -> int:
    """Do everything the sender has to do at this instant; return how much it did."""
    done = seal_engaged(wait_seconds=0, clock=clock)
    done += recover_orphans(clock=clock)
    done += miss_late(at=clock())
    done += len(send_due(clock=clock))
    done += settle_unknowns(clock=clock)
    done += withdraw(clock=clock)
    done += verify_sent(clock=clock)
    return done


def run_sender(stop: threading.Event, *, clock: Clock = now) -> None:
    """Take turns until `stop` is set; a database that is away is waited for.

    At its start, and after the database was away, the sender holds back until the checks of
    `readiness` pass. What the wall clock says is held to the time that passed.
    """
    steady = SteadyClock(clock)
    ready = False
    while not stop.is_set():
        try:
            close_old_connections()
            beat("sender", at=clock())
            ready = ready or _is_ready(steady)
            if ready:
                turn(clock=steady)
        except Error:  # InterfaceError, when the connection is gone, is no DatabaseError
            log.exception("the sender cannot reach the database")
            ready = False
            hold("database")
        stop.wait(settings.SENDER_POLL_SECONDS)


def _is_ready(clock: SteadyClock) -> bool:
    """Return whether nothing stands in the way of sending; what does is said."""
    reason = obstacle(at=clock(), clock_held=clock.is_steady())
    if reason and reason != held_because():
        log.critical("the sender holds everything back: %s", reason)
    hold(reason)
    if reason:
        return False
    spool.prepare()
    return True
