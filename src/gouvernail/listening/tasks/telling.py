"""Hearing that a topic rises, and telling people in the morning what waited for it."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.models import OutboxEvent
from gouvernail.listening.actions.waking import tell_in_the_morning, wake, wake_further


def tell_of_spike(event: OutboxEvent, at: datetime) -> None:
    """Tell people once that a topic rises above usual; as it grows, those who sleep below that."""
    key = UUID(event.payload["spike_id"])
    if event.payload["what"] == "opened":
        wake(key, at=at)
    else:
        wake_further(key, at=at)


def end_the_night(at: datetime) -> None:
    """Tell people whose quiet hours are over what came meanwhile."""
    tell_in_the_morning(at=at)
