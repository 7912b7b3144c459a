"""Renewing a session is like publishing: noted first, and nothing is thrown away before it served.

A network may void the old tokens the moment it gives the new ones. A crash in between must not
lose the account: what was asked is on disk before, and the old session stays until the new one was
used once.
"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import NotFoundError
from gouvernail.networks.contract import Secret
from gouvernail.publishing.actions.archiving import SENDER
from gouvernail.publishing.models import Rotation
from gouvernail.publishing.sender.sessions import FIELD, NEXT, OWNER_KIND
from gouvernail.vault.actions import destroy_secret, store_secret


@action("publishing.begin_rotation")
def begin_rotation(*, account_id: UUID, at: datetime) -> Rotation:
    """Note that a session is about to be renewed; committed before a byte leaves."""
    row, _new = Rotation.objects.update_or_create(account_id=account_id, defaults={"began_at": at})
    return row


@action("publishing.keep_rotated")
def keep_rotated(*, account_id: UUID, secret: Secret, at: datetime) -> None:
    """Seal the new session beside the old one."""
    _store(account_id, NEXT, secret, at=at)
    Rotation.objects.filter(account_id=account_id).update(kept_at=at)


@action("publishing.settle_rotation")
def settle_rotation(*, account_id: UUID, secret: Secret, at: datetime) -> None:
    """Put the new session, which has just served, in the place of the old one."""
    _store(account_id, FIELD, secret, at=at)
    _forget(account_id, at=at)


@action("publishing.drop_rotated")
def drop_rotated(*, account_id: UUID, at: datetime) -> None:
    """Throw away a new session that the network does not accept; the old one is still there."""
    _forget(account_id, at=at)


def _store(account_id: UUID, field: str, secret: Secret, *, at: datetime) -> None:
    store_secret(
        owner_kind=OWNER_KIND, owner_id=account_id, field=field, value=secret, by=SENDER, at=at
    )


def _forget(account_id: UUID, *, at: datetime) -> None:
    with suppress(NotFoundError):
        destroy_secret(owner_kind=OWNER_KIND, owner_id=account_id, field=NEXT, by=SENDER, at=at)
    Rotation.objects.filter(account_id=account_id).delete()
