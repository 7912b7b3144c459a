"""What is kept of policies: documents made of clauses, and who signed them."""

from gouvernail.policies.models.carrying import CarryOver
from gouvernail.policies.models.documents import (
    WORD,
    Clause,
    Policy,
    PolicyApprover,
    PolicyFile,
    PolicyReview,
    PolicyScope,
    PolicyVersion,
    Signature,
    kind_of_file,
)
from gouvernail.policies.models.editing import PolicyReading, RemarkDismissal
from gouvernail.policies.models.moderation import ModerationAct
from gouvernail.policies.models.spaces import CommentSpace, IntranetPage, ModerationReason

__all__ = [
    "WORD",
    "CarryOver",
    "Clause",
    "CommentSpace",
    "IntranetPage",
    "ModerationAct",
    "ModerationReason",
    "Policy",
    "PolicyApprover",
    "PolicyFile",
    "PolicyReading",
    "PolicyReview",
    "PolicyScope",
    "PolicyVersion",
    "RemarkDismissal",
    "Signature",
    "kind_of_file",
]
