"""What must wait while a person says yes on their server: kept in their session, encrypted.

The page that comes back must know the application's secret and the verifier, and pages cannot open
the vault; so both are encrypted with a key that only this site's processes derive, and dropped at
the first return, right or wrong.
"""

import base64
import json
from collections.abc import MutableMapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from gouvernail.networks.contract import Secret
from gouvernail.networks.mastodon.oauth import App

SLOT: Final = "registry_connecting"
LIFETIME_SECONDS: Final = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One connection under way."""

    account_id: UUID
    state: str
    app: App
    verifier: Secret


def _box() -> Fernet:
    key = sha256(b"registry.connecting:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def put(session: MutableMapping[str, Any], pending: Pending) -> None:
    """Keep a connection under way; one at a time for each person."""
    told = {
        "account": str(pending.account_id),
        "state": pending.state,
        "app": pending.app.dump().reveal(),
        "verifier": pending.verifier.reveal(),
    }
    session[SLOT] = _box().encrypt(json.dumps(told).encode()).decode()


def take(session: MutableMapping[str, Any], *, state: str) -> Pending | None:
    """Return the connection under way and forget it; None when it is another or too old."""
    sealed = session.pop(SLOT, "")
    try:
        told = json.loads(_box().decrypt(sealed.encode(), ttl=LIFETIME_SECONDS))
    except InvalidToken:
        return None
    if not state or told["state"] != state:
        return None
    return Pending(
        account_id=UUID(told["account"]),
        state=state,
        app=App.load(Secret(told["app"])),
        verifier=Secret(told["verifier"]),
    )
