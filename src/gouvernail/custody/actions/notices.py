"""Telling people of what is to be revoked and handed over: once each, with a link."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.custody.models import Access, Handover
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label

MOST: Final = 500  # notices of one departure: beyond, the list of what is due says it


def tell_revocations(
    accesses: list[Access], *, at: datetime, kind: str = "access.to_revoke"
) -> None:
    """Tell who takes each access away: the custodian, the owner, security of the unit.

    `access.to_revoke` is for today, `access.withdrawn` within a week.

    Accounts, units and people must be loaded. One query for each unit, two for each access.
    """
    guards: dict[UUID, set[UUID]] = {}
    for access in accesses[:MOST]:
        account = access.account
        if account.unit_id not in guards:
            guards[account.unit_id] = _who_may(Right.MEND_ACCESS, account)
        message = Message(
            kind=kind,
            once=f"access:{access.pk}:{at.date().isoformat()}",
            path=reverse("custody:access-revoke", args=[access.pk]),
            facts={
                "title": account.name,
                "by": access.holder_name,
                "network": network_label(account.network),
            },
            subject_kind="access",
            subject_id=str(access.pk),
        )
        tell(people=_who_acts(account) | guards[account.unit_id], message=message, at=at)


def tell_handover(handover: Handover, *, about: str, at: datetime, when: str = "") -> None:
    """Tell the people of a handover: `opened`, `refused`, `finished`, `soon` or `late`.

    Who decides in the unit is told when nobody follows, when it is refused and when it is late.
    """
    people = {handover.successor_id} if handover.successor_id else set()
    if about in {"finished", "soon", "late"} and handover.giver.is_active:
        people.add(handover.giver_id)
    if not handover.successor_id or about in {"refused", "late"}:
        people |= _who_may(Right.MANAGE_ACCESS, handover.account)
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


def _who_may(right: Right, account: Account) -> set[UUID]:
    return set(holders_of_right(right, unit=account.unit).values_list("pk", flat=True))


def _who_acts(account: Account) -> set[UUID]:
    holders = (account.owner, account.custodian)
    return {person.pk for person in holders if person is not None and person.is_active}
