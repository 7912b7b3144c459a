"""Registering accounts and keeping what is known of them right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.text.addresses import Address
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.registry.errors import (
    AccountExistsError,
    AccountStaleError,
    HolderRefusedError,
)
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account
from gouvernail.registry.queries import handle_key, nameable_people

PLACES: Final = ("owner", "backup", "custodian")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What people say of an account; ids for units and persons.

    `address` is parsed (`kernel.text.addresses.parse_address`), so that one account has one key.
    """

    address: Address
    unit_id: UUID
    name: str = ""
    purpose: str = ""
    purpose_en: str = ""
    audience: str = ""
    audience_en: str = ""
    language: str = ""
    kind: str = Account.Kind.ORGANISATION
    status: str = Account.Status.OFFICIAL
    owner_id: UUID | None = None
    backup_id: UUID | None = None
    custodian_id: UUID | None = None
    tags: tuple[str, ...] = ()
    opened_on: date | None = None
    review_on: date | None = None
    notes: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


FIELDS: Final = frozenset(name for name in AccountFacts.__dataclass_fields__ if name != "address")


@action("registry.register_account")
def register_account(*, facts: AccountFacts, by: Person, at: datetime) -> Account:
    """Enter an account in the register.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        AccountExistsError: the same account is there already, wherever it stands.
        HolderRefusedError: somebody named cannot hold that place.
    """
    unit = visible_unit(facts.unit_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=unit)
    _check_holders({place: getattr(facts, f"{place}_id") for place in PLACES}, by=by)
    account = new_account(facts, at=at)
    if Account.objects.filter(network=account.network, handle_key=account.handle_key).exists():
        raise AccountExistsError(account.handle)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # somebody else entered it since the question above
        raise AccountExistsError(account.handle) from None
    record(actor=by, verb="account.registered", subject=account, at=at)
    return account


def new_account(facts: AccountFacts, *, at: datetime) -> Account:
    """Return an unsaved account with those facts. No query."""
    told = {name: getattr(facts, name) for name in FIELDS}
    told["tags"], told["extra"] = list(facts.tags), dict(facts.extra)
    told["name"] = facts.name or facts.address.handle
    return Account(**told, **_place(facts.address), registered_at=at, updated_at=at)


def _place(address: Address) -> dict[str, str]:
    return {
        "network": address.network,
        "handle": address.handle,
        "handle_key": handle_key(address),
        "url": address.url,
    }


@action("registry.update_account")
def update_account(
    account_id: UUID,
    *,
    changes: Mapping[str, Any],
    by: Person,
    at: datetime,
    seen_at: datetime | None = None,
) -> Account:
    """Change what is known of an account; what is not named stays.

    Args:
        account_id: primary key; the row is locked until the transaction ends.
        changes: names of `AccountFacts` with their new values.
        by: may edit the accounts of its unit, and of the new one when it moves.
        at: aware, UTC.
        seen_at: the `updated_at` of the record that `by` had in sight; None compares nothing.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        AccountStaleError: it was saved since `seen_at`; nothing was overwritten.
        RightMissingError: here, or where it would go.
        AccountExistsError: the new address is another account of the register.
        HolderRefusedError: somebody named cannot hold that place.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if changes.get("status", account.status) != account.status:
        raise InvalidInputError(
            _("A status changes on the page of the account, with its conditions."),
            fields={"status": _("A status changes on the page of the account.")},
        )
    unit_id = changes.get("unit_id", account.unit_id)
    if unit_id != account.unit_id:
        require(by, Right.EDIT_ACCOUNTS, unit=visible_unit(unit_id, viewer=by))
    before = account.updated_at
    changed = apply_changes(account, changes)
    if not changed:
        return account
    if seen_at is not None and seen_at != before:
        raise AccountStaleError
    if {f"{place}_id" for place in PLACES} & changed:
        _check_holders(
            {place: getattr(account, f"{place}_id") for place in PLACES}, by=by, changed=changed
        )
    if "handle_key" in changed:
        _check_free(account)
    account.updated_at = at
    account.save()
    record(
        actor=by,
        verb="account.updated",
        subject=account,
        at=at,
        data={"changed": sorted(changed)},
    )
    if {"kind", *(f"{place}_id" for place in PLACES)} & changed:
        announce("registry.account", {"account_id": account.pk}, at=at)
    return account


def apply_changes(account: Account, changes: Mapping[str, Any]) -> set[str]:
    """Write `changes` on an unsaved row and return the names of the fields that moved."""
    wanted = dict(changes)
    address = wanted.pop("address", None)
    unknown = wanted.keys() - FIELDS
    if unknown:
        raise InvalidInputError(_("This cannot be changed."), fields=dict.fromkeys(unknown, ""))
    if address is not None:
        wanted |= _place(address)
    if "tags" in wanted:
        wanted["tags"] = list(wanted["tags"])
    changed = {name for name, value in wanted.items() if getattr(account, name) != value}
    for name in changed:
        setattr(account, name, wanted[name])
    return changed


def _check_free(account: Account) -> None:
    taken = Account.objects.filter(network=account.network, handle_key=account.handle_key)
    if taken.exclude(pk=account.pk).exists():
        raise AccountExistsError(account.handle)


def _check_holders(
    holders: Mapping[str, UUID | None], *, by: Person, changed: set[str] | None = None
) -> None:
    """Refuse people who left or are hidden, and a backup who is the owner. One query."""
    owner, backup = holders.get("owner"), holders.get("backup")
    if owner is not None and owner == backup:
        raise HolderRefusedError("backup", _("The backup must be someone other than the owner."))
    new = {
        place: person_id
        for place, person_id in holders.items()
        if person_id is not None and (changed is None or f"{place}_id" in changed)
    }
    known = set(nameable_people(by).filter(pk__in=new.values()).values_list("pk", flat=True))
    for place, person_id in new.items():
        if person_id not in known:
            raise HolderRefusedError(place, _("This person has left, or cannot be found."))


@action("registry.set_holder")
def set_holder(
    account_id: UUID, *, place: str, person_id: UUID | None, by: Person, at: datetime
) -> Account:
    """Name who is `owner`, `backup` or `custodian`; nobody when `person_id` is None.

    Raises:
        as `update_account`.
    """
    if place not in PLACES:
        raise InvalidInputError(_("There is no such place."))
    return update_account(account_id, changes={f"{place}_id": person_id}, by=by, at=at)


@action("registry.set_review")
def set_review(account_id: UUID, *, review_on: date | None, by: Person, at: datetime) -> Account:
    """Plan the next review.

    Raises:
        as `update_account`.
    """
    return update_account(account_id, changes={"review_on": review_on}, by=by, at=at)


def note_custody(account_id: UUID, *, custody: int | None, ways_in: int | None) -> None:
    """Keep beside an account what its accesses add up to, so that lists can sort by it.

    Called inside the action that changed an access. Both figures are worked out from rows that
    have their own entries: they leave none. `custody` is 0 to 5, `ways_in` how many named people
    could get in today; None where nothing is known.
    """
    Account.objects.filter(pk=account_id).update(custody=custody, ways_in=ways_in)
