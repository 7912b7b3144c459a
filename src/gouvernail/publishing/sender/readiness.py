"""What must be in order before a sender sends: at its start, and after its database was away.

A HOLD is not a freeze: nobody engaged it and nobody lifts it; it ends when the checks pass. Its
reason stands in a file, which pages can read while the database cannot be.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.modes import private_folder, read_by_all, write_whole
from gouvernail.ledger.errors import LedgerBrokenError
from gouvernail.ledger.queries import head, last_checkpoint
from gouvernail.publishing.queries.freezes import freezes_in_force, is_readable

LEDGER: Final = "ledger"
CLOCK: Final = "clock"
FREEZE: Final = "freeze_unreadable"
_BEHIND: Final = timedelta(minutes=5)


def obstacle(*, at: datetime, clock_held: bool) -> str:
    """Return what stands in the way of sending, or nothing. Four queries.

    `clock_held`: the clock has not stepped for a quarter of an hour, and is believed even if what
    was written last claims to be of the future.

    Raises:
        django.db.Error: the database cannot be read, which stands in the way too.
    """
    if not all(is_readable(freeze) for freeze in freezes_in_force()):
        return FREEZE
    if not _ledger_holds():
        return LEDGER
    last = OutboxEvent.objects.order_by("-position").values_list("at", flat=True).first()
    behind = last is not None and at < last - _BEHIND
    return CLOCK if behind and not clock_held else ""


def _ledger_holds() -> bool:
    try:
        present = head()
    except LedgerBrokenError:
        return False
    signed = last_checkpoint()
    return signed is None or signed.size <= present.end


def hold(reason: str) -> None:
    """Say for everyone that the sender waits, and why; nothing when it does not."""
    path = _path()
    if reason:
        write_whole(path, reason, read_by_all(private_folder(path.parent)))
    else:
        path.unlink(missing_ok=True)


def held_because() -> str:
    """Return why the sender waits: a reason of this page, `database`, or nothing."""
    try:
        return _path().read_text(encoding="ascii")
    except OSError:
        return ""


def _path() -> Path:
    return Path(settings.GOUVERNAIL_HOME) / "run" / "sender.hold"
