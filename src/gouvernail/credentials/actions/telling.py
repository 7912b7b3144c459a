"""Who hears of what happens to an item: never a value, always a page with buttons."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.permissions import answerable_for, approvers_of
from gouvernail.notifications.actions import Message, tell


def tell_of_request(
    reveal: Reveal, kind: str, *, people: Iterable[UUID], at: datetime, again: str = ""
) -> None:
    """Tell people what happened to a request, once for each kind and `again`. Two statements."""
    message = Message(
        kind=kind,
        once=f"{kind}:{reveal.pk}:{again}" if again else f"{kind}:{reveal.pk}",
        path=reverse("credentials:reveal-detail", args=[reveal.pk]),
        facts={"by": reveal.asked_by.name, "title": title_of(reveal.item)},
        subject_kind="reveal",
        subject_id=str(reveal.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_item(
    item: Item, kind: str, *, people: Iterable[UUID], once: str, at: datetime, by: str = ""
) -> None:
    """Tell people something about an item; `once` names the fact. Two statements."""
    message = Message(
        kind=kind,
        once=f"{kind}:{item.pk}:{once}",
        path=reverse("credentials:item-detail", args=[item.pk]),
        facts={"by": by, "title": title_of(item)},
        subject_kind="item",
        subject_id=str(item.pk),
    )
    tell(people=people, message=message, at=at)


def title_of(item: Item) -> str:
    """Return how an item is called outside of its account's page."""
    return f"{item.label}, {item.account.name}"


def watchers_of(reveal: Reveal) -> set[UUID]:
    """Return who answers for the item, but the person who asked."""
    return answerable_for(reveal.item) - {reveal.asked_by_id}


def deciders_of(reveal: Reveal) -> set[UUID]:
    """Return who may approve, and who answers for the item, but the person who asked."""
    return (approvers_of(reveal.item.account) | answerable_for(reveal.item)) - {reveal.asked_by_id}


def keepers_of(item: Item) -> set[UUID]:
    """Return who is reminded of an item: who answers for it, else whoever may approve there."""
    account = item.account
    near = {one for one in (item.keeper, account.custodian) if one is not None and one.is_active}
    return {one.pk for one in near} or answerable_for(item) or approvers_of(account)
