"""Opening a value: for processes that talk to networks, never for pages."""

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from gouvernail.networks.contract import Secret
from gouvernail.vault.errors import SecretNotFoundError, SecretUnreadableError
from gouvernail.vault.keyring.boxes import FIRST, BoxError, open_box, rewrap, seal
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
    return Secret(opened(row).decode())


def opened(row: SecretRow) -> bytes:
    """Return what a row holds. No query.

    Raises:
        SecretUnreadableError, VaultKeyMissingError: as `open_secret`.
    """
    box, whose = bytes(row.box), whose_box(row)
    first = box.startswith(FIRST)
    facts = whose.first_facts(key=row.key_id) if first else whose.facts()
    try:
        return open_box(box, key=private_key(row.key_id), facts=facts)
    except BoxError:
        raise SecretUnreadableError from None


def rewrapped(row: SecretRow, *, to: X25519PublicKey) -> bytes:
    """Return the box of a row under another key; only one of the first format is opened for it.

    Raises:
        SecretUnreadableError: the box does not open with the key it names.
        VaultKeyMissingError: this process may not open anything.
    """
    facts, box = whose_box(row).facts(), bytes(row.box)
    if box.startswith(FIRST):
        return seal(opened(row), to=to, facts=facts)
    try:
        return rewrap(box, key=private_key(row.key_id), to=to, facts=facts)
    except BoxError:
        raise SecretUnreadableError from None


def whose_box(row: SecretRow) -> SealedFor:
    """Return what the box of a row is bound to."""
    return SealedFor(
        owner_kind=row.owner_kind, owner_id=row.owner_id, field=row.field, version=row.version
    )
