"""Sessions of accounts with their networks: opened from the vault, renewed when they must be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gouvernail.networks.contract import Connector, Refused, Secret, Session, Unknown
from gouvernail.publishing.models import Rotation
from gouvernail.publishing.sender import locks
from gouvernail.vault.errors import SecretNotFoundError, SecretUnreadableError
from gouvernail.vault.keyring import open_secret

OWNER_KIND = "account"
FIELD = "session"
NEXT = "session_next"
WAIT_SECONDS = 10.0
VOID = frozenset({"signed_out", "expired_token", "wrong_credentials"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """What is written down while a session is renewed; each is committed when it returns."""

    begin: Callable[[UUID, datetime], None]
    keep: Callable[[UUID, Secret, datetime], None]
    settle: Callable[[UUID, Secret, datetime], None]
    drop: Callable[[UUID, datetime], None]


def session_of(account_id: UUID) -> Session:
    """Return the session of an account: the newest that was kept. Two queries at most.

    Raises:
        SecretNotFoundError, SecretUnreadableError, VaultKeyMissingError: see the vault.
    """
    if not Rotation.objects.filter(account=account_id, kept_at__isnull=False).exists():
        return _stored(account_id, FIELD)
    try:
        return _stored(account_id, NEXT)
    except SecretNotFoundError:
        return _stored(account_id, FIELD)


def _stored(account_id: UUID, field: str) -> Session:
    secret = open_secret(owner_kind=OWNER_KIND, owner_id=account_id, field=field)
    try:
        return Session.load(secret)
    except ValueError:
        raise SecretUnreadableError from None


def renewed(
    account_id: UUID, *, adapter: Connector, keeper: Keeper, at: datetime
) -> Session | Refused | Unknown:
    """Return a session that lasts; a new one is noted before it is asked for, and kept at once.

    One process at a time renews the session of an account.
    """
    session = session_of(account_id)
    if not adapter.expires_soon(session, at=at):
        return session
    with locks.held(f"session-{account_id}", wait_seconds=WAIT_SECONDS) as ours:
        if not ours:
            message = "another process renews this session"
            return Refused(code="unavailable", message=message, permanent=False)
        session = session_of(account_id)  # perhaps renewed while we waited
        if not adapter.expires_soon(session, at=at):
            return session
        return _rotated(account_id, session, adapter=adapter, keeper=keeper, at=at)


def _rotated(
    account_id: UUID, session: Session, *, adapter: Connector, keeper: Keeper, at: datetime
) -> Session | Refused | Unknown:
    keeper.begin(account_id, at)
    fresh = adapter.renew(session, at=at)
    old = _stored(account_id, FIELD)
    if isinstance(fresh, Refused) and fresh.code in VOID and old != session:
        fresh = adapter.renew(old, at=at)  # the newer one never served: the older may still
    if isinstance(fresh, Session):
        keeper.keep(account_id, fresh.dump(), at)
    return fresh


def served(account_id: UUID, session: Session, *, keeper: Keeper, at: datetime) -> None:
    """Note that the network accepted a session: what it replaced may go. One query usually."""
    rotation = Rotation.objects.filter(account=account_id, kept_at__isnull=False)
    if rotation.exists() and session_of(account_id) == session:
        keeper.settle(account_id, session.dump(), at)


def rejected(account_id: UUID, refused: Refused, *, keeper: Keeper, at: datetime) -> None:
    """Go back to the old session when the network does not accept the new one."""
    if refused.code in VOID and Rotation.objects.filter(account=account_id).exists():
        keeper.drop(account_id, at)
