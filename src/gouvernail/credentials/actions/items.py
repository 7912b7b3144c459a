"""Putting something in the vault, describing it, taking it out for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.credentials.errors import ItemInvalidError, ItemRetiredError
from gouvernail.credentials.keyring.codes import CodesError, totp_of
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.permissions import may_renew, require_keep, visible_item
from gouvernail.credentials.queries import times_of
from gouvernail.custody.permissions import account_for_custody
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up, visible_person
from gouvernail.registry.models import Account
from gouvernail.vault.actions import destroy_secret, store_secret

OWNER_KIND: Final = "item"
LONGEST_VALUE: Final = 4000  # characters
LONGEST_ROTATION: Final = 3650  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What may be said of an item; `rotate_days` None follows the times of its unit."""

    label: str
    place: str = ""
    keeper_id: UUID | None = None
    rotate_days: int | None = None


@action("credentials.add_item")
def add_item(
    *, account_id: UUID, kind: str, facts: ItemFacts, value: Secret, by: Person, at: datetime
) -> Item:
    """Seal a value for an account; nobody reads it back but on an approved request.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` neither manages accesses there nor keeps the account.
        ItemInvalidError: no name, no value, a seed that gives no codes, a keeper who is unknown.
        VaultKeyMissingError: the site has no key to seal with.
    """
    account = account_for_custody(account_id, viewer=by, lock=True)
    require_keep(by, account)
    keeper = _checked(facts, by=by)
    if account.kind == Account.Kind.PERSONAL:
        raise ItemInvalidError({"label": _("A personal account is its holder’s alone.")})
    if kind not in Item.Kind.values:
        raise ItemInvalidError({"kind": _("Choose one of the answers.")})
    check_value(kind, value)
    item = Item(
        pk=uuid7(),
        account=account,
        kind=kind,
        label=facts.label.strip(),
        place=facts.place.strip(),
        keeper=keeper,
        rotate_days=facts.rotate_days,
        put_by=by,
        put_at=at,
        added_at=at,
    )
    set_calendar(item, at=at)
    item.save(force_insert=True)
    put_value(item, number=1, value=value, by=by, at=at)
    record(actor=by, verb="item.added", subject=item, at=at)
    announce_item(item, at=at)
    return item


@action("credentials.change_item")
def change_item(*, item_id: UUID, facts: ItemFacts, by: Person, at: datetime) -> Item:
    """Change what is said of an item; its value stays.

    Raises:
        ItemNotFoundError, RightMissingError, ItemInvalidError: as `add_item`.
        ItemRetiredError: it was taken out.
    """
    item = kept_item(item_id, by=by)
    keeper = item.keeper if facts.keeper_id == item.keeper_id else None
    keeper = _checked(facts, by=by, kept=keeper)
    item.label, item.place = facts.label.strip(), facts.place.strip()
    item.keeper, item.rotate_days = keeper, facts.rotate_days
    if item.due_why in {"", Item.Why.CALENDAR}:
        set_calendar(item, at=item.put_at)
    item.save()
    record(actor=by, verb="item.changed", subject=item, at=at)
    return item


@action("credentials.retire_item")
def retire_item(*, item_id: UUID, by: Person, at: datetime) -> Item:
    """Take an item out: its values are destroyed, and requests about it end.

    Raises:
        ItemNotFoundError, RightMissingError, ItemRetiredError: as `change_item`.
        ProofNeededError: the last proof of who they are is too old.
    """
    item = kept_item(item_id, by=by)
    require_step_up(Act.REVEAL, at=at)
    for number in {item.version, item.newest}:
        drop_value(item, number=number, by=by, at=at)
    item.retired_at, item.due_on, item.due_why, item.due_since = at, None, "", None
    item.next_version = None
    item.save()
    record(actor=by, verb="item.retired", subject=item, at=at)
    rows = Reveal.objects.select_for_update().filter(item=item, status__in=Reveal.LIVE)
    for reveal in rows.order_by("pk"):
        reveal.status, reveal.ended_at = Reveal.Status.ENDED, at
        reveal.save(update_fields=("status", "ended_at"))
        record(actor=by, verb="reveal.ended", subject=reveal, at=at)
    announce_item(item, at=at)
    return item


def announce_item(item: Item, *, at: datetime) -> None:
    """Let the areas that follow an account know (`credentials.item`): never what is in the item."""
    announce("credentials.item", {"account_id": item.account_id, "item_id": item.pk}, at=at)


def kept_item(item_id: UUID, *, by: Person) -> Item:
    """Return an item in use that `by` may change, locked.

    Raises:
        ItemNotFoundError, RightMissingError, ItemRetiredError: they may not, or it is out.
    """
    item = visible_item(item_id, viewer=by, lock=True)
    if not may_renew(by, item):
        require_keep(by, item.account)
    if item.is_retired:
        raise ItemRetiredError
    return item


def check_value(kind: str, value: Secret) -> None:
    """Refuse what cannot be a value of that kind; what is said never repeats it.

    Raises:
        ItemInvalidError: empty, too long, or a seed that gives no codes.
    """
    length = len(value.reveal().strip())
    if not length:
        raise ItemInvalidError({"value": _("Write the value to be kept.")})
    if length > LONGEST_VALUE:
        message = _("At most %(count)d characters.") % {"count": LONGEST_VALUE}
        raise ItemInvalidError({"value": message})
    if kind == Item.Kind.TOTP:
        try:
            totp_of(value)
        except CodesError:
            message = _("Not a seed: the letters and figures under the QR code, or its address.")
            raise ItemInvalidError({"value": message}) from None


def put_value(item: Item, *, number: int, value: Secret, by: Person, at: datetime) -> None:
    """Seal one version. The right was asked for the account's unit: the vault is told who."""
    store_secret(
        owner_kind=OWNER_KIND,
        owner_id=item.pk,
        field=field_of(number),
        value=value,
        by=by.as_actor(),
        at=at,
    )


def drop_value(item: Item, *, number: int, by: Person, at: datetime) -> None:
    """Destroy one version for good."""
    destroy_secret(
        owner_kind=OWNER_KIND, owner_id=item.pk, field=field_of(number), by=by.as_actor(), at=at
    )


def field_of(number: int) -> str:
    """Return the name of one version in the vault."""
    return f"v{number}"


def set_calendar(item: Item, *, at: datetime) -> None:
    """Say until when the value put in at that instant may stay; seeds and notes have no calendar.

    One query for the times of the unit, unless the item says its own.
    """
    item.due_since = None
    if item.kind not in Item.LEARNT:
        item.due_on, item.due_why = None, ""
        return
    days = item.rotate_days or times_of(item.account).rotation_days
    item.due_on, item.due_why = site_day(at) + timedelta(days=days), Item.Why.CALENDAR


def _checked(facts: ItemFacts, *, by: Person, kept: Person | None = None) -> Person | None:
    """Return the keeper, once everything said holds together; `kept` stays, even once they left."""
    if not facts.label.strip():
        raise ItemInvalidError({"label": _("Give it a name.")})
    if facts.rotate_days is not None and not 1 <= facts.rotate_days <= LONGEST_ROTATION:
        raise ItemInvalidError({"rotate_days": _("Between one day and ten years.")})
    if facts.keeper_id is None or kept is not None:
        return kept
    keeper = visible_person(facts.keeper_id, viewer=by)
    if not keeper.is_active:
        raise ItemInvalidError({"keeper": _("This person has left.")})
    return keeper
