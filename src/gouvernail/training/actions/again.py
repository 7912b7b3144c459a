"""Everybody does a course again: earlier certificates end sooner, who holds one is told."""

from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import tell
from gouvernail.training.actions.assigning import BATCH, WATCH, follow_assignment
from gouvernail.training.actions.telling import about_course
from gouvernail.training.models import Assignment, Certificate, CourseVersion
from gouvernail.training.queries.again import since, to_shorten
from gouvernail.training.queries.held import in_force

AGAIN: Final = "training.again"
AT_ONCE: Final = 500


@action("training.tell_again")
def tell_again(version_id: UUID, *, at: datetime) -> int:
    """Tell who holds an earlier certificate that the course is done again; ask it of who must.

    Returns how many were told. Two statements for 2,000 of them, and those of each request.
    """
    version = CourseVersion.objects.select_related("course").get(pk=version_id)
    held = Certificate.objects.filter(
        in_force(at), course=version.course_id, person__is_active=True
    )
    new = held.filter(since(version)).values("person")
    rows = held.exclude(person__in=new).order_by("person").values_list("person", flat=True)
    people = list(rows.distinct())
    message = about_course(version.course, "again", once=version.pk.hex)
    for start in range(0, len(people), BATCH):
        tell(people=people[start : start + BATCH], message=message, at=at)
    going = Assignment.objects.filter(course=version.course_id, ended_at__isnull=True)
    for key in going.order_by("pk").values_list("pk", flat=True):
        follow_assignment(key, at=at)
    announce(AGAIN, {"version_id": version.pk}, at=at)
    return len(people)


@action("training.shorten_certificates")
def shorten_certificates(version_id: UUID, *, at: datetime) -> int:
    """End 500 earlier certificates on the day the course is done again by, and go on with others.

    Returns how many. Nobody's licence changes before that day.
    """
    version = CourseVersion.objects.get(pk=version_id)
    if version.again_by is None:
        return 0
    rows = list(to_shorten(version, at=at).select_for_update(of=("self",))[:AT_ONCE])
    for row in rows:
        row.until = version.again_by
        row.save(update_fields=("until",))
        record(actor=WATCH, verb="certificate.shortened", subject=row, at=at)
    if len(rows) == AT_ONCE:
        announce(AGAIN, {"version_id": version.pk}, at=at)
    return len(rows)


__all__ = ["AGAIN", "shorten_certificates", "tell_again"]
