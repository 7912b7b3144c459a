"""Account reviews and declaration campaigns."""

from gouvernail.attestations.models.reviews import FollowUp, Review, ReviewRule

__all__ = ["FollowUp", "Review", "ReviewRule"]
