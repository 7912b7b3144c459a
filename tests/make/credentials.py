"""Makers of items of the vault, and the half of a browser that makes a key and reads."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gouvernail.credentials.actions import (
    ItemFacts,
    add_item,
    approve_reveal,
    ask_reveal,
    ask_showing,
    open_reveal,
    renew_item,
)
from gouvernail.credentials.actions.requests import Asked
from gouvernail.credentials.keyring.relay import SUITE
from gouvernail.credentials.models import Item, Reveal, Showing
from gouvernail.foundation.clock import now
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person
from gouvernail.registry.models import Account

PASSWORD = "canari-7f3a-ne-chante-pas"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DP"


@dataclass
class Tab:
    """One browser tab: a key of its own, and what it can read."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def point(self) -> bytes:
        public = self.key.public_key()
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def read(self, showing: Showing) -> dict[str, Any]:
        showing.refresh_from_db()
        plain = SUITE.decrypt(bytes(showing.sealed), self.key, showing.facts.encode())
        told: dict[str, Any] = json.loads(plain)
        return told


def make_item(*, account: Account, by: Person, at: datetime, **wanted: Any) -> Item:
    """Return an item put in through its action."""
    value = wanted.pop("value", PASSWORD)
    kind = wanted.pop("kind", "password")
    facts = ItemFacts(**{"label": "Mot de passe", "place": "x.com/login"} | wanted)
    return add_item(
        account_id=account.pk, kind=kind, facts=facts, value=Secret(value), by=by, at=at
    )


def make_reveal(*, item: Item, by: Person, at: datetime, **wanted: Any) -> Reveal:
    """Return a request that waits."""
    given: dict[str, Any] = {"reason": "Publier à la main ce soir.", "minutes": 10}
    asked = Asked(**given | wanted)
    return ask_reveal(item_id=item.pk, asked=asked, by=by, at=at)


def make_open_reveal(*, item: Item, by: Person, approver: Person, at: datetime) -> Reveal:
    """Return a request whose time box has begun."""
    reveal = make_reveal(item=item, by=by, at=at)
    approve_reveal(reveal_id=reveal.pk, by=approver, at=at)
    return open_reveal(reveal_id=reveal.pk, by=by, at=at)


def make_showing(*, reveal: Reveal, tab: Tab, at: datetime, newest: bool = False) -> Showing:
    """Return what one tab of whoever asked waits for."""
    by = reveal.asked_by
    return ask_showing(reveal_id=reveal.pk, point=tab.point, newest=newest, by=by, at=at)


def make_vault(*, account: Account, by: Person, writer: Person) -> dict[str, Any]:
    """Return keys of an item and a request in each state that the pages ask about, of today."""
    at = now()
    labels = ("Mot de passe", "Autre", "Urgence", "Ouvert")
    items = [make_item(account=account, by=by, at=at, label=label) for label in labels]
    renew_item(item_id=items[1].pk, value=Secret(PASSWORD), by=by, at=at)
    asked = make_reveal(item=items[0], by=writer, at=at)
    emergency = make_reveal(item=items[2], by=writer, at=at, emergency=True)
    opened = make_open_reveal(item=items[3], by=writer, approver=by, at=at)
    return {
        "item_id": items[0].pk,
        "renewing": items[1].pk,
        "reveal_id": asked.pk,
        "emergency": emergency.pk,
        "opened": opened.pk,
        "showing_id": make_showing(reveal=opened, tab=Tab(), at=at).pk,
    }
