"""What people hold: asked by what grants a licence, by signing, by progress pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.sorting import by_title
from gouvernail.training.models import Attempt, Certificate


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate in force: of which course, and through which day (None: without end)."""

    course_slug: str
    label: str
    until: date | None


def in_force(at: datetime) -> Q:
    """Return the filter of certificates in force at an instant. No query."""
    standing = Q(until__isnull=True) | Q(until__gte=site_day(at))
    kept = Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
    return Q(issued_at__lte=at) & standing & kept


def certificates(people_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, list[Held]]:
    """Return what each of these people holds in force at an instant; everyone has an entry.

    Several certificates of one course are one: that which lasts longest. One query.
    """
    keys = list(people_ids)
    found: dict[UUID, dict[str, Held]] = {key: {} for key in keys}
    for row in _rows(keys, at):
        held = Held(row.course.slug, row.course.label, row.until)
        before = found[row.person_id].get(held.course_slug)
        if before is None or _longer(held, before):
            found[row.person_id][held.course_slug] = held
    return {key: list(by_course.values()) for key, by_course in found.items()}


def _rows(keys: list[UUID], at: datetime) -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(in_force(at), person__in=keys)
    fields = ("person_id", "until", "course__slug", "course__title", "course__title_en")
    return rows.select_related("course").only(*fields).order_by(by_title("course__"), "pk")


def _longer(one: Held, other: Held) -> bool:
    if one.until is None or other.until is None:
        return one.until is None and other.until is not None
    return one.until > other.until


def holds(person_id: UUID, course_slug: str, *, at: datetime) -> bool:
    """Return whether somebody holds a certificate of a course at an instant. One query."""
    rows = Certificate.objects.filter(in_force(at), person=person_id, course__slug=course_slug)
    return rows.exists()


def quiz_passed(person_id: UUID, quiz_id: UUID, *, since: datetime | None = None) -> bool:
    """Return whether somebody passed a quiz, in an attempt ended after `since`. One query."""
    rows = Attempt.objects.filter(person=person_id, quiz=quiz_id, passed=True)
    if since is not None:
        rows = rows.filter(ended_at__gte=since)
    return rows.exists()
