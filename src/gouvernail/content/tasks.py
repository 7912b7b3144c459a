"""What content does when areas below tell of a change."""

from datetime import datetime
from uuid import UUID

from gouvernail.content.actions import follow_deliveries, follow_expiry
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader


def hear_publishing(event: OutboxEvent, at: datetime) -> None:
    """Follow a delivery that changed, or that may no longer leave as it is."""
    follow_deliveries(
        draft_id=UUID(event.payload["subject_id"]), revision=event.payload["revision"], at=at
    )


def hear_approvals(event: OutboxEvent, at: datetime) -> None:
    """Follow a request that ended without a decision."""
    if event.payload["kind"] == "draft" and event.payload["status"] == "expired":
        follow_expiry(request_id=UUID(event.payload["request_id"]), at=at)


READERS = [
    Reader(
        name="content.publishing",
        topics=frozenset({"publishing.changed", "publishing.stricter"}),
        handle=hear_publishing,
    ),
    Reader(name="content.approvals", topics=frozenset({"approvals.closed"}), handle=hear_approvals),
]
