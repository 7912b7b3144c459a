"""Reviews of accounts and declaration campaigns, over REST, to read."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from gouvernail.attestations.models import Review
from gouvernail.attestations.queries.campaigns import campaigns_for_list
from gouvernail.attestations.queries.lists import ORDER, Asked, reviews_for_list
from gouvernail.attestations.queries.told import campaign_shape, review_shape
from gouvernail.foundation import clock
from gouvernail.foundation.schemas import PageOf, paged
from gouvernail.foundation.web import KeyRequest
from gouvernail.people.permissions import visible_units

router = Router(tags=["reviews"])


class ReviewOut(Schema):
    """One review of an account; `late` when it still waits and its day has passed."""

    id: UUID
    account_id: UUID
    network: str
    handle: str
    name: str
    unit: str
    assignee_id: UUID | None
    status: str
    opened_on: date
    due_on: date
    late: bool
    decision: str
    attested_at: datetime | None
    confirmed_at: datetime | None
    next_on: date | None


class ReviewsAsked(Schema):
    """How reviews are narrowed; `view` as on the page, empty for all that wait."""

    view: str = ""
    network: str = ""
    unit: str = ""
    search: str = ""


class CampaignOut(Schema):
    """One campaign: how many units are asked, have signed; how many differences wait."""

    id: UUID
    title: str
    unit: str
    status: str
    opens_on: date
    closes_on: date
    late: bool
    asked: int
    signed: int
    to_settle: int


@router.get("/reviews", response=PageOf[ReviewOut])
def reviews(
    request: KeyRequest, asked: Query[ReviewsAsked], cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return reviews of accounts, the first due first; `unit` is a code, with those below it."""
    today, unit = clock.today(), None
    if asked.unit:
        unit = visible_units(request.auth).filter(code=asked.unit).first()
    wanted = Asked(view=asked.view, unit=unit, network=asked.network, search=asked.search[:200])
    rows = reviews_for_list(request.auth, wanted, at=clock.now(), today=today)
    if asked.unit and unit is None:
        rows = rows.none()

    def shape(row: Review) -> dict[str, Any]:
        return review_shape(row, today=today)

    return paged(rows, order=ORDER, cursor=cursor, shape=shape, size=size)


@router.get("/campaigns", response=PageOf[CampaignOut])
def campaigns(
    request: KeyRequest, status: str = "", cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return declaration campaigns, the newest first."""
    today = clock.today()
    rows = campaigns_for_list(request.auth)
    if status:
        rows = rows.filter(status=status)

    def shape(row: Any) -> dict[str, Any]:  # noqa: ANN401 -- a campaign with its counts
        return campaign_shape(row, today=today)

    return paged(rows, order=("-opens_on", "-id"), cursor=cursor, shape=shape, size=size)
