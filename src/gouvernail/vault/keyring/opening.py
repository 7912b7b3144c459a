"""Opening a value: for processes that talk to networks, never for pages."""

from uuid import UUID

from gouvernail.networks.contract import Secret
from gouvernail.vault.errors import SecretNotFoundError, SecretUnreadableError
from gouvernail.vault.keyring.boxes import BoxError, open_box
from gouvernail.vault.keyring.keys import private_key
from gouvernail.vault.keyring.sealing import SealedFor
from gouvernail.vault.models import Secret as SecretRow


def open_secret(*, owner_kind: str, owner_id: UUID, field: str) -> Secret:
    """Return the value sealed under that name. One query.

    Raises:
        SecretNotFoundError: nothing there, or destroyed.
        SecretUnreadableError: sealed to another key, moved from another row, or altered.
        VaultKeyMissingError: this process may not open anything.
    """
    row = SecretRow.objects.filter(
        owner_kind=owner_kind, owner_id=owner_id, field=field, destroyed_at__isnull=True
    ).first()
    if row is None:
        raise SecretNotFoundError
    whose = SealedFor(
        owner_kind=row.owner_kind, owner_id=row.owner_id, field=row.field, version=row.version
    )
    try:
        value = open_box(bytes(row.box), key=private_key(), facts=whose.facts(key=row.key_id))
    except BoxError:
        raise SecretUnreadableError from None
    return Secret(value.decode())
