"""Changing a value: the new one is put in, tried on the network, and the old one destroyed."""

from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.credentials.actions.items import (
    announce_item,
    check_value,
    drop_value,
    kept_item,
    put_value,
    set_calendar,
)
from gouvernail.credentials.actions.settling import mark_due, mark_seen
from gouvernail.credentials.actions.telling import keepers_of, tell_of_item
from gouvernail.credentials.errors import (
    ItemRetiredError,
    NoRenewalError,
    RenewalChangedError,
    RenewalPendingError,
)
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.permissions import may_renew, require_ask, visible_item
from gouvernail.custody.actions import follow_renewal
from gouvernail.custody.models import Rotation
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up

# Why a value was renewed, as custody says it.
ROTATIONS: Final = {
    "": Rotation.Why.CALENDAR,
    "calendar": Rotation.Why.CALENDAR,
    "reveal": Rotation.Why.SEEN,
    "departure": Rotation.Why.DEPARTURE,
    "emergency": Rotation.Why.INCIDENT,
    "breach": Rotation.Why.INCIDENT,
}


@action("credentials.renew_item")
def renew_item(*, item_id: UUID, value: Secret, by: Person, at: datetime) -> Item:
    """Put a new value in; the one before stays until somebody says that the new one works.

    Raises:
        ItemNotFoundError, RightMissingError, ItemRetiredError: `by` may not change it.
        RenewalPendingError: a new value waits already.
        ItemInvalidError: the value cannot be taken.
    """
    item = kept_item(item_id, by=by)
    if item.next_version is not None:
        raise RenewalPendingError
    check_value(item.kind, value)
    item.next_version = item.numbered = max(item.numbered, item.version) + 1
    item.next_put_by, item.next_put_at = by, at
    put_value(item, number=item.next_version, value=value, by=by, at=at)
    item.save()
    record(actor=by, verb="item.renewed", subject=item, at=at)
    return item


@action("credentials.confirm_renewal")
def confirm_renewal(*, item_id: UUID, number: int, by: Person, at: datetime) -> Item:
    """Say that new value `number` works: the old one is destroyed for good, and time counts anew.

    It is due again at once if whoever knows the new value has left, or if it was said meanwhile
    that it may be known outside.

    Raises:
        ItemNotFoundError, RightMissingError, ItemRetiredError: `by` may not change it.
        ProofNeededError: the last proof of who they are is too old.
        NoRenewalError: nothing new waits.
        RenewalChangedError: another value than `number` waits.
    """
    item = _renewed_item(item_id, number=number, by=by, at=at)
    if item.next_version is None or item.next_put_by is None or item.next_put_at is None:
        raise NoRenewalError
    drop_value(item, number=item.version, by=by, at=at)
    why, due_on, due_since = item.due_why, item.due_on, item.due_since
    item.version, item.put_by, item.put_at = item.next_version, item.next_put_by, item.next_put_at
    item.next_version = item.next_put_by = item.next_put_at = None
    set_calendar(item, at=item.put_at)
    item.save()
    record(actor=by, verb="item.confirmed", subject=item, at=at)
    if why == Item.Why.BREACH and due_on and due_since and due_since > item.put_at:
        mark_due(item, why=Item.Why.BREACH, days=(due_on - site_day(at)).days, by=by, at=at)
    _mark_known(item, by=by, at=at)
    _tell_custody(item, why=why, by=by, at=at)
    return item


def _mark_known(item: Item, *, by: Person, at: datetime) -> None:
    """Have renewed again a value just confirmed that somebody saw, or that a leaver put in."""
    if item.kind != Item.Kind.NOTE and not (item.put_by.is_active and may_renew(item.put_by, item)):
        mark_due(item, why=Item.Why.DEPARTURE, days=0, by=by, at=at)
    if item.kind not in Item.LEARNT:
        return
    saw = Reveal.objects.filter(item=item, next_shown=item.version).exclude(status="open")
    for reveal in saw.select_related("asked_by"):
        if not reveal.asked_by.is_active:
            mark_due(item, why=Item.Why.DEPARTURE, days=0, by=by, at=at)
        mark_seen(item, reveal, by=by, at=at)


def _renewed_item(item_id: UUID, *, number: int, by: Person, at: datetime) -> Item:
    """Return an item whose new value `number` waits, locked, for somebody who just proved it."""
    item = kept_item(item_id, by=by)
    require_step_up(Act.REVEAL, at=at)
    if item.next_version is None:
        raise NoRenewalError
    if item.next_version != number:
        raise RenewalChangedError
    return item


def _tell_custody(item: Item, *, why: str, by: Person, at: datetime) -> None:
    """Let whoever follows who can get in know of a renewed password, whoever renewed it."""
    if item.kind == Item.Kind.PASSWORD:
        day = site_day(item.put_at)
        follow_renewal(item.account_id, rotated_on=day, why=ROTATIONS[why], by=by, at=at)
    announce_item(item, at=at)


@action("credentials.undo_renewal")
def undo_renewal(*, item_id: UUID, number: int, by: Person, at: datetime) -> Item:
    """Say that new value `number` does not work: it is destroyed, and the one before stands.

    Raises:
        ItemNotFoundError, RightMissingError, ItemRetiredError: `by` may not change it.
        ProofNeededError, NoRenewalError, RenewalChangedError: as `confirm_renewal`.
    """
    item = _renewed_item(item_id, number=number, by=by, at=at)
    drop_value(item, number=number, by=by, at=at)
    item.next_version = item.next_put_by = item.next_put_at = None
    item.save()
    record(actor=by, verb="item.undone", subject=item, at=at)
    return item


@action("credentials.note_breach")
def note_breach(*, item_id: UUID, by: Person, at: datetime) -> Item:
    """Say that a value may be known outside: it is to be renewed today. No proof is asked.

    Raises:
        ItemNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not work with the account.
        ItemRetiredError: the value is destroyed.
    """
    item = visible_item(item_id, viewer=by, lock=True)
    if not may_renew(by, item):
        require_ask(by, item.account)
    if item.is_retired:
        raise ItemRetiredError
    if mark_due(item, why=Item.Why.BREACH, days=0, by=by, at=at):
        once = f"{at:%Y-%m-%d}"
        people = keepers_of(item)
        tell_of_item(item, "credential.breach", people=people, once=once, by=by.name, at=at)
    return item
