"""Where a learner stands: in a course, at a quiz, with what is asked of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.people.models import Person
from gouvernail.training.errors import LessonsLeftError
from gouvernail.training.models import Attempt, Course, CourseVersion, Lesson, LessonRead, Quiz
from gouvernail.training.queries.scenarios import asked_by


def lessons_left(version: CourseVersion, person: Person) -> int:
    """Return how many lessons of a version somebody has not gone through. One query."""
    return version.lessons.exclude(reads__person=person).count()


def refuse_what_is_left(
    course: Course, version: CourseVersion, person: Person, *, quiz: str = ""
) -> None:
    """Refuse to go on while lessons or exercises are left, or a `quiz` (its title). Two queries.

    Raises:
        LessonsLeftError: it names what is left, and leads there.
    """
    lessons = lessons_left(version, person)
    left = [one.scenario for one in asked_by(course.pk, person) if not one.is_passed]
    if not lessons and not left and not quiz:
        return
    to = reverse("training:course-detail", args=[course.slug])
    if left and not lessons:
        to = reverse("training:scenario-detail", args=[left[0].slug])
    titles = [one.label for one in left]
    raise LessonsLeftError(lessons=lessons, scenarios=titles, quiz=quiz, to=to)


@dataclass(frozen=True, slots=True)
class Step:
    """One lesson of a course as its learner sees it."""

    lesson: Lesson
    place: int
    done: bool


def steps_of(version: CourseVersion, person: Person) -> list[Step]:
    """Return the lessons of a version in order, and which were gone through. Two queries."""
    read = LessonRead.objects.filter(person=person, lesson__version=version)
    done = set(read.values_list("lesson_id", flat=True))
    lessons = version.lessons.select_related("file").order_by("position", "pk")
    return [
        Step(lesson=lesson, place=place, done=lesson.pk in done)
        for place, lesson in enumerate(lessons, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often somebody tried a quiz since they last passed, and why not again now (or empty)."""

    tried: int
    left: int | None
    again_at: datetime | None
    why: str


def standing_of_attempts(quiz: Quiz, person: Person, *, at: datetime) -> Attempts:
    """Return whether somebody may try a quiz now: failures since the last pass count. One query."""
    rows = Attempt.objects.filter(quiz=quiz, person=person, ended_at__isnull=False)
    failed: list[datetime] = []
    for ended_at, passed in rows.order_by("-ended_at").values_list("ended_at", "passed"):
        if passed or ended_at is None:
            break
        failed.append(ended_at)
    left = max(quiz.attempts_max - len(failed), 0) if quiz.attempts_max else None
    again_at = failed[0] + timedelta(hours=quiz.wait_hours) if failed else None
    if left == 0:
        why = _("Every attempt is used. Ask whoever keeps this course to help you with it.")
        return Attempts(len(failed), left, None, why)
    if again_at is not None and again_at > at:
        hours = -(-(again_at - at) // timedelta(hours=1))
        why = ngettext(
            "You may try again in %(hours)s hour.", "You may try again in %(hours)s hours.", hours
        )
        return Attempts(len(failed), left, again_at, why % {"hours": hours})
    return Attempts(len(failed), left, None, "")
