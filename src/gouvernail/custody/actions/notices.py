"""Telling people of what is to be revoked and handed over: once each, with a link."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.custody.models import Access, Handover
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label

MOST: Final = 500  # notices of one departure: one more to each says how many there are beyond


def tell_revocations(
    accesses: list[Access], *, at: datetime, kind: str = "access.to_revoke", when: str = ""
) -> None:
    """Tell whoever takes each access away (`may_revoke`), once for each `when`: a day by default.

    `access.to_revoke` is for today, `access.withdrawn` within a week, `access.to_revoke_later` by
    a day to come, `access.late` past its day. Beyond 500 everybody is told once how many there are.

    Accounts, units and people must be loaded. One query for each unit, two for each access.
    """
    managers: dict[UUID, set[UUID]] = {}
    actors: dict[UUID, set[UUID]] = {}
    for access in accesses:
        account = access.account
        if account.unit_id not in managers:
            managers[account.unit_id] = _who_may(Right.MANAGE_ACCESS, account)
        actors[account.pk] = _holders(account) | managers[account.unit_id]
    for access in accesses[:MOST]:
        message = Message(
            kind=kind,
            once=f"access:{access.pk}:{when or at.date().isoformat()}",
            path=reverse("custody:access-revoke", args=[access.pk]),
            facts={
                "title": access.account.name,
                "by": access.holder_name,
                "network": network_label(access.account.network),
            },
            subject_kind="access",
            subject_id=str(access.pk),
        )
        tell(people=actors[access.account_id], message=message, at=at)
    beyond = Counter(one for access in accesses[MOST:] for one in actors[access.account_id])
    for person_id, number in beyond.items():
        message = Message(
            kind="access.many_to_revoke",
            once=f"accesses:{kind}:{at.isoformat()}",
            path=f"{reverse('custody:board')}?due=1",
            facts={"title": str(number)},
            subject_kind="person",
            subject_id=str(person_id),
        )
        tell(people={person_id}, message=message, at=at)


def tell_handover(
    handover: Handover,
    *,
    about: str,
    at: datetime,
    when: str = "",
    only: Collection[UUID] | None = None,
) -> None:
    """Tell the people of a handover: `opened`, `refused`, `finished`, `soon`, `late`, `overtaken`.

    Who decides in the unit is told when nobody follows, when it is refused and when it is late.
    `unsigned` is for those of `only`, whose signatures no longer count.
    """
    people = {handover.successor_id} if handover.successor_id else set()
    if about in {"finished", "soon", "late", "overtaken"} and handover.giver.is_active:
        people.add(handover.giver_id)
    if not handover.successor_id or about in {"refused", "late"}:
        people |= _who_may(Right.EDIT_ACCOUNTS, handover.account)
    if only is not None:
        people = set(only)
    kind = "to_assign" if about == "opened" and not handover.successor_id else about
    message = Message(
        kind=f"handover.{kind}",
        once=f"handover:{handover.pk}:{kind}:{when or int(at.timestamp())}",
        path=reverse("custody:handover-detail", args=[handover.pk]),
        facts={"title": handover.account.name, "by": handover.giver.name},
        subject_kind="handover",
        subject_id=str(handover.pk),
    )
    tell(people=people, message=message, at=at)


def tell_agreed(account: Account, person: Person, *, what: str, at: datetime) -> None:
    """Tell who edits the account that somebody leaves with it (`goes`), or that it `closes`."""
    message = Message(
        kind=f"agreement.{what}",
        once=f"agreed:{account.pk}:{person.pk}:{at.date().isoformat()}",
        path=reverse("registry:account-detail", args=[account.pk]),
        facts={"title": account.name, "by": person.name},
        subject_kind="account",
        subject_id=str(account.pk),
    )
    tell(people=_who_may(Right.EDIT_ACCOUNTS, account), message=message, at=at)


def _who_may(right: Right, account: Account) -> set[UUID]:
    return set(holders_of_right(right, unit=account.unit).values_list("pk", flat=True))


def _holders(account: Account) -> set[UUID]:
    holders = (account.owner, account.custodian)
    return {person.pk for person in holders if person is not None and person.is_active}
