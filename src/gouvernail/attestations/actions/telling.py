"""Who is told what of a review."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gouvernail.attestations.models import Review
from gouvernail.attestations.queries.leaders import confirmers_of, leaders_of
from gouvernail.notifications.actions import Message, tell


def tell_of(
    review: Review, kind: str, *, people: Iterable[UUID], at: datetime, by: str = ""
) -> None:
    """Tell each person one thing of a review, once a minute at most. Two statements."""
    message = Message(
        kind=f"account_review.{kind}",
        once=f"review:{review.pk}:{kind}:{at:%Y%m%d%H%M}",
        path=reverse("attestations:review-detail", args=[review.pk]),
        facts={"title": review.account.name, "by": by},
        subject_kind="account_review",
        subject_id=str(review.pk),
    )
    tell(people=people, message=message, at=at)


def tell_assignee(review: Review, kind: str, *, at: datetime, by: str = "") -> None:
    """Tell whom a review was given to, and who replaces them that day."""
    if review.assignee is None:
        return
    away = review.assignee.absences.filter(
        cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at, delegate__isnull=False
    )
    people = {review.assignee_id, *away.values_list("delegate_id", flat=True)}
    tell_of(review, kind, people=[one for one in people if one], at=at, by=by)


def tell_leaders(
    review: Review, kind: str, *, at: datetime, by: str = "", but: UUID | None = None
) -> None:
    """Tell who leads where the account is and may do what comes next, apart from who just acted."""
    if review.status == Review.Status.TO_CONFIRM:
        people = confirmers_of(review, at=at, but=but)
    else:
        people = leaders_of(review.account.unit, at=at, fit=lambda one: one.pk != but)
    tell_of(review, kind, people=[one.pk for one in people], at=at, by=by)
