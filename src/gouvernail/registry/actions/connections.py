"""Keeping the way into an account: sealed on opening, destroyed on closing."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.errors import NotFoundError
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Session
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.errors import ConnectionFailedError, NotConnectedError
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.permissions import visible_account
from gouvernail.registry.queries.connections import problem_words
from gouvernail.vault.actions import destroy_secret, store_secret

OWNER_KIND: Final = "account"
FIELD: Final = "session"
NEXT: Final = "session_next"  # a renewed session that has not served yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the server said of itself and of the account, on connecting; empty when it said not."""

    limits: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)


@action("registry.open_connection")
def open_connection(
    account_id: UUID, *, session: Session, findings: Findings, by: Person, at: datetime
) -> Connection:
    """Seal a session for an account; from now on, what can be automatic is.

    The network was asked before, outside any transaction. A connection that was there before is
    replaced, its secret gone.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not connect the accounts of that unit.
        ConnectionFailedError: the session is that of another account (`other_account`).
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.CONNECT_ACCOUNTS, unit=account.unit)
    if session.network != account.network or not _is_same(account, session):
        raise ConnectionFailedError("other_account", problem_words("other_account"))
    connection, _new = Connection.objects.update_or_create(
        account=account,
        defaults={
            "service_url": session.base_url,
            "remote_id": session.account_id,
            "remote_handle": session.handle,
            "status": Connection.Status.CONNECTED,
            "limits": dict(findings.limits),
            "limits_read_at": at if findings.limits else None,
            "profile": dict(findings.profile),
            "checked_at": at,
            "last_error": "",
            "connected_by": by,
            "connected_at": at,
            "closed_at": None,
        },
    )
    store_secret(
        owner_kind=OWNER_KIND,
        owner_id=account.pk,
        field=FIELD,
        value=session.dump(),
        by=by,
        at=at,
    )
    _forget_next(account, by=by, at=at)
    record(actor=by, verb="connection.opened", subject=connection, at=at)
    return connection


def _forget_next(account: Account, *, by: Person, at: datetime) -> None:
    with suppress(NotFoundError):  # hardly ever there
        destroy_secret(owner_kind=OWNER_KIND, owner_id=account.pk, field=NEXT, by=by, at=at)


def _is_same(account: Account, session: Session) -> bool:
    """Compare names, then servers: one may be the other's web or account domain.

    A server inside the organisation's own network may announce no public name; then the name of
    the account decides.
    """
    ours, _at, our_host = account.handle.casefold().removeprefix("@").partition("@")
    theirs, _at, their_host = session.handle.casefold().removeprefix("@").partition("@")
    if ours != theirs:
        return False
    public = "." in their_host and not their_host.replace(".", "").replace(":", "").isdigit()
    if not our_host or not public:
        return True
    return f".{our_host}".endswith(f".{their_host}") or f".{their_host}".endswith(f".{our_host}")


@action("registry.close_connection")
def close_connection(account_id: UUID, *, by: Person, at: datetime) -> Connection:
    """Destroy the secret of an account; what was automatic is by hand again.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not connect the accounts of that unit.
        NotConnectedError: there is nothing to close.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.CONNECT_ACCOUNTS, unit=account.unit)
    connection = _in_force(account)
    connection.status, connection.closed_at = Connection.Status.CLOSED, at
    connection.save(update_fields=("status", "closed_at"))
    with suppress(NotFoundError):  # destroyed before: the aim is reached
        destroy_secret(owner_kind=OWNER_KIND, owner_id=account.pk, field=FIELD, by=by, at=at)
    _forget_next(account, by=by, at=at)
    record(actor=by, verb="connection.closed", subject=connection, at=at)
    return connection


@action("registry.note_connection_failure")
def note_connection_failure(
    account_id: UUID, *, reason: str, by: Actor, at: datetime
) -> Connection:
    """Keep that a network no longer accepts our access, for a background process.

    Args:
        account_id: of a connected account.
        reason: the stable code of the refusal (`networks.contract.Refused`).
        by: the process that was refused.
        at: aware, UTC.

    Raises:
        NotConnectedError: it has no connection in force.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotConnectedError
    connection = _in_force(account)
    was, connection.status = connection.status, Connection.Status.FAILING
    connection.last_error, connection.checked_at = reason[:300], at
    connection.save(update_fields=("status", "last_error", "checked_at"))
    if was != Connection.Status.FAILING:
        record(
            actor=by,
            verb="connection.failed",
            subject=connection,
            at=at,
            data={"reason": reason.partition(":")[0][:60]},
        )
    return connection


def _in_force(account: Account) -> Connection:
    connection = (
        Connection.objects.select_for_update()
        .filter(account=account)
        .exclude(status=Connection.Status.CLOSED)
        .first()
    )
    if connection is None:
        raise NotConnectedError
    return connection
