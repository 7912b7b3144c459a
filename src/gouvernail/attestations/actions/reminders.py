"""Reminders: two weeks before, three days before, on the day, then each week."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.attestations.models import FollowUp, Review
from gouvernail.attestations.queries.lists import leaders_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Absence

AHEAD: Final = (14, 3, 0)
WEEK: Final = 7


def reminds(due_on: date, *, today: date) -> str:
    """Return the kind of reminder a day calls for: `soon`, `today`, `late`, or nothing."""
    left = (due_on - today).days
    if left < 0:
        return "late" if -left % WEEK == 0 or left == -1 else ""
    if left not in AHEAD:
        return ""
    return "soon" if left else "today"


@action("attestations.remind_reviews")
def remind_reviews(*, at: datetime) -> int:
    """Remind who attests, who confirms and who has a task; return how many were told.

    Nobody is told the same day's reminder twice. Three queries, and two for each one told.
    """
    today = site_day(at)
    live = Review.objects.filter(status__in=Review.LIVE, due_on__lte=today + timedelta(days=14))
    tasks = FollowUp.objects.filter(done_at__isnull=True, due_on__lte=today + timedelta(days=14))
    told = 0
    for review in live.select_related("account__unit", "assignee"):
        kind = reminds(review.due_on, today=today)
        if kind:
            told += _tell(review, kind, people=_concerned(review, at=at), today=today, at=at)
    for task in tasks.select_related("review__account"):
        kind = reminds(task.due_on, today=today)
        if kind:
            kind = "task_late" if kind == "late" else "task_soon"
            told += _tell(task.review, kind, people=[task.assignee_id], today=today, at=at)
    return told


def _concerned(review: Review, *, at: datetime) -> Iterable[UUID]:
    if review.status == Review.Status.OPEN and review.assignee_id is not None:
        away = Absence.objects.filter(
            person_id=review.assignee_id,
            cancelled_at__isnull=True,
            starts_at__lte=at,
            ends_at__gt=at,
            delegate__isnull=False,
        )
        return {review.assignee_id, *away.values_list("delegate_id", flat=True)}
    return [one.pk for one in leaders_of(review.account.unit)]


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
