"""What happens to reports and to cases by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.conduct.actions import (
    erase_from_cases,
    follow_cases,
    follow_up,
    forget_cases,
    forget_old,
    redact_words,
)
from gouvernail.conduct.actions.files import UNUSED
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.media.pictures.store import forget as forget_file


def follow(at: datetime) -> None:
    """Call more people to what nobody took up."""
    follow_up(at=at)


def follow_breaches(at: datetime) -> None:
    """Remind, and end what is over."""
    follow_cases(at=at)


def forget(at: datetime) -> None:
    """Empty what is too old to be kept."""
    forget_old(at=at)
    forget_cases(at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what somebody erased had written, and the cases about them that need not be kept."""
    person_id = UUID(event.payload["person_id"])
    redact_words(person_id=person_id, at=at)
    erase_from_cases(person_id=person_id, at=at)


def hear_unused(event: OutboxEvent, at: datetime) -> None:  # noqa: ARG001 - as every reader
    """Take away the bytes of a file that no report has any more.

    Raises:
        StorageAwayError: the service that keeps files does not answer; tried again later.
    """
    forget_file(event.payload["sha256"])


READERS = (
    Reader("conduct.erased", frozenset({"people.erased"}), hear_erasure),
    Reader("conduct.files", frozenset({UNUSED}), hear_unused),
)
PERIODIC = (
    Periodic("conduct.follow_up", timedelta(minutes=5), follow),
    Periodic("conduct.follow_cases", timedelta(minutes=10), follow_breaches),
    Periodic("conduct.forget_old", timedelta(hours=24), forget),
)
