"""Who is told what of a review, or of what they declared."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from gouvernail.attestations.models import DeclaredLine, Declarer, Review
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


def tell_answer(line: DeclaredLine, *, declarer: Declarer, at: datetime) -> None:
    """Tell whoever signed, in the product, what was answered last about a line of theirs."""
    by, kind = line.decided_by, "refused"
    if line.appeal_answered_at is not None:
        by, kind = line.appeal_by, "answered"
    message = Message(
        kind=f"declaration.{kind}",
        once=f"line:{line.pk}:{kind}",
        path=reverse("attestations:my-declaration", args=[declarer.pk]),
        facts={
            "title": line.account.name if line.account else line.address,
            "by": by.name if by else "",
        },
        subject_kind="declaration",
        subject_id=str(line.declaration_id),
    )
    tell(people=[declarer.person_id], message=message, at=at)


def tell_unmailed(declarer: Declarer, *, at: datetime) -> None:
    """Tell in the product the answers whose letter will not leave; none waits to be mailed then."""
    since = declarer.answered_at
    if since is None:
        return
    refused = Q(status=DeclaredLine.Status.REFUSED, decided_at__gte=since)
    lines = DeclaredLine.objects.filter(refused | Q(appeal_answered_at__gte=since))
    lines = lines.filter(declaration=declarer.declaration_id)
    for line in lines.select_related("account", "decided_by", "appeal_by"):
        tell_answer(line, declarer=declarer, at=at)
    declarer.answered_at = None
    declarer.save(update_fields=("answered_at",))
