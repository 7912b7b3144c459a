"""The sender's work, one turn at a time."""

from datetime import datetime, timedelta

from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.publishing.tasks.looking import recover_orphans, settle_unknowns, verify_sent
from gouvernail.publishing.tasks.loop import run_sender, turn
from gouvernail.publishing.tasks.sealing import seal_engaged
from gouvernail.publishing.tasks.sending import miss_late, send_due, send_one
from gouvernail.publishing.tasks.telling import TOPICS, tell_hand_offs, tell_people
from gouvernail.publishing.tasks.trying import try_drafts


def seal(_at: datetime) -> None:
    """Seal from the worker too: a sender that hangs must not keep a freeze from being sealed."""
    seal_engaged(wait_seconds=0)


READERS = [Reader(name="publishing.tell", topics=TOPICS, handle=tell_people)]
PERIODIC = [
    Periodic(name="publishing.seal", every=timedelta(seconds=2), run=seal),
    Periodic(name="publishing.hand_offs", every=timedelta(minutes=1), run=tell_hand_offs),
    Periodic(name="publishing.try_drafts", every=timedelta(seconds=2), run=try_drafts),
]

__all__ = [
    "PERIODIC",
    "READERS",
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
