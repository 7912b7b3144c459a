"""Corrections that reviews asked for: made as soon as the access is put right or closed."""

from datetime import datetime

from gouvernail.custody.models import Access, ReviewedAccess
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


def settle_corrections(access: Access, *, by: Person, at: datetime) -> None:
    """Date the corrections that reviews asked of this access. One query, two for each."""
    rows = ReviewedAccess.objects.filter(
        access=access, answer=ReviewedAccess.Answer.CHANGE, settled_at__isnull=True
    )
    for line in rows.order_by("pk"):
        line.settled_at, line.settled_by = at, by
        line.save(update_fields=("settled_at", "settled_by"))
        record(actor=by, verb="reviewed_access.settled", subject=line, at=at)
