"""How a source fares: written by the listener alone. Machinery: not entered in the ledger."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F

from gouvernail.foundation.actions import action
from gouvernail.listening.models import Position
from gouvernail.networks.contract.heard import Batch

FIRST_PAUSE: Final = timedelta(seconds=1)
LONGEST_PAUSE: Final = timedelta(minutes=10)
FOR_A_PERSON: Final = frozenset(
    {"moved", "refused", "url_refused", "port_refused", "address_refused", "not_a_source"}
)
"""Troubles that trying again does not mend."""


def note_heard(position: Position, *, batch: Batch, kept: int, at: datetime) -> None:
    """Move a source to where a batch ends, within the action that keeps the batch.

    It was heard until now when nothing more waits for it; a gap is said and counted. What people
    bring has no cursor: it moves nothing.
    """
    position.cursor = batch.cursor or position.cursor
    position.health, position.trouble, position.told = Position.Health.OK, "", ""
    position.failures, position.retry_at, position.tried_at = 0, None, at
    if not batch.more:
        position.heard_at = at
    if batch.heard:
        latest = min(at, max(one.posted_at for one in batch.heard))
        position.last_event_at = max(position.last_event_at or latest, latest)
    if batch.gap:
        position.gap_at, position.gaps = at, position.gaps + 1
    position.heard += len(batch.heard)
    position.kept += kept
    position.odd += sum(batch.odd.values())
    position.save()


@action("listening.note_silence")
def note_silence(*, source_id: UUID, at: datetime) -> None:
    """Say that a source is listened to and had nothing to give. One statement."""
    Position.objects.filter(source_id=source_id).update(
        heard_at=at,
        tried_at=at,
        health=Position.Health.OK,
        trouble="",
        told="",
        failures=0,
        retry_at=None,
    )


@action("listening.note_trouble")
def note_trouble(
    *, source_id: UUID, trouble: str, told: str, at: datetime, wait: timedelta | None = None
) -> datetime:
    """Say what went wrong with a source; return when it is tried again.

    The pause doubles from one second to ten minutes; `wait` is what the place itself asked for.
    What only a person can mend is tried every ten minutes all the same.
    """
    Position.objects.get_or_create(source_id=source_id)
    Position.objects.filter(source_id=source_id).update(failures=F("failures") + 1)
    position = Position.objects.get(source_id=source_id)
    lasting = trouble in FOR_A_PERSON
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(position.failures - 1, 12))
    position.health = Position.Health.STOPPED if lasting else Position.Health.WAITING
    position.trouble, position.told = trouble[:60], told[:300]
    position.tried_at = at
    position.retry_at = at + max(wait or pause, LONGEST_PAUSE if lasting else pause)
    position.save()
    return position.retry_at
