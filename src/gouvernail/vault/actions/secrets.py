"""Storing and destroying sealed values. Nothing here can read one."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.vault.errors import SecretNotFoundError
from gouvernail.vault.keyring import SealedFor, seal_for
from gouvernail.vault.models import Secret as SecretRow


@action("vault.store_secret")
def store_secret(
    *, owner_kind: str, owner_id: UUID, field: str, value: Secret, by: Person | Actor, at: datetime
) -> SecretRow:
    """Seal a value for its owner; one that was there before is replaced and gone.

    Args:
        owner_kind: what kind of thing owns it, such as `account`.
        owner_id: its id; opaque here, bound to the box.
        field: which of the owner's secrets, such as `session`.
        value: only the public key is needed to store it; nobody can read it back on a page.
        by: a person who may connect accounts, or a background process.
        at: aware, UTC.

    Raises:
        RightMissingError: a person without the right to connect accounts anywhere.
        VaultKeyMissingError: the site has no key to seal with.
    """
    _authorise(by)
    row = _locked(owner_kind, owner_id, field)
    replaced = row is not None
    if row is None:
        row = SecretRow(owner_kind=owner_kind, owner_id=owner_id, field=field, version=0)
    row.version += 1
    whose = SealedFor(owner_kind=owner_kind, owner_id=owner_id, field=field, version=row.version)
    row.key_id, row.box = seal_for(whose, value)
    row.stored_at, row.destroyed_at = at, None
    row.save()
    verb = "secret.replaced" if replaced else "secret.stored"
    record(actor=by, verb=verb, subject=row, at=at)
    return row


@action("vault.destroy_secret")
def destroy_secret(
    *, owner_kind: str, owner_id: UUID, field: str, by: Person | Actor, at: datetime
) -> SecretRow:
    """Empty the box for good; what stays says that there was one, and until when.

    Raises:
        SecretNotFoundError: nothing there, or destroyed before.
        RightMissingError: as `store_secret`.
    """
    _authorise(by)
    row = _locked(owner_kind, owner_id, field)
    if row is None or row.destroyed_at is not None:
        raise SecretNotFoundError
    row.box, row.destroyed_at = b"", at
    row.save(update_fields=("box", "destroyed_at"))
    record(actor=by, verb="secret.destroyed", subject=row, at=at)
    return row


def _authorise(by: Person | Actor) -> None:
    """Hold people to their right; the area that owns the secret asked for its own unit."""
    if isinstance(by, Person):
        require(by, Right.CONNECT_ACCOUNTS)


def _locked(owner_kind: str, owner_id: UUID, field: str) -> SecretRow | None:
    return (
        SecretRow.objects.select_for_update()
        .filter(owner_kind=owner_kind, owner_id=owner_id, field=field)
        .first()
    )
