"""What happens by itself: who left is to be taken off, what has ended too."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from gouvernail.custody.actions.standings import BATCH, site_day, work_out
from gouvernail.custody.models import Access, Standing
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.registry.models import Account

WATCH: Final = Actor(kind="machine", ref="custody", auth="worker")


@action("custody.follow_departure")
def follow_departure(*, person_id: UUID, at: datetime) -> int:
    """Make every access of somebody who left a line to revoke, due the same day; tell who acts.

    Does nothing for somebody who is (again) here. Returns how many lines it made. Idempotent.
    """
    person = Person.objects.filter(pk=person_id, status=Person.Status.LEFT).first()
    if person is None:
        return 0
    return _order(Access.objects.filter(person=person), why=Access.Why.LEFT, at=at)


@action("custody.keep_up")
def keep_up(*, at: datetime) -> int:
    """Order what time asks for, then work out every standing that time has changed.

    Accesses past their end, those of people who left, and what is no longer tried or renewed
    lately enough. Returns how many standings changed.
    """
    today = site_day(at)
    gone = Q(person__status=Person.Status.LEFT)
    _order(Access.objects.filter(gone), why=Access.Why.LEFT, at=at)
    _order(Access.objects.filter(until_on__lt=today), why=Access.Why.ENDED, at=at)
    known = set(Standing.objects.values_list("pk", flat=True))
    declared = set(Access.objects.order_by().values_list("account_id", flat=True).distinct())
    return work_out(account_ids=known | declared, at=at)


def _order(rows: QuerySet[Access], *, why: str, at: datetime) -> int:
    """Make open accesses due today; one notice for each account. One entry for each access."""
    wanted = rows.filter(state=Access.State.OPEN)
    rows_due = wanted.select_related(
        "person", "account__unit", "account__owner", "account__custodian"
    )
    found = list(rows_due.order_by("pk"))
    today = site_day(at)
    for access in found:
        access.state, access.why = Access.State.TO_REVOKE, why
        access.due_on, access.due_since = today, at
        access.save(update_fields=("state", "why", "due_on", "due_since"))
        record(actor=WATCH, verb="access.to_revoke", subject=access, at=at)
    work_out(account_ids={access.account_id for access in found}, at=at)
    _tell(found, at=at)
    return len(found)


def _tell(accesses: list[Access], *, at: datetime) -> None:
    """Tell who takes an access away: the custodian, the owner, and security of the unit."""
    guards: dict[UUID, set[UUID]] = {}
    for access in accesses[:BATCH]:
        account = access.account
        if account.unit_id not in guards:
            held = holders_of_right(Right.MEND_ACCESS, unit=account.unit)
            guards[account.unit_id] = set(held.values_list("pk", flat=True))
        message = Message(
            kind="access.to_revoke",
            once=f"access:{access.pk}:{at.date().isoformat()}",
            path=reverse("custody:account-custody", args=[account.pk]),
            facts={
                "title": account.name,
                "by": access.holder_name,
                "network": account.network,
            },
            subject_kind="access",
            subject_id=str(access.pk),
        )
        tell(people=_who_acts(account) | guards[account.unit_id], message=message, at=at)


def _who_acts(account: Account) -> set[UUID]:
    holders = (account.owner, account.custodian)
    return {person.pk for person in holders if person is not None and person.is_active}
