"""What the vault of the demonstration holds, who asked to see it, and what became of it.

The values are drawn at loading and known to nobody: what is read of them is what a page shows.
"""

import secrets
from base64 import b32encode
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from demo.team import Site
from gouvernail.credentials.actions import (
    ItemFacts,
    add_item,
    approve_reveal,
    ask_reveal,
    ask_showing,
    confirm_renewal,
    end_reveal,
    follow_time,
    open_reveal,
    refuse_reveal,
    renew_item,
    write_account,
)
from gouvernail.credentials.actions.requests import Asked
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.tasks.opener import answer
from gouvernail.networks.contract import Secret

MINUTE = timedelta(minutes=1)
TAKEN = timedelta(minutes=6)  # how long people look, and how long they wait for an answer


def load_vault(site: Site) -> None:
    """Put items in, and let people ask about them, as the file says."""
    for entry in site.facts.get("vault", ()):
        by = site.people[entry["by"]]
        item = add_item(
            account_id=site.accounts[entry["on"]].pk,
            kind=entry["kind"],
            facts=ItemFacts(label=entry["label"], place=entry.get("place", "")),
            value=_drawn(entry["kind"]),
            by=by,
            at=site.before(days=entry["days"]),
        )
        for asked in entry.get("asked", ()):
            _ask(site, item, asked)
        if "renewed" in entry:
            at = site.before(days=entry["renewed"])
            renew_item(item_id=item.pk, value=_drawn(entry["kind"]), by=by, at=at)
            if entry.get("works"):
                confirm_renewal(item_id=item.pk, number=2, by=by, at=at + TAKEN)


def _drawn(kind: str) -> Secret:
    if kind == Item.Kind.TOTP:
        return Secret(b32encode(secrets.token_bytes(20)).decode())
    if kind == Item.Kind.RECOVERY:
        return Secret("\n".join(secrets.token_hex(4) for _code in range(8)))
    return Secret(secrets.token_urlsafe(18))


def _ask(site: Site, item: Item, entry: dict[str, Any]) -> None:
    """Ask, and let somebody answer; an emergency that nobody answers opens after its wait."""
    by, at = site.people[entry["who"]], site.before(days=entry["days"])
    emergency = entry.get("emergency", False)
    asked = Asked(reason=entry["why"], minutes=entry.get("minutes", 10), emergency=emergency)
    reveal = ask_reveal(item_id=item.pk, asked=asked, by=by, at=at)
    if "refused" in entry:
        no = site.people[entry["refused"]]
        refuse_reveal(reveal_id=reveal.pk, note=entry.get("note", ""), by=no, at=at + TAKEN)
    elif "approved" in entry:
        yes = site.people[entry["approved"]]
        approve_reveal(reveal_id=reveal.pk, by=yes, at=at + TAKEN)
        _look(reveal, at=at + 2 * TAKEN)
    elif emergency and reveal.opens_at is not None:
        follow_time(at=reveal.opens_at)
        _look(reveal, at=reveal.opens_at + TAKEN)
        write_account(
            reveal_id=reveal.pk, text=entry["account"], by=by, at=reveal.opens_at + 20 * TAKEN
        )


def _look(reveal: Reveal, *, at: datetime) -> None:
    """Open the time box and see the value once, in a tab that is closed at once."""
    by = reveal.asked_by
    open_reveal(reveal_id=reveal.pk, by=by, at=at)
    key = generate_private_key(SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    showing = ask_showing(reveal_id=reveal.pk, point=point, by=by, at=at)
    answer(showing.pk, at=at)
    end_reveal(reveal_id=reveal.pk, by=by, at=at + 3 * MINUTE)
