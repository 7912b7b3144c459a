"""What happens at the door: kept for a time, and written to the log of the process.

Not the journal's: it keeps for ever what it is told, and who came in when is personal data. What
changes an account (a password, a factor) leaves its entry there besides (`access`).
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings

from gouvernail.foundation.actions import action
from gouvernail.people.models import Person, SignIn

log = logging.getLogger("gouvernail.people.doors")
IPV4_KEPT, IPV6_KEPT = 24, 48  # bits of an address
DEVICE_LIMIT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What happened, by what means, from where; `address` is masked before it is kept."""

    what: SignIn.What
    means: str = ""
    address: str = ""
    device: str = ""


@action("people.note_at_door")
def note_at_door(*, door: Door, by: Person | None, at: datetime) -> SignIn:
    """Keep what happened at the door; `by` is nobody when nobody of ours was named."""
    address = masked(door.address)
    row = SignIn.objects.create(
        at=at,
        person=by,
        what=door.what,
        means=door.means if door.means in SignIn.Means.values else "",
        address=address,
        device=door.device[:DEVICE_LIMIT],
    )
    who = by.pk if by is not None else "unknown"
    log.info("door %s means=%s person=%s from=%s", row.what, row.means or "-", who, address or "-")
    return row


@action("people.forget_doors")
def forget_doors(*, at: datetime) -> int:
    """Delete what is older than the settings keep; return how many."""
    until = at - timedelta(days=settings.SIGN_IN_DAYS)
    return SignIn.objects.filter(at__lt=until).delete()[0]


def masked(address: str) -> str:
    """Return the network an address is of: /24, or /48 for IPv6; nothing if it is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    kept = IPV4_KEPT if isinstance(found, IPv4Address) else IPV6_KEPT
    return str(ip_network(f"{found}/{kept}", strict=False))
