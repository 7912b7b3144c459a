"""Which key calls."""

import hmac
from datetime import datetime
from hashlib import sha256

from django.db.models import Q

from gouvernail.people.models import ApiKey

PARTS = 3


def living_key(token: str, *, at: datetime) -> ApiKey | None:
    """Return the key whose secret this is, its owner loaded, if both are still there. One query."""
    parts = token.split("_", PARTS - 1)
    if len(parts) != PARTS or parts[0] != "gv":
        return None
    rows = ApiKey.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=at),
        prefix=parts[1],
        revoked_at__isnull=True,
        person__is_active=True,
    )
    key = rows.select_related("person").first()
    offered = sha256(token.encode()).hexdigest()
    return key if key is not None and hmac.compare_digest(key.digest, offered) else None
