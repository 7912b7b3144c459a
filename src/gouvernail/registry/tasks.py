"""What the register does by itself each night: it looks for what sleeps, and reads profiles."""

from datetime import datetime, timedelta

from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.schedule import Periodic
from gouvernail.registry.actions.findings import look_for_findings
from gouvernail.registry.actions.profiles import note_profile
from gouvernail.registry.queries.profiles import readable_connections
from gouvernail.registry.queries.reading import read_profile

READ_AT_ONCE = 200  # profiles a turn: the others wait for the next
STALE = timedelta(hours=23)


def look(at: datetime) -> None:
    """Look at the whole register, on the day it is where the site is."""
    today = site_day(at)
    look_for_findings(at=at, today=today)


def read_profiles(at: datetime) -> None:
    """Read the profiles that the networks show to everybody; those that do not answer wait."""
    for connection in readable_connections(before=at - STALE)[:READ_AT_ONCE]:
        shown = read_profile(connection)
        if shown is not None:
            note_profile(connection.account_id, shown=shown, by=machine("worker"), at=at)


PERIODIC = [
    Periodic(name="registry.findings", every=timedelta(days=1), run=look),
    Periodic(name="registry.profiles", every=timedelta(hours=1), run=read_profiles),
]
