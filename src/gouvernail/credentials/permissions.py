"""The only door to items of the vault and to requests to see them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.credentials.errors import (
    ItemNotFoundError,
    RevealNotFoundError,
    ShowingNotFoundError,
)
from gouvernail.credentials.models import Item, Reveal, Showing
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right, may, require, scope
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import is_holder

ASKING = (Right.HAND_OFF, Right.MANAGE_ACCESS)
SEEING = (Right.SEE_ACCESS, Right.APPROVE_REVEALS, Right.HAND_OFF)


def visible_items(viewer: Person) -> QuerySet[Item]:
    """Return the items whose account `viewer` holds, guards, works with or watches over.

    Never a value: only that there is one. One query for the grants.
    """
    seen = Q(account__owner=viewer) | Q(account__backup=viewer) | Q(account__custodian=viewer)
    seen |= Q(keeper=viewer)
    for right in SEEING:
        seen |= scope(viewer, right, "account__unit__path")
    return Item.objects.filter(seen)


def visible_item(item_id: UUID | str, *, viewer: Person, lock: bool = False) -> Item:
    """Return one item that `viewer` may know about, with its account, unit and people.

    Raises:
        ItemNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Item.objects.select_for_update().filter(pk=item_id).first()
    account = ("account__unit", "account__owner", "account__backup", "account__custodian")
    rows = visible_items(viewer).select_related(*account, "keeper", "put_by", "next_put_by")
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise ItemNotFoundError
    return item


def lock_items(which: Q) -> None:
    """Lock items until the transaction ends, in the order everybody takes. One query."""
    rows = Item.objects.select_for_update(of=("self",)).filter(which)
    list(rows.order_by("pk").values_list("pk"))


def visible_reveals(viewer: Person) -> QuerySet[Reveal]:
    """Return one's own requests, and those that one watches over. One query for the grants."""
    held = Q(item__account__owner=viewer) | Q(item__account__backup=viewer)
    held |= Q(item__account__custodian=viewer) | Q(item__keeper=viewer)
    seen = Q(asked_by=viewer) | held
    for right in (Right.SEE_ACCESS, Right.APPROVE_REVEALS):
        seen |= scope(viewer, right, "item__account__unit__path")
    return Reveal.objects.filter(seen)


def visible_reveal(reveal_id: UUID | str, *, viewer: Person, lock: bool = False) -> Reveal:
    """Return one request that `viewer` may know about, with its item, account and people.

    Raises:
        RevealNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:  # the item first, always: whoever takes an item out ends its requests
        lock_items(Q(reveals__pk=reveal_id))
        Reveal.objects.select_for_update().filter(pk=reveal_id).first()
    account = ("item__account__unit", "item__account__owner", "item__account__custodian")
    people = (
        "asked_by",
        "decided_by",
        "backed_by",
        "backed_too_by",
        "item__keeper",
        "item__next_put_by",
    )
    rows = visible_reveals(viewer).select_related(*account, "item__account__backup", *people)
    reveal = rows.filter(pk=reveal_id).first()
    if reveal is None:
        raise RevealNotFoundError
    return reveal


def visible_showing(showing_id: UUID | str, *, viewer: Person) -> Showing:
    """Return what `viewer`'s own browser waits for. One query.

    Raises:
        ShowingNotFoundError: missing, or another person's.
    """
    rows = Showing.objects.select_related("reveal").filter(reveal__asked_by=viewer)
    showing = rows.filter(pk=showing_id).first()
    if showing is None:
        raise ShowingNotFoundError
    return showing


def may_keep(person: Person, account: Account) -> bool:
    """Return whether `person` may put values in: by right, or as the account's custodian."""
    return person.pk == account.custodian_id or may(person, Right.MANAGE_ACCESS, unit=account.unit)


def may_renew(person: Person, item: Item) -> bool:
    """Return whether `person` may change an item: who keeps values there, or this one."""
    return person.pk == item.keeper_id or may_keep(person, item.account)


def require_keep(person: Person, account: Account) -> None:
    """Refuse unless `may_keep` says yes.

    Raises:
        RightMissingError: they may not.
    """
    if not may_keep(person, account):
        require(person, Right.MANAGE_ACCESS, unit=account.unit)


def may_ask(person: Person, account: Account) -> bool:
    """Return whether `person` holds the account, or publishes or guards in its unit."""
    return is_holder(person, account) or any(
        may(person, right, unit=account.unit) for right in ASKING
    )


def require_ask(person: Person, account: Account) -> None:
    """Refuse unless `may_ask` says yes.

    Raises:
        RightMissingError: they may not.
    """
    if not may_ask(person, account):
        require(person, Right.HAND_OFF, unit=account.unit)


def may_decide(person: Person, reveal: Reveal) -> bool:
    """Return whether `person` may approve or refuse: never the one who asked."""
    return person.pk != reveal.asked_by_id and may_approve_for(person, reveal.item.account)


def may_approve_for(person: Person, account: Account) -> bool:
    """Return whether `person` answers requests about an account: by right, or as its custodian."""
    guards = person.pk == account.custodian_id
    return guards or may(person, Right.APPROVE_REVEALS, unit=account.unit)


def may_refuse(person: Person, reveal: Reveal) -> bool:
    """Return whether `person` may say no: who may approve, and whoever answers for the account."""
    if person.pk == reveal.asked_by_id:
        return False
    return may_decide(person, reveal) or is_holder(person, reveal.item.account)


def approvers_of(account: Account) -> set[UUID]:
    """Return the ids of active people who may approve for an account. One query."""
    people = set(
        holders_of_right(Right.APPROVE_REVEALS, unit=account.unit).values_list("pk", flat=True)
    )
    if account.custodian is not None and account.custodian.is_active:
        people.add(account.custodian.pk)
    return people


def answerable_for(item: Item) -> set[UUID]:
    """Return the ids of active people who answer for an item. No query when they are loaded."""
    account = item.account
    holders = (account.owner, account.custodian, item.keeper)
    return {person.pk for person in holders if person is not None and person.is_active}
