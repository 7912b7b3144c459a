"""Which failures of the database pass by themselves, so that the reader is told to come back.

A database that is away or restarts, a lock that another change holds, a statement over its limit:
503, not 500. What the database refuses for good (a table that is not there) stays a fault of ours.
"""

import sqlite3
from enum import Enum
from typing import Final

from django.db import Error, InterfaceError, OperationalError

AWAY: Final = ("08", "57P", "58", "53")  # connections, shutdown, the system's, resources
BUSY: Final = ("57014", "55P03", "25P03", "25P04", "40")  # over a limit, locks, deadlocks
SQLITE_AWAY: Final = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
)
SQLITE_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class Pause(Enum):
    """Why the database did not answer, and in how many seconds to try again."""

    AWAY = 10
    BUSY = 30


def pause_of(error: BaseException | None) -> Pause | None:
    """Return why `error`, or what caused it, passes by itself; None if it does not."""
    while error is not None:
        if isinstance(error, Error) and (found := _of_database(error)):
            return found
        error = error.__cause__ or error.__context__
    return None


def _of_database(error: Error) -> Pause | None:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    state = getattr(cause, "sqlstate", None) or ""
    if state:
        if state.startswith(BUSY):
            return Pause.BUSY
        return Pause.AWAY if state.startswith(AWAY) else None
    # No state: the server was never reached, or went in the middle of an answer.
    reached = isinstance(error, OperationalError | InterfaceError)
    return Pause.AWAY if reached and cause is not None else None


def _of_sqlite(cause: sqlite3.Error) -> Pause | None:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in SQLITE_BUSY:
        return Pause.BUSY
    return Pause.AWAY if code in SQLITE_AWAY else None
