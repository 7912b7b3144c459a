"""Account reviews and declaration campaigns."""

from gouvernail.attestations.models.campaigns import (
    Campaign,
    Declaration,
    DeclarationDraft,
    DeclaredLine,
    Declarer,
    DeclarerLink,
)
from gouvernail.attestations.models.reviews import FollowUp, Review, ReviewRule

__all__ = [
    "Campaign",
    "Declaration",
    "DeclarationDraft",
    "DeclaredLine",
    "Declarer",
    "DeclarerLink",
    "FollowUp",
    "Review",
    "ReviewRule",
]
