"""Makers of conversations: what people say to us, as a source of listening would bring it."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.foundation.ids import uuid7
from gouvernail.inbox.actions import Received, receive
from gouvernail.inbox.models import Conversation
from gouvernail.registry.models import Account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_received(account: Account | None, **fields: Any) -> Received:
    """Return a public comment by Bruno to one of our accounts."""
    said: dict[str, Any] = {
        "network": account.network if account is not None else "bluesky",
        "remote_id": f"at://did:plc:bruno/app.bsky.feed.post/{uuid7()}",
        "text": "Débité deux fois le 12 novembre, personne ne répond.",
        "posted_at": NOON,
        "author_name": "Bruno Carpentier",
        "author_handle": "bruno.example",
        "author_key": "did:plc:bruno",
        "account_id": account.pk if account is not None else None,
    }
    return Received(**said | fields)


def make_conversation(
    account: Account | None, *, at: datetime = NOON, **fields: Any
) -> Conversation:
    """Return a conversation that somebody just began with one of our accounts."""
    return receive(incoming=make_received(account, **fields), at=at)
