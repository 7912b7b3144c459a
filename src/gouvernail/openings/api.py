"""Requests for new accounts, over REST, to read; asking and deciding are for a person present."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from gouvernail.foundation.schemas import PageOf, paged, same
from gouvernail.foundation.web import KeyRequest
from gouvernail.openings.permissions import visible_openings
from gouvernail.people.permissions import visible_units

router = Router(tags=["openings"])


class OpeningOut(Schema):
    """One request for a new account that the owner of the key may see."""

    id: UUID
    title: str
    network: str
    handle: str
    unit_id: UUID
    purpose: str
    audience: str
    languages: list[str]
    tags: list[str]
    status: str
    requested_by_id: UUID
    owner_id: UUID | None
    backup_id: UUID | None
    submitted_at: datetime | None
    wished_on: date | None
    due_on: date | None
    account_id: UUID | None
    merged_into_id: UUID | None
    updated_at: datetime


@router.get("/openings", response=PageOf[OpeningOut])
def openings(
    request: KeyRequest, status: str = "", unit: str = "", cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return requests for new accounts, latest first; `unit` is a code and takes those below it."""
    rows = visible_openings(request.auth)
    if status:
        rows = rows.filter(status=status)
    if unit:
        place = visible_units(request.auth).filter(code=unit).first()
        rows = rows.filter(unit__path__startswith=place.path) if place else rows.none()
    return paged(rows, order=("-updated_at", "-id"), cursor=cursor, shape=same, size=size)
