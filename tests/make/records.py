"""Makers of what was published."""

from datetime import UTC, datetime

from gouvernail.foundation.actors import machine
from gouvernail.records.actions import Published, archive
from gouvernail.records.models import Record
from gouvernail.registry.models import Account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_record(account: Account, *, text: str = "Bonjour à tous.", **fields: object) -> Record:
    """Return something archived through the action, so that the journal proves it."""
    given: dict[str, object] = {"source": "sent", "language": "fr", "published_at": NOON} | fields
    published = Published(account_id=account.pk, text=text, **given)  # type: ignore[arg-type]  # checked by use
    return archive(published=published, by=machine("maker"), at=NOON)
