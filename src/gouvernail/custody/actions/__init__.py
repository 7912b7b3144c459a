"""Every change of who can get into an account."""

from gouvernail.custody.actions.accesses import (
    AccessFacts,
    Tried,
    change_access,
    confirm_access,
    declare_access,
)
from gouvernail.custody.actions.answering import (
    answer_reviewed,
    give_reviewed,
    refuse_reviewed,
)
from gouvernail.custody.actions.drills import (
    keep_drills,
    open_drill,
    remove_proof_rule,
    set_proof_rule,
)
from gouvernail.custody.actions.handovers import (
    cancel_handover,
    hand_over_everything,
    name_successor,
    open_handover,
    refuse_handover,
    tick_step,
)
from gouvernail.custody.actions.leavers import (
    follow_account,
    follow_departure,
    follow_return,
    forget_person,
    keep_up,
)
from gouvernail.custody.actions.proofs import (
    confirm_picture,
    decline_proof,
    note_look,
    say_removed,
    send_back_picture,
    send_picture,
    settle_proof,
)
from gouvernail.custody.actions.review_notices import remind_reviews
from gouvernail.custody.actions.reviewing import (
    ReviewFacts,
    close_review,
    extend_review,
    open_review,
)
from gouvernail.custody.actions.revoking import (
    ask_revocation,
    close_access,
    keep_access,
    order_revocation,
)
from gouvernail.custody.actions.rotations import follow_renewal, note_rotation
from gouvernail.custody.actions.signing import finish_handover, sign_handover
from gouvernail.custody.actions.standings import work_out

__all__ = [
    "AccessFacts",
    "ReviewFacts",
    "Tried",
    "answer_reviewed",
    "ask_revocation",
    "cancel_handover",
    "change_access",
    "close_access",
    "close_review",
    "confirm_access",
    "confirm_picture",
    "declare_access",
    "decline_proof",
    "extend_review",
    "finish_handover",
    "follow_account",
    "follow_departure",
    "follow_renewal",
    "follow_return",
    "forget_person",
    "give_reviewed",
    "hand_over_everything",
    "keep_access",
    "keep_drills",
    "keep_up",
    "name_successor",
    "note_look",
    "note_rotation",
    "open_drill",
    "open_handover",
    "open_review",
    "order_revocation",
    "refuse_handover",
    "refuse_reviewed",
    "remind_reviews",
    "remove_proof_rule",
    "say_removed",
    "send_back_picture",
    "send_picture",
    "set_proof_rule",
    "settle_proof",
    "sign_handover",
    "tick_step",
    "work_out",
]
