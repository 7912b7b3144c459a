"""What happens to licences by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.licences.actions import look_again, redact_words, tell_ends
from gouvernail.licences.actions.following import look_at_ended


def see_ended(at: datetime) -> None:
    """Notice what ended by itself, and tell of what ends soon."""
    look_at_ended(at=at)
    tell_ends(at=at)


def see_all(at: datetime) -> None:
    """Notice what changed otherwise: a signature, a certificate, a new version, a factor."""
    look_again(at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what was written about somebody erased."""
    redact_words(person_id=UUID(event.payload["person_id"]), at=at)


READERS = (Reader("licences.erased", frozenset({"people.erased"}), hear_erasure),)
PERIODIC = (
    Periodic("licences.ended", timedelta(minutes=5), see_ended),
    Periodic("licences.look_again", timedelta(minutes=30), see_all),
)
