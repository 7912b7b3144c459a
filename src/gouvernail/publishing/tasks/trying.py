"""Drafts of rules tried over the archive; only publishing knows who approved what went out."""

from collections import Counter
from datetime import datetime
from typing import Final

from gouvernail.approvals.models import Decision
from gouvernail.foundation.clock import now
from gouvernail.publishing.models import Delivery
from gouvernail.records.models import Record
from gouvernail.rulebooks.actions.trials import run_waiting

AGREED: Final = Decision.Verdict.APPROVE


def try_drafts(_at: datetime) -> None:
    """Do the trial that was asked for first."""
    run_waiting(approvals=approvals_of_records, clock=now)


def approvals_of_records() -> dict[str, int]:
    """Return how many people approved each record that went out from here. Three queries."""
    people = Counter(
        request
        for request, _person in Decision.objects.filter(verdict=AGREED)
        .order_by()
        .values_list("request_id", "person_id")
        .distinct()
    )
    sent = Delivery.objects.filter(approval_id__isnull=False).values_list("pk", "approval_id")
    approved = {key: people[request] for key, request in sent if request and request in people}
    records = Record.objects.filter(delivery_id__isnull=False).values_list("pk", "delivery_id")
    return {str(key): approved[one] for key, one in records if one and one in approved}
