"""Whether what a policy says may be out of date: its review is late."""

from dataclasses import dataclass
from datetime import date

from gouvernail.foundation.clock import today
from gouvernail.policies.models import Policy, PolicyReview


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleWarning:
    """The review of a policy was due on `due_on`, `days_late` days ago."""

    due_on: date
    days_late: int


def stale_warning(policy: Policy) -> StaleWarning | None:
    """Return the warning to show wherever a policy is cited; None while it is up to date. No query.

    The day of the review itself is not late.
    """
    late = (today() - policy.review_on).days if policy.review_on else 0
    if policy.review_on is None or late < 1 or policy.archived_at is not None:
        return None
    return StaleWarning(due_on=policy.review_on, days_late=late)


def latest_review(policy: Policy) -> PolicyReview | None:
    """Return the last review that found nothing to change. One query."""
    return policy.reviews.select_related("reviewed_by").first()
