"""The machine: disks, clocks, version, database."""

import shutil
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from gouvernail import __version__
from gouvernail.continuity.queries.items import Item, Level
from gouvernail.continuity.queries.wording import length, size
from gouvernail.foundation import clock
from gouvernail.foundation.models import Heartbeat

LOW_BYTES: Final = 2_000_000_000
LEAST_BYTES: Final = 500_000_000
DRIFT: Final = timedelta(seconds=5)
GUIDE: Final = "how-to/read-the-status-page"

# Wall clock against the counter that nobody sets, when this process first looked.
_began: dict[str, float] = {}


def machine_items(*, at: datetime) -> Iterator[Item]:
    """Yield how the machine stands. Two queries."""
    yield _disk()
    yield _clock(at=at)
    yield Item(
        code="version",
        title=_("Version"),
        level=Level.IDLE,
        said=_("Gouvernail %(version)s on %(database)s.")
        % {"version": __version__, "database": database_name()},
        facts=machine_facts(),
    )


def machine_facts() -> dict[str, str]:
    """Return the version and the kind of database. No query."""
    return {"version": __version__, "database": connection.vendor}


def database_name() -> str:
    """Return the database by its proper name."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(
        connection.vendor, connection.vendor
    )


def _disk() -> Item:
    places = {Path(settings.GOUVERNAIL_HOME), Path(settings.BACKUP_DIR)}
    free = min(shutil.disk_usage(place).free for place in places if place.exists())
    level, todo = Level.OK, ""
    if free < LOW_BYTES:
        level = Level.STOP if free < LEAST_BYTES else Level.WARN
        todo = _("Make room: without any, nothing can be written and nothing is published.")
    return Item(
        code="disk", title=_("Disk"), level=level,
        said=_("%(size)s left.") % {"size": size(free)}, todo=todo,
        guide=GUIDE if todo else "", facts={"free_bytes": free},
    )  # fmt: skip


def _clock(*, at: datetime) -> Item:
    apart = {"database": _database_drift(), "processes": _process_drift(at), "jump": _jump()}
    wrong = {name: drift for name, drift in apart.items() if abs(drift) > DRIFT}
    said = _("Web, database and processes agree.")
    if wrong:
        name, drift = max(wrong.items(), key=lambda pair: abs(pair[1]))
        said = {
            "database": _("The database’s clock is %(length)s away."),
            "processes": _("A background process is %(length)s ahead."),
            "jump": _("The clock of this machine was moved by %(length)s since it started."),
        }[name] % {"length": length(abs(drift))}
    return Item(
        code="clock", title=_("Clock"), level=Level.STOP if wrong else Level.OK, said=said,
        todo=_("Set the clocks by a time server (chrony, systemd-timesyncd).") if wrong else "",
        guide=GUIDE if wrong else "",
        facts={f"{name}_seconds": round(each.total_seconds(), 1) for name, each in apart.items()},
    )  # fmt: skip


def _database_drift() -> timedelta:
    """Return how far the database's clock stands from ours; SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [theirs] = cursor.fetchone()
    drift: timedelta = theirs - (clock.now() - clock.offset())
    return drift


def _process_drift(at: datetime) -> timedelta:
    """Return how far ahead of us the last sign of life is; being behind is being silent."""
    last = Heartbeat.objects.aggregate(last=Max("at"))["last"]
    return max(timedelta(), last - at) if last else timedelta()


def _jump() -> timedelta:
    """Return by how much the wall clock was moved since this process first looked."""
    apart = (clock.now() - clock.offset()).timestamp() - time.monotonic()
    return timedelta(seconds=apart - _began.setdefault("apart", apart))
