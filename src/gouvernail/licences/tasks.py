"""What happens to licences by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.licences.actions import look_again, redact_words, tell_ends
from gouvernail.licences.actions.following import (
    ask_to_look,
    look_at_ended,
    look_at_waiting,
    look_between,
)


def see_ended(at: datetime) -> None:
    """Notice what ended by itself, who renewed while something waits, and tell what ends soon."""
    look_at_ended(at=at)
    look_at_waiting(at=at)
    tell_ends(at=at)


def see_all(at: datetime) -> None:
    """Notice what changed otherwise: a signature, a certificate, a new version, a factor."""
    look_again(at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what was written about somebody erased."""
    redact_words(person_id=UUID(event.payload["person_id"]), at=at)


def hear_version(_event: OutboxEvent, at: datetime) -> None:
    """Have everybody seen again, when a version of a policy came into force: a batch at a time."""
    ask_to_look(at=at)


def hear_look(event: OutboxEvent, at: datetime) -> None:
    """See one batch of people again."""
    look_between(UUID(event.payload["first"]), UUID(event.payload["last"]), at=at)


READERS = (
    Reader("licences.erased", frozenset({"people.erased"}), hear_erasure),
    Reader("licences.look", frozenset({"licences.look"}), hear_look),
    Reader("licences.versions", frozenset({"policies.published"}), hear_version),
)
PERIODIC = (
    Periodic("licences.ended", timedelta(minutes=5), see_ended),
    Periodic("licences.look_again", timedelta(minutes=30), see_all),
)
