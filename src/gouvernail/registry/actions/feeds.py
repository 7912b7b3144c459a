"""Opening and closing the secret address of a person's deadlines."""

import secrets
from datetime import datetime
from hashlib import sha256

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.models import DeadlineFeed

SECRET_BYTES = 32


@action("registry.open_feed")
def open_feed(*, by: Person, at: datetime) -> str:
    """Open one's own feed, or change its address, and return the secret; it is shown once.

    Raises:
        RightMissingError: `by` sees no account.
    """
    require(by, Right.SEE_ACCOUNTS)
    _close(by, at=at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = DeadlineFeed.objects.create(
        person=by, digest=sha256(secret.encode()).hexdigest(), opened_at=at
    )
    record(actor=by, verb="deadline_feed.opened", subject=feed, at=at)
    return secret


@action("registry.close_feed")
def close_feed(*, by: Person, at: datetime) -> None:
    """Close one's own feed: its address answers nothing any more. Nothing if there is none."""
    _close(by, at=at)


def _close(by: Person, *, at: datetime) -> None:
    feed = DeadlineFeed.objects.select_for_update().filter(person=by).first()
    if feed is not None:
        record(actor=by, verb="deadline_feed.removed", subject=feed, at=at)
        feed.delete()
