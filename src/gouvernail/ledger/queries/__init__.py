"""Questions to the ledger: heads, timelines, proofs, replay. Never writes."""

from gouvernail.ledger.queries.anchors import (
    Held,
    anchor_age,
    continuation,
    held_outside,
    last_anchor,
    last_verification,
    to_anchor,
)
from gouvernail.ledger.queries.epochs import begin_of, index_of, number_of, origin_of
from gouvernail.ledger.queries.heads import (
    LogHead,
    earlier_logs,
    epoch_before,
    full_note,
    head,
    head_epoch,
    last_checkpoint,
    printed_checkpoint,
)
from gouvernail.ledger.queries.openings import commitment_opening
from gouvernail.ledger.queries.proofs import (
    Proof,
    entry_at,
    event_at,
    is_sealed,
    leaf_content,
    proof_for,
    proof_page,
    seq_of_link,
)
from gouvernail.ledger.queries.replay import Difference, replay_differences
from gouvernail.ledger.queries.states import declared_verbs, governed_models
from gouvernail.ledger.queries.timelines import (
    Event,
    Timeline,
    first_told,
    timeline,
    whole_timeline,
)

__all__ = [
    "Difference",
    "Event",
    "Held",
    "LogHead",
    "Proof",
    "Timeline",
    "anchor_age",
    "begin_of",
    "commitment_opening",
    "continuation",
    "declared_verbs",
    "earlier_logs",
    "entry_at",
    "epoch_before",
    "event_at",
    "first_told",
    "full_note",
    "governed_models",
    "head",
    "head_epoch",
    "held_outside",
    "index_of",
    "is_sealed",
    "last_anchor",
    "last_checkpoint",
    "last_verification",
    "leaf_content",
    "number_of",
    "origin_of",
    "printed_checkpoint",
    "proof_for",
    "proof_page",
    "replay_differences",
    "seq_of_link",
    "timeline",
    "to_anchor",
    "whole_timeline",
]
