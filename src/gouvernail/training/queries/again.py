"""Courses that everybody does again, since a version: what still counts, and until when."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.people.models import Person
from gouvernail.training.models import Certificate, Completion, CourseVersion
from gouvernail.training.queries.held import in_force


def asked_again(course_id: UUID) -> CourseVersion | None:
    """Return the last version of a course that everybody does again, if there is one. One query."""
    rows = CourseVersion.objects.filter(course=course_id, again_by__isnull=False)
    return rows.order_by("-number").first()


def since(version: CourseVersion | None) -> Q:
    """Return the filter of certificates that a version everybody does again leaves whole.

    Those of that version or a later one, finished since it was published. None: all. No query.
    """
    if version is None:
        return Q()
    number = Q(completion__version__isnull=True) | Q(
        completion__version__number__gte=version.number
    )
    return number & Q(completion__done_at__gte=version.published_at)


def is_before(completion: Completion, version: CourseVersion | None) -> bool:
    """Return whether what was finished is to be done again since a version. Its own is loaded."""
    if version is None or version.published_at is None:
        return False
    late = completion.version is not None and completion.version.number < version.number
    return late or completion.done_at < version.published_at


def to_shorten(version: CourseVersion, *, at: datetime) -> QuerySet[Certificate]:
    """Return the certificates in force that last longer than a version lets them. One query."""
    held = Certificate.objects.filter(in_force(at), course=version.course_id)
    longer = held.filter(Q(until__isnull=True) | Q(until__gt=version.again_by))
    return longer.exclude(pk__in=held.filter(since(version)).values("pk")).order_by("pk")


def again_by(person: Person, course_id: UUID, *, at: datetime) -> date | None:
    """Return by when somebody who holds a certificate does its course again, if they do.

    Two queries at most.
    """
    version = asked_again(course_id)
    if version is None:
        return None
    held = Certificate.objects.filter(in_force(at), course=course_id, person=person)
    if not held.exists() or held.filter(since(version)).exists():
        return None
    return version.again_by


def changed(slugs: Iterable[str]) -> dict[str, date]:
    """Return by when each of these courses was to be done again, by short name. One query."""
    rows = CourseVersion.objects.filter(course__slug__in=list(slugs), again_by__isnull=False)
    said = rows.order_by("number").values_list("course__slug", "again_by")
    return {slug: day for slug, day in said if day is not None}
