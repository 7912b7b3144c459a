"""What happens to reports by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.conduct.actions import follow_up, forget_old, redact_words
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic


def follow(at: datetime) -> None:
    """Call more people to what nobody took up."""
    follow_up(at=at)


def forget(at: datetime) -> None:
    """Empty what is too old to be kept."""
    forget_old(at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what somebody erased had written."""
    redact_words(person_id=UUID(event.payload["person_id"]), at=at)


READERS = (Reader("conduct.erased", frozenset({"people.erased"}), hear_erasure),)
PERIODIC = (
    Periodic("conduct.follow_up", timedelta(minutes=5), follow),
    Periodic("conduct.forget_old", timedelta(hours=24), forget),
)
