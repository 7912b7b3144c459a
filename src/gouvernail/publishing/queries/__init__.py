"""What is to leave, what left, and what stands in the way."""

from gouvernail.publishing.queries.deliveries import (
    IN_FLIGHT,
    deliveries_for_list,
    deliveries_of,
    delivery_counts,
    delivery_for,
    hand_offs_for,
    has_lapsed,
    is_locked,
    order_digest,
    said_by,
)
from gouvernail.publishing.queries.freezes import (
    FreezeView,
    FrozenScope,
    covers_unit,
    freeze_state,
    freezes_in_force,
    held_and_beyond,
    is_frozen,
    past_freezes,
    what_is_covered,
)
from gouvernail.publishing.queries.labels import label_due
from gouvernail.publishing.queries.story import Evidence, Told, evidence_for, story_of

__all__ = [
    "IN_FLIGHT",
    "Evidence",
    "FreezeView",
    "FrozenScope",
    "Told",
    "covers_unit",
    "deliveries_for_list",
    "deliveries_of",
    "delivery_counts",
    "delivery_for",
    "evidence_for",
    "freeze_state",
    "freezes_in_force",
    "hand_offs_for",
    "has_lapsed",
    "held_and_beyond",
    "is_frozen",
    "is_locked",
    "label_due",
    "order_digest",
    "past_freezes",
    "said_by",
    "story_of",
    "what_is_covered",
]
