"""Sessions of accounts with their networks: opened from the vault, renewed when they must be."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from gouvernail.networks.contract import Connector, Refused, Secret, Session, Unknown
from gouvernail.vault.errors import SecretUnreadableError
from gouvernail.vault.keyring import open_secret

OWNER_KIND = "account"
FIELD = "session"
Keep = Callable[[UUID, Secret, datetime], None]


def session_of(account_id: UUID) -> Session:
    """Return the stored session of an account. One query.

    Raises:
        SecretNotFoundError, SecretUnreadableError, VaultKeyMissingError: see the vault.
    """
    secret = open_secret(owner_kind=OWNER_KIND, owner_id=account_id, field=FIELD)
    try:
        return Session.load(secret)
    except ValueError:
        raise SecretUnreadableError from None


def renewed(
    account_id: UUID, *, adapter: Connector, keep: Keep, at: datetime
) -> Session | Refused | Unknown:
    """Return a session that lasts; a new one is given to `keep` before it is used."""
    session = session_of(account_id)
    fresh = adapter.renew(session, at=at)
    if isinstance(fresh, Session) and fresh is not session:
        keep(account_id, fresh.dump(), at)
    return fresh
