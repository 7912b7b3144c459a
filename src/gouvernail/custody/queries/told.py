"""What machines are told of an access review."""

from datetime import date
from typing import Any, Final

from gouvernail.custody.models import AccessReview

LATEST: Final = ("-opened_at", "-id")


def access_review_shape(row: Any, *, today: date) -> dict[str, Any]:  # noqa: ANN401 -- with its counts
    """Return what is told of a review of `led_reviews`. No query."""
    review: AccessReview = row
    return {
        "id": review.pk,
        "title": review.label,
        "unit": review.unit.code,
        "manner": review.manner,
        "status": review.status,
        "due_on": review.due_on,
        "late": review.is_late(today),
        "opened_at": review.opened_at,
        "closed_at": review.closed_at,
        "accesses": row.total,
        "waiting": row.waiting,
    }
