"""Noting how a backup, a restore or a drill ended, and what must follow a restore."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gouvernail.continuity.archives.canary import CANARY, canary_value
from gouvernail.continuity.archives.drilling import Result
from gouvernail.continuity.archives.manifest import Manifest
from gouvernail.continuity.models import Alarm, Backup, Drill, Restore
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.models import Heartbeat
from gouvernail.ledger.actions import open_epoch
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person
from gouvernail.publishing.actions.restoring import after_restore
from gouvernail.vault.actions import store_secret
from gouvernail.vault.models import Secret as SecretRow

OPERATOR = Actor(kind="machine", ref="operator", auth="cli")
OUTCOMES = {True: Drill.Outcome.PASSED, False: Drill.Outcome.FAILED, None: Drill.Outcome.UNPROVEN}


@action("continuity.plant_canary")
def plant_canary(*, by: Person | Actor, at: datetime) -> bool:
    """Store the credential that drills open, if it is not there; return whether it was made."""
    if SecretRow.objects.filter(**CANARY, destroyed_at__isnull=True).exists():
        return False
    store_secret(**CANARY, value=Secret(canary_value()), by=by, at=at)
    return True


@action("continuity.note_backup")
def note_backup(
    *, folder: Path, made: Manifest | None, error: str, same_disk: bool, started_at: datetime,
    at: datetime,
) -> Backup:  # fmt: skip
    """Remember how a backup ended: with a copy, or with why not."""
    return Backup.objects.create(
        name=made.name if made else "",
        folder=str(folder)[:400],
        started_at=started_at,
        ended_at=at,
        size_bytes=made.size_bytes if made else 0,
        ledger_size=made.ledger_size if made else 0,
        encrypted=bool(made and made.encrypted_to),
        same_disk=same_disk,
        error=error[:2000],
    )


@action("continuity.note_drill")
def note_drill(*, result: Result, started_at: datetime, at: datetime) -> Drill:
    """Remember how a drill ended."""
    return Drill.objects.create(
        backup_name=result.backup.name if result.backup else "",
        backup_made_at=result.backup.made_at if result.backup else None,
        started_at=started_at,
        ended_at=at,
        outcome=OUTCOMES[result.passed],
        checks=result.checks,
    )


@action("continuity.settle_restore")
def settle_restore(
    *, made_at: datetime, by: Person | None, at: datetime, known_note: str = ""
) -> dict[str, Any]:
    """Do what must follow a restore, in one transaction: nothing leaves until people lift.

    Another log follows the one that was cut short; publishing is frozen and looks at the networks
    for what was sent since the backup. Sign-ins that came back are ended: some may have been ended
    since.

    Args:
        made_at: the instant of the backup.
        by: who restored, and may freeze; nobody on a site that has no people yet.
        at: aware, UTC.
        known_note: a checkpoint kept elsewhere that is newer than the signer's memory.

    Raises:
        RightMissingError: `by` may not freeze the organisation; nothing is settled.
        EpochRefusedError, SigningKeyError: another log cannot be opened; nothing is settled.
    """
    epoch = open_epoch(by=by or OPERATOR, at=at, reason="restore", known_note=known_note)
    taken = date_format(timezone.localtime(made_at), "DATETIME_FORMAT")
    reason = _("Restored from the backup of %(taken)s.") % {"taken": taken}
    restored = after_restore(backup_taken_at=made_at, by=by, at=at, reason=reason) if by else None
    Restore.objects.create(backup_made_at=made_at, restored_at=at)
    sessions, _counts = Session.objects.all().delete()
    Heartbeat.objects.all().delete()
    return {
        "sessions": sessions,
        "log": epoch.origin,
        "frozen": restored is not None,
        "doubtful": len(restored.doubtful) if restored else 0,
        "by_hand": len(restored.by_hand) if restored else 0,
    }


@action("continuity.raise_alarm")
def raise_alarm(*, subject: str, at: datetime) -> bool:
    """Note that something is wrong; return whether it is new, so that one process tells people."""
    _alarm, new = Alarm.objects.get_or_create(subject=subject, defaults={"raised_at": at})
    return new


@action("continuity.clear_alarm")
def clear_alarm(*, subject: str) -> bool:
    """Note that it is well again; return whether it was an alarm."""
    deleted, _each = Alarm.objects.filter(subject=subject).delete()
    return deleted > 0
