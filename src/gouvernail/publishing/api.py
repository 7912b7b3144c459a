"""Deliveries and the freeze, over REST. A machine may stop everything; only people start again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status

from gouvernail.foundation import clock
from gouvernail.foundation.schemas import PageOf, paged, same
from gouvernail.foundation.web import KeyRequest
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import deliveries_for_list, delivery_for, freezes_in_force

router = Router(tags=["deliveries"])


class DeliveryOut(Schema):
    """One approved payload for one account, and where it stands."""

    id: UUID
    subject_id: UUID
    revision: int
    title: str
    account_id: UUID
    status: str
    mode: str
    publish_at: datetime
    sent_at: datetime | None
    remote_id: str
    remote_url: str
    digest: str
    explanation: str


class FreezeOut(Schema):
    """A freeze in force: `engaged` (nothing new leaves) or `sealed` (nothing is under way)."""

    id: UUID
    scope_kind: str
    scope_value: str
    status: str
    reason: str
    engaged_at: datetime
    sealed_at: datetime | None


class FreezeIn(Schema):
    """What to stop; the whole organisation without a scope."""

    reason: str = ""
    scope_kind: str = ""
    scope_value: str = ""


@router.get("/deliveries", response=PageOf[DeliveryOut])
def deliveries(
    request: KeyRequest, state: str = "", cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return deliveries, the latest first; `state` is problems, waiting, done or empty."""
    rows = deliveries_for_list(viewer=request.auth, state=state)
    return paged(rows, order=("-publish_at", "-id"), cursor=cursor, shape=same, size=size)


@router.get("/deliveries/{delivery_id}", response=DeliveryOut)
def delivery(request: KeyRequest, delivery_id: UUID) -> Delivery:
    """Return one delivery."""
    return delivery_for(delivery_id, viewer=request.auth)


@router.get("/freezes", response=list[FreezeOut])
def freezes(request: KeyRequest) -> list[Freeze]:
    """Return the freezes in force."""
    return list(freezes_in_force())


@router.post("/freezes", response={201: FreezeOut})
def freeze(request: KeyRequest, given: FreezeIn) -> Status[Freeze]:
    """Stop publishing, now."""
    done = engage_freeze(
        reason=given.reason,
        scope_kind=given.scope_kind,
        scope_value=given.scope_value,
        by=request.auth,
        at=clock.now(),
    )
    return Status(201, done)
