"""Reminders: two weeks before, three days before, on the day, then each week."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.attestations.models import FollowUp, Review
from gouvernail.attestations.queries.leaders import confirmers_of, leaders_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.reminders import reminds
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Absence, Person

ESCALATED: Final = timedelta(days=7)


@action("attestations.remind_reviews")
def remind_reviews(*, at: datetime) -> int:
    """Remind who attests, who confirms and who has a task; return how many were told.

    From the seventh day of lateness, and at once where whoever had it has left, who leads there
    is told too. Nobody is told the same day's reminder twice. Three queries, and five at most for
    each one told.
    """
    today = site_day(at)
    live = Review.objects.filter(status__in=Review.LIVE, due_on__lte=today + timedelta(days=14))
    tasks = FollowUp.objects.filter(done_at__isnull=True, due_on__lte=today + timedelta(days=14))
    told = 0
    for review in live.select_related("account__unit", "assignee"):
        kind = reminds(review.due_on, today=today)
        if kind:
            told += _tell(review, kind, people=_concerned(review, at=at), today=today, at=at)
    for task in tasks.select_related("review__account__unit", "assignee"):
        kind = reminds(task.due_on, today=today)
        if kind:
            told += _tell_task(task, late=kind == "late", today=today, at=at)
    return told


def _concerned(review: Review, *, at: datetime) -> Iterable[UUID]:
    if review.status == Review.Status.TO_CONFIRM:
        return {one.pk for one in confirmers_of(review, at=at)}
    people: set[UUID] = set()
    if review.status == Review.Status.OPEN and review.assignee is not None:
        people = _with_stand_in(review.assignee, at=at)
    if not people or site_day(at) - review.due_on >= ESCALATED:
        people |= {one.pk for one in leaders_of(review.account.unit, at=at)}
    return people


def _with_stand_in(person: Person, *, at: datetime) -> set[UUID]:
    """Return who has it to do, and who replaces them that day; nobody once they have left."""
    if not person.is_active:
        return set()
    away = Absence.objects.filter(
        person=person,
        cancelled_at__isnull=True,
        starts_at__lte=at,
        ends_at__gt=at,
        delegate__isnull=False,
    )
    return {person.pk, *away.values_list("delegate_id", flat=True)}


def _tell_task(task: FollowUp, *, late: bool, today: date, at: datetime) -> int:
    review, told = task.review, 0
    if task.assignee.is_active:
        kind = "task_late" if late else "task_soon"
        told = _tell(review, kind, people=[task.assignee_id], today=today, at=at)
    if not task.assignee.is_active or today - task.due_on >= ESCALATED:
        leaders = [one.pk for one in leaders_of(review.account.unit, at=at)]
        people = [one for one in leaders if one != task.assignee_id]
        told += _tell(review, "task_stuck", people=people, today=today, at=at)
    return told


def _tell(review: Review, kind: str, *, people: Iterable[UUID], today: date, at: datetime) -> int:
    message = Message(
        kind=f"account_review.{kind}",
        once=f"review:{review.pk}:{kind}:{today:%Y%m%d}",
        path=reverse("attestations:review-detail", args=[review.pk]),
        facts={"title": review.account.name},
        subject_kind="account_review",
        subject_id=str(review.pk),
    )
    return tell(people=people, message=message, at=at)
