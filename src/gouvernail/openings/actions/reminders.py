"""Reminding of what is due, once for each day that counts."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.notifications.actions import Message, tell
from gouvernail.openings.actions.writing import page_of
from gouvernail.openings.models import Opening, Rework
from gouvernail.openings.queries.requests import KIND
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right

BEFORE: Final = timedelta(days=7)
AGAIN_DAYS: Final = 7


@action("openings.remind_people")
def remind_people(*, at: datetime) -> int:
    """Tell who works on an opening or a rework that its day is near or past; return how many.

    Once in the week before, then once in each week of delay.
    """
    soon = site_day(at) + BEFORE
    told = 0
    rows = Opening.objects.filter(status=Opening.Status.OPENING, due_on__lte=soon)
    for opening in rows.select_related("account", "unit").order_by("pk").iterator():
        people = _working_on(opening)
        message = _message(opening, opening.due_on, at=at)
        told += tell(people=people, message=message, at=at)
    works = Rework.objects.filter(done_at__isnull=True, due_on__lte=soon).select_related("opening")
    for rework in works.order_by("pk").iterator():
        message = _message(rework.opening, rework.due_on, at=at)
        told += tell(people=[rework.assigned_to_id], message=message, at=at)
    return told


def _working_on(opening: Opening) -> list[UUID]:
    """Return who holds the account and who began; who keeps the unit's accounts, if all left."""
    account = opening.account
    people = {opening.begun_by_id} | ({account.owner_id, account.backup_id} if account else set())
    known = [person_id for person_id in people if person_id]
    here = Person.objects.filter(pk__in=known, is_active=True)
    found = here if here.exists() else holders_of_right(Right.EDIT_ACCOUNTS, unit=opening.unit)
    return list(found.values_list("pk", flat=True))


def _message(opening: Opening, due_on: date | None, *, at: datetime) -> Message:
    late = (site_day(at) - due_on).days if due_on else 0
    week = late // AGAIN_DAYS if late > 0 else -1
    return Message(
        kind="opening.late" if late > 0 else "opening.due",
        once=f"opening:{opening.pk}:due:{due_on}:{week}",
        path=page_of(opening),
        facts={"title": opening.title},
        subject_kind=KIND,
        subject_id=str(opening.pk),
    )
