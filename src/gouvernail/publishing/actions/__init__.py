"""Queueing, sending step by step, reading back, handing off, freezing."""

from gouvernail.publishing.actions.byhand import confirm_hand_off, say_posted
from gouvernail.publishing.actions.freezes import (
    ask_lift,
    confirm_lift,
    decline_lift,
    engage_freeze,
    seal_freeze,
    withdraw_lift,
)
from gouvernail.publishing.actions.orders import (
    Order,
    cancel_deliveries,
    queue_delivery,
    requeue_held,
    reschedule_missed,
)
from gouvernail.publishing.actions.repair import resolve_delivery
from gouvernail.publishing.actions.restoring import Restored, after_restore
from gouvernail.publishing.actions.sending import (
    claim_delivery,
    give_back,
    intend_delivery,
    miss_delivery,
    note_stale_write,
    note_upload,
    settle_failed,
    settle_refused,
    settle_sent,
    settle_unknown,
    void_delivery,
)
from gouvernail.publishing.actions.threads import stop_thread
from gouvernail.publishing.actions.withdrawals import (
    ask_withdrawal,
    confirm_taken_down,
    drop_withdrawal,
)

__all__ = [
    "Order",
    "Restored",
    "after_restore",
    "ask_lift",
    "ask_withdrawal",
    "cancel_deliveries",
    "claim_delivery",
    "confirm_hand_off",
    "confirm_lift",
    "confirm_taken_down",
    "decline_lift",
    "drop_withdrawal",
    "engage_freeze",
    "give_back",
    "intend_delivery",
    "miss_delivery",
    "note_stale_write",
    "note_upload",
    "queue_delivery",
    "requeue_held",
    "reschedule_missed",
    "resolve_delivery",
    "say_posted",
    "seal_freeze",
    "settle_failed",
    "settle_refused",
    "settle_sent",
    "settle_unknown",
    "stop_thread",
    "void_delivery",
    "withdraw_lift",
]
