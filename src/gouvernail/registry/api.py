"""Accounts, over REST."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status

from gouvernail.foundation import clock
from gouvernail.foundation.schemas import PageOf, paged, same
from gouvernail.foundation.sorting import Plain
from gouvernail.foundation.web import KeyRequest
from gouvernail.kernel.text.addresses import Address, AddressError, parse_address
from gouvernail.people.permissions import visible_units
from gouvernail.registry.actions import (
    AccountFacts,
    Move,
    change_status,
    register_account,
    update_account,
)
from gouvernail.registry.errors import AddressUnreadableError
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account, visible_accounts
from gouvernail.registry.queries.addresses import address_problem

router = Router(tags=["accounts"])
EMPTIED = frozenset({"owner_id", "backup_id", "review_on"})


class AccountOut(Schema):
    """One account of the register."""

    id: UUID
    network: str
    handle: str
    url: str
    name: str
    unit_id: UUID
    purpose: str
    audience: str
    kind: str
    status: str
    owner_id: UUID | None
    backup_id: UUID | None
    custodian_id: UUID | None
    tags: list[str]
    opened_on: date | None
    review_on: date | None
    updated_at: datetime


class AccountIn(Schema):
    """An account to register: an address in any form, or a handle with its network."""

    address: str
    unit_id: UUID
    network: str | None = None
    name: str = ""
    purpose: str = ""
    audience: str = ""
    owner_id: UUID | None = None
    backup_id: UUID | None = None
    review_on: date | None = None


class AccountChanges(Schema):
    """What changes; what is left out stays. Null empties a holder or the review, nothing else."""

    name: str | None = None
    purpose: str | None = None
    audience: str | None = None
    notes: str | None = None
    unit_id: UUID | None = None
    owner_id: UUID | None = None
    backup_id: UUID | None = None
    review_on: date | None = None


class StatusIn(Schema):
    """Where an account goes in its life, and why; `duplicate_of` is the account it repeats.

    From a status only some others can be reached, and some want a reason, holders or a plan. An
    account is closed on its page, where the plan is written.
    """

    status: str
    reason: str = ""
    duplicate_of: UUID | None = None


@router.get("/accounts", response=PageOf[AccountOut])
def accounts(
    request: KeyRequest,
    network: str = "",
    status: str = "",
    unit: str = "",
    cursor: str = "",
    size: int = 50,
) -> dict[str, Any]:
    """Return accounts by name; `unit` is a code and takes the units below it."""
    rows = visible_accounts(request.auth).select_related("unit")
    if network:
        rows = rows.filter(network=network)
    if status:
        rows = rows.filter(status=status)
    if unit:
        place = visible_units(request.auth).filter(code=unit).first()
        rows = rows.filter(unit__path__startswith=place.path) if place else rows.none()
    rows = rows.annotate(by_name=Plain("name"))
    return paged(rows, order=("by_name", "id"), cursor=cursor, shape=same, size=size)


@router.get("/accounts/{account_id}", response=AccountOut)
def account(request: KeyRequest, account_id: UUID) -> Account:
    """Return one account."""
    return visible_account(account_id, viewer=request.auth)


@router.post("/accounts", response={201: AccountOut})
def register(request: KeyRequest, given: AccountIn) -> Status[Account]:
    """Register an account."""
    facts = AccountFacts(
        address=_parsed(given.address, given.network),
        **given.dict(exclude={"address", "network"}),
    )
    return Status(201, register_account(facts=facts, by=request.auth, at=clock.now()))


def _parsed(address: str, network: str | None) -> Address:
    try:
        return parse_address(address, network=network)
    except AddressError as error:
        raise AddressUnreadableError(address_problem(error)) from error


@router.patch("/accounts/{account_id}", response=AccountOut)
def change(request: KeyRequest, account_id: UUID, given: AccountChanges) -> Account:
    """Change an account."""
    told = given.dict(exclude_unset=True)
    changes = {name: value for name, value in told.items() if value is not None or name in EMPTIED}
    return update_account(account_id, changes=changes, by=request.auth, at=clock.now())


@router.post("/accounts/{account_id}/status", response=AccountOut)
def set_status(request: KeyRequest, account_id: UUID, given: StatusIn) -> Account:
    """Lead an account to another status."""
    move = Move(reason=given.reason, original_id=given.duplicate_of)
    return change_status(
        account_id, status=given.status, move=move, by=request.auth, at=clock.now()
    )
