"""Who can get into which account and how, what it adds up to, and how it is handed over."""

from gouvernail.custody.models.access import Access
from gouvernail.custody.models.handover import Handover, HandoverStep
from gouvernail.custody.models.proof import ControlProof, ProofDrill, ProofRule
from gouvernail.custody.models.review import AccessReview, ReviewedAccess
from gouvernail.custody.models.standing import Criterion, Result, Rotation, Standing

__all__ = [
    "Access",
    "AccessReview",
    "ControlProof",
    "Criterion",
    "Handover",
    "HandoverStep",
    "ProofDrill",
    "ProofRule",
    "Result",
    "ReviewedAccess",
    "Rotation",
    "Standing",
]
