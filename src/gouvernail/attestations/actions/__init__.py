"""Every change of state of reviews and of what follows them."""

from gouvernail.attestations.actions.deciding import (
    Confirmation,
    confirm_review,
    finish_task,
    return_review,
)
from gouvernail.attestations.actions.reviews import (
    Attestation,
    assign_review,
    attest_review,
    cancel_review,
    disown_review,
    open_due_reviews,
    open_review,
)
from gouvernail.attestations.actions.rules import RuleFacts, write_rule

__all__ = [
    "Attestation",
    "Confirmation",
    "RuleFacts",
    "assign_review",
    "attest_review",
    "cancel_review",
    "confirm_review",
    "disown_review",
    "finish_task",
    "open_due_reviews",
    "open_review",
    "return_review",
    "write_rule",
]
