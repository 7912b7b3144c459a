"""What is to leave, what left, and what stands in the way."""

from gouvernail.publishing.queries.deliveries import (
    IN_FLIGHT,
    deliveries_for_list,
    deliveries_of,
    delivery_counts,
    delivery_for,
    hand_offs_for,
    is_locked,
    order_digest,
)
from gouvernail.publishing.queries.freezes import (
    FreezeView,
    freeze_state,
    freezes_in_force,
    is_frozen,
    past_freezes,
)

__all__ = [
    "IN_FLIGHT",
    "FreezeView",
    "deliveries_for_list",
    "deliveries_of",
    "delivery_counts",
    "delivery_for",
    "freeze_state",
    "freezes_in_force",
    "hand_offs_for",
    "is_frozen",
    "is_locked",
    "order_digest",
    "past_freezes",
]
