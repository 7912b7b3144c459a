"""Every change of who can get into an account."""

from gouvernail.custody.actions.accesses import (
    AccessFacts,
    Tried,
    change_access,
    confirm_access,
    declare_access,
)
from gouvernail.custody.actions.handovers import (
    cancel_handover,
    finish_handover,
    hand_over_everything,
    name_successor,
    open_handover,
    refuse_handover,
    sign_handover,
    tick_step,
)
from gouvernail.custody.actions.leavers import (
    follow_departure,
    follow_return,
    forget_person,
    keep_up,
)
from gouvernail.custody.actions.revoking import (
    ask_revocation,
    close_access,
    keep_access,
    order_revocation,
)
from gouvernail.custody.actions.rotations import follow_renewal, note_rotation
from gouvernail.custody.actions.standings import work_out

__all__ = [
    "AccessFacts",
    "Tried",
    "ask_revocation",
    "cancel_handover",
    "change_access",
    "close_access",
    "confirm_access",
    "declare_access",
    "finish_handover",
    "follow_departure",
    "follow_renewal",
    "follow_return",
    "forget_person",
    "hand_over_everything",
    "keep_access",
    "keep_up",
    "name_successor",
    "note_rotation",
    "open_handover",
    "order_revocation",
    "refuse_handover",
    "sign_handover",
    "tick_step",
    "work_out",
]
