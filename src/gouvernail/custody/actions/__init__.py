"""Every change of who can get into an account."""

from gouvernail.custody.actions.accesses import (
    AccessFacts,
    Tried,
    change_access,
    confirm_access,
    declare_access,
)
from gouvernail.custody.actions.leavers import follow_departure, keep_up
from gouvernail.custody.actions.revoking import (
    ask_revocation,
    close_access,
    keep_access,
    order_revocation,
)
from gouvernail.custody.actions.rotations import note_rotation
from gouvernail.custody.actions.standings import work_out

__all__ = [
    "AccessFacts",
    "Tried",
    "ask_revocation",
    "change_access",
    "close_access",
    "confirm_access",
    "declare_access",
    "follow_departure",
    "keep_access",
    "keep_up",
    "note_rotation",
    "order_revocation",
    "work_out",
]
