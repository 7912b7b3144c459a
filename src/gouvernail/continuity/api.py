"""The state of the site over REST."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from gouvernail.continuity.queries import site_status
from gouvernail.foundation import clock
from gouvernail.foundation.web import KeyRequest
from gouvernail.people.permissions import Right, require

router = Router(tags=["status"])


class ItemOut(Schema):
    """One item: `level` is `stop`, `warn`, `ok` or `idle`; `facts` depend on the item."""

    level: str
    facts: dict[str, Any]


class StatusOut(Schema):
    """The site at one instant; `level` is the worst of its items."""

    at: datetime
    level: str
    version: str
    database: str
    items: dict[str, ItemOut]


@router.get("/status", response=StatusOut, summary="The state of the site")
def status(request: KeyRequest) -> dict[str, Any]:
    """Return how everything stands: numbers and instants, no secret."""
    require(request.auth, Right.SEE_STATUS)
    return site_status(at=clock.now()).as_json()
