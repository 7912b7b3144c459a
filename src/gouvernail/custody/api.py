"""Access reviews, over REST, to read; answering is for a person present."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from gouvernail.custody.queries.reviewing import led_reviews
from gouvernail.custody.queries.told import LATEST, access_review_shape
from gouvernail.foundation import clock
from gouvernail.foundation.schemas import PageOf, paged
from gouvernail.foundation.web import KeyRequest

router = Router(tags=["reviews"])


class AccessReviewOut(Schema):
    """One access review: how many accesses it looks at, how many still wait for an answer."""

    id: UUID
    title: str
    unit: str
    manner: str
    status: str
    due_on: date
    late: bool
    opened_at: datetime
    closed_at: datetime | None
    accesses: int
    waiting: int


@router.get("/access-reviews", response=PageOf[AccessReviewOut])
def access_reviews(
    request: KeyRequest, status: str = "", cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return the access reviews of the units whose accesses the owner of the key sees."""
    today = clock.today()
    rows = led_reviews(request.auth, at=clock.now())
    if status:
        rows = rows.filter(status=status)

    def shape(row: Any) -> dict[str, Any]:  # noqa: ANN401 -- a review with its counts
        return access_review_shape(row, today=today)

    return paged(rows, order=LATEST, cursor=cursor, shape=shape, size=size)
