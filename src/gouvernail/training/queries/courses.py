"""Courses as lists, and where a reader stands with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import by_title, plainly
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.training.errors import CourseNotFoundError
from gouvernail.training.models import Certificate, Course, CourseVersion, Lesson
from gouvernail.training.permissions import visible_courses
from gouvernail.training.queries.held import in_force

PAGE_SIZE: Final = 30
ORDER: Final = ("sorted_by", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFilters:
    """What the list is narrowed to; an empty field narrows nothing."""

    topic: str = ""
    search: str = ""
    archived: bool = False

    def condition(self) -> Q:
        """Return the filter on courses. No query."""
        wanted = Q(topic=self.topic) if self.topic else Q()
        for word in self.search.split()[:6]:
            wanted &= (
                Q(title__icontains=word)
                | Q(title_en__icontains=word)
                | Q(summary__icontains=word)
                | Q(summary_en__icontains=word)
            )
        return wanted


def courses_for_list(
    viewer: Person, filters: CourseFilters, *, cursor: str, at: datetime
) -> Page[Course]:
    """Return one page of the courses `viewer` may read, by title. Two queries.

    Each has `minutes` (None without a published text), `held_until` and `is_held` of the reader,
    and `published` (a list of its version in use, or none). Those who do not write a course see it
    once it is published.
    """
    rows = visible_courses(viewer, archived=filters.archived).filter(filters.condition())
    published = CourseVersion.objects.filter(status=CourseVersion.Status.PUBLISHED)
    theirs = Exists(published.filter(course=OuterRef("pk")))
    rows = rows.filter(Q(theirs) | scope(viewer, Right.EDIT_TRAINING, "unit__path"))
    page: Page[Course] = page_of(
        _with_standing(rows, viewer, at=at).prefetch_related(
            Prefetch("versions", queryset=published, to_attr="published")
        ),
        order=ORDER,
        cursor=cursor,
        size=PAGE_SIZE,
    )
    return page


def _with_standing(rows: QuerySet[Course], viewer: Person, *, at: datetime) -> QuerySet[Course]:
    lessons = Lesson.objects.filter(
        version__course=OuterRef("pk"), version__status=CourseVersion.Status.PUBLISHED
    )
    summed = lessons.order_by().values("version").annotate(n=Sum("minutes")).values("n")
    held = Certificate.objects.filter(in_force(at), person=viewer, course=OuterRef("pk"))
    return rows.select_related("unit", "owner").annotate(
        sorted_by=by_title(),
        minutes=Subquery(summed[:1], output_field=IntegerField()),
        is_held=Exists(held),
        held_until=Subquery(held.order_by("-until").values("until")[:1]),
    )


def best_certificate(person: Person, course_id: UUID, *, at: datetime) -> Certificate | None:
    """Return the certificate of a course that somebody holds longest, or nothing. One query."""
    rows = Certificate.objects.filter(in_force(at), person=person, course=course_id)
    found = list(rows.select_related("course", "completion"))
    return max(found, key=lambda one: one.until or date.max, default=None)


def own_certificates(person: Person, *, at: datetime) -> list[Certificate]:
    """Return the last certificate somebody was given for each course, ended or not. One query."""
    return last_of_each(certificates_given(person, at=at), today=site_day(at))


def certificates_given(person: Person, *, at: datetime) -> QuerySet[Certificate]:
    """Return every certificate somebody was given, the last first. One query when iterated."""
    rows = Certificate.objects.filter(person=person, issued_at__lte=at)
    return rows.select_related("course", "completion").order_by("-issued_at", "-pk")


def last_of_each(rows: Iterable[Certificate], *, today: date) -> list[Certificate]:
    """Return the certificate that counts of each course, what ends first. No query of its own."""
    seen: dict[UUID, Certificate] = {}
    for row in rows:
        before = seen.setdefault(row.course_id, row)
        if before.revoked_at is not None and row.revoked_at is None:
            seen[row.course_id] = row
    order = {"ending": 0, "ended": 1, "revoked": 2, "valid": 3}
    titles = {key: plainly(one.course.label) for key, one in seen.items()}
    return sorted(seen.values(), key=lambda one: (order[one.state(today)], titles[one.course_id]))


def drafted_lesson(course: Course, lesson_id: UUID | None) -> Lesson | None:
    """Return a lesson of the draft of a course with its file; none for a new one. One query.

    Raises:
        CourseNotFoundError: it is not in the draft.
    """
    if lesson_id is None:
        return None
    rows = Lesson.objects.filter(version__course=course, version__status="draft")
    lesson = rows.select_related("file").filter(pk=lesson_id).first()
    if lesson is None:
        raise CourseNotFoundError
    return lesson
