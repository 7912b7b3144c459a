"""The archive, over REST."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from gouvernail.foundation.schemas import PageOf, paged, same
from gouvernail.foundation.web import KeyRequest
from gouvernail.records.permissions import visible_records
from gouvernail.records.queries import holding

router = Router(tags=["records"])


class RecordOut(Schema):
    """One thing published in the organisation's name."""

    id: UUID
    account_id: UUID
    delivery_id: UUID | None
    source: str
    text: str
    language: str
    media: list[dict[str, Any]]
    remote_id: str
    url: str
    published_at: datetime
    digest: str


@router.get("/records", response=PageOf[RecordOut])
def records(
    request: KeyRequest,
    account_id: UUID | None = None,
    search: str = "",
    cursor: str = "",
    size: int = 50,
) -> dict[str, Any]:
    """Return what was published, newest first."""
    rows = holding(visible_records(request.auth), search)
    if account_id:
        rows = rows.filter(account_id=account_id)
    return paged(rows, order=("-published_at", "-id"), cursor=cursor, shape=same, size=size)
