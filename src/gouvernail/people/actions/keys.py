"""API keys: shown once, kept as a digest, never more than their owner."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.errors import KeyInvalidError, KeyNotFoundError
from gouvernail.people.models import ApiKey, Person
from gouvernail.people.permissions import API_SCOPES, Act, require_step_up


@action("people.create_key")
def create_key(
    *,
    name: str,
    scopes: Iterable[str],
    by: Person,
    at: datetime,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key that acts for `by` within `scopes`; return it with its secret, shown this once.

    The secret is `gv_`, eight characters that name the key, `_`, and 43 random characters.

    Raises:
        KeyInvalidError: no name, no scope, an unknown scope, or a past date.
        ProofNeededError, MachineMayNotError: whoever asks did not prove lately who they are.
    """
    require_step_up(Act.MAKE_KEY, at=at)
    wanted = sorted(set(scopes))
    wrong = {}
    if not name.strip():
        wrong["name"] = _("Say what this key is for.")
    if not wanted or not set(wanted) <= API_SCOPES:
        wrong["scopes"] = _("Choose what this key may do.")
    if expires_at and expires_at <= at:
        wrong["expires_at"] = _("This date has passed.")
    if wrong:
        raise KeyInvalidError(wrong)
    prefix = secrets.token_hex(4)
    secret = f"gv_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        person=by,
        name=name.strip(),
        prefix=prefix,
        digest=sha256(secret.encode()).hexdigest(),
        scopes=wanted,
        created_at=at,
        expires_at=expires_at,
    )
    record(actor=by, verb="api_key.created", subject=key, at=at)
    return key, secret


@action("people.revoke_key")
def revoke_key(*, key_id: UUID, by: Person, at: datetime) -> ApiKey:
    """End one's own key, at once.

    Raises:
        KeyNotFoundError: missing, somebody else's, or ended already.
    """
    key = ApiKey.objects.filter(pk=key_id, person=by, revoked_at__isnull=True).first()
    if key is None:
        raise KeyNotFoundError
    key.revoked_at = at
    key.save(update_fields=("revoked_at",))
    record(actor=by, verb="api_key.revoked", subject=key, at=at)
    return key


@action("people.note_key_use")
def note_key_use(*, key_id: UUID, at: datetime) -> None:
    """Remember when a key was last used, to the minute; not a governed change, so no leaf."""
    stale = ApiKey.objects.filter(pk=key_id).exclude(last_used_at__gt=at - timedelta(minutes=1))
    stale.update(last_used_at=at)
