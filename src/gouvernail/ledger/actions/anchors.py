"""Noting that somebody outside holds a checkpoint, and what a verification found."""

from datetime import datetime

from gouvernail.foundation.actions import action
from gouvernail.ledger.models import Anchor, Verification
from gouvernail.ledger.queries.verification import Report


@action("ledger.note_anchor")
def note_anchor(*, kind: str, target: str, size: int, evidence: bytes, at: datetime) -> Anchor:
    """Note that `target` was given the checkpoint of `size`, and what they answered."""
    return Anchor.objects.create(kind=kind, target=target, size=size, evidence=evidence, at=at)


@action("ledger.note_verification")
def note_verification(*, report: Report, at: datetime) -> Verification:
    """Keep the outcome of a verification of the log and of the tables against it."""
    return Verification.objects.create(
        at=at,
        size=report.size,
        seconds=round(report.seconds),
        problems=report.as_json()["problems"],
    )


__all__ = ["note_anchor", "note_verification"]
