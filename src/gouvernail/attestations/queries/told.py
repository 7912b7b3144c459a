"""What machines are told of a review and of a campaign."""

from datetime import date
from typing import Any

from gouvernail.attestations.models import Campaign, Review


def review_shape(row: Review, *, today: date) -> dict[str, Any]:
    """Return what is told of a review. No query."""
    account = row.account
    names = ("id", "account_id", "assignee_id", "status", "opened_on", "due_on", "decision")
    return {name: getattr(row, name) for name in (*names, "attested_at", "confirmed_at")} | {
        "network": account.network,
        "handle": account.handle,
        "name": account.name,
        "unit": account.unit.code,
        "late": row.status in Review.LIVE and row.due_on < today,
        "next_on": row.next_on,
    }


def campaign_shape(row: Any, *, today: date) -> dict[str, Any]:  # noqa: ANN401 -- with its counts
    """Return what is told of a campaign of `campaigns_for_list`. No query."""
    campaign: Campaign = row
    return {
        "id": campaign.pk,
        "title": campaign.label,
        "unit": campaign.unit.code,
        "status": campaign.status,
        "opens_on": campaign.opens_on,
        "closes_on": campaign.closes_on,
        "late": campaign.is_late(today),
        "asked": row.asked_count,
        "signed": row.signed_count,
        "to_settle": row.settle_count,
    }
