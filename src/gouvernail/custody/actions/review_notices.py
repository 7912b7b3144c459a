"""Telling people of an access review: once when it opens, then on the days of the ladder."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gouvernail.custody.models import AccessReview, ReviewedAccess
from gouvernail.custody.queries.reviewing import WAITING
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.reminders import reminds
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Absence, Person
from gouvernail.people.permissions import Right, holders_of_right


def tell_asked(review: AccessReview, people: Iterable[UUID], *, kind: str, at: datetime) -> int:
    """Tell who is asked, and who stands in for them that day. Three statements."""
    asked = set(people)
    away = Absence.objects.filter(
        person__in=asked,
        cancelled_at__isnull=True,
        starts_at__lte=at,
        ends_at__gt=at,
        delegate__isnull=False,
    )
    asked |= set(away.values_list("delegate_id", flat=True))
    message = Message(
        kind=f"access_review.{kind}",
        once=f"access-review:{review.pk}:{kind}:{site_day(at):%Y%m%d}",
        path=reverse("custody:review-answer", args=[review.pk]),
        facts={"title": review.title, "by": review.opened_by.name},
        subject_kind=AccessReview.ledger_kind,
        subject_id=str(review.pk),
    )
    return tell(people=asked, message=message, at=at)


def tell_given(line: ReviewedAccess, *, by: Person, at: datetime) -> None:
    """Tell who is asked from now on about one access."""
    _tell_line(line, "given", people={line.asked_id}, by=by, at=at, name="review-answer")


def tell_refused(line: ReviewedAccess, *, by: Person, at: datetime) -> None:
    """Tell a human that somebody says it is not theirs: who opened the review, who manages there.

    Two queries.
    """
    people = set(managers_of(line))
    if line.review.opened_by.is_active:
        people.add(line.review.opened_by_id)
    _tell_line(line, "refused", people=people - {by.pk}, by=by, at=at, name="review-line")


def tell_change(line: ReviewedAccess, *, by: Person, at: datetime) -> None:
    """Tell who manages accesses there what is to be put right."""
    people = set(managers_of(line)) - {by.pk}
    _tell_line(line, "change", people=people, by=by, at=at, name="review-line")


def managers_of(line: ReviewedAccess) -> set[UUID]:
    """Return who manages accesses to the account of a line. One query."""
    account = line.access.account
    holders = holders_of_right(Right.MANAGE_ACCESS, unit=account.unit)
    people = set(holders.values_list("pk", flat=True))
    guard = account.custodian
    return people | ({guard.pk} if guard is not None and guard.is_active else set())


def _tell_line(
    line: ReviewedAccess,
    kind: str,
    *,
    people: Iterable[UUID | None],
    by: Person,
    at: datetime,
    name: str,
) -> None:
    key = line.review_id if name == "review-answer" else line.pk
    message = Message(
        kind=f"access_review.{kind}",
        once=f"reviewed:{line.pk}:{kind}:{int(at.timestamp())}",
        path=reverse(f"custody:{name}", args=[key]),
        facts={"title": line.access.account.name, "by": by.name},
        subject_kind=ReviewedAccess.ledger_kind,
        subject_id=str(line.pk),
    )
    tell(people=[one for one in people if one is not None], message=message, at=at)


def remind_reviews(*, at: datetime) -> int:
    """Remind who has not answered, on the days of the ladder; when it is late, who opened it too.

    One query, and four for each review whose day it is. Returns how many were told.
    """
    today = site_day(at)
    told = 0
    rows = AccessReview.objects.filter(status=AccessReview.Status.OPEN).select_related("opened_by")
    for review in rows.select_related("unit").order_by("pk"):
        kind = reminds(review.due_on, today=today)
        if not kind or site_day(review.opened_at) == today:
            continue
        waiting = ReviewedAccess.objects.filter(
            WAITING, review=review, state=ReviewedAccess.State.ASKED, asked__is_active=True
        )
        people = set(waiting.values_list("asked_id", flat=True))
        told += tell_asked(review, people, kind=kind, at=at) if people else 0
        if kind == "late" and ReviewedAccess.objects.filter(WAITING, review=review).exists():
            told += _tell_lateness(review, at=at)
    return told


def _tell_lateness(review: AccessReview, *, at: datetime) -> int:
    """Tell whoever opened the review, or who manages accesses there when they have left."""
    people = {review.opened_by_id}
    if not review.opened_by.is_active:
        holders = holders_of_right(Right.MANAGE_ACCESS, unit=review.unit)
        people = set(holders.values_list("pk", flat=True))
    message = Message(
        kind="access_review.unanswered",
        once=f"access-review:{review.pk}:unanswered:{site_day(at):%Y%m%d}",
        path=reverse("custody:review-detail", args=[review.pk]) + "?state=waiting",
        facts={"title": review.title},
        subject_kind=AccessReview.ledger_kind,
        subject_id=str(review.pk),
    )
    return tell(people=people, message=message, at=at)
