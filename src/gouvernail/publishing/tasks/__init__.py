"""The sender's work, one turn at a time."""

from gouvernail.publishing.tasks.looking import recover_orphans, settle_unknowns, verify_sent
from gouvernail.publishing.tasks.loop import run_sender, turn
from gouvernail.publishing.tasks.sealing import seal_engaged
from gouvernail.publishing.tasks.sending import miss_late, send_due, send_one

__all__ = [
    "miss_late",
    "recover_orphans",
    "run_sender",
    "seal_engaged",
    "send_due",
    "send_one",
    "settle_unknowns",
    "turn",
    "verify_sent",
]
