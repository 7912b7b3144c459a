"""What a learner does: go through a lesson, finish a course that has no quiz."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.training.actions.certifying import Finished, finish
from gouvernail.training.errors import NothingToLearnError
from gouvernail.training.models import Certificate, CourseVersion, Lesson, LessonRead
from gouvernail.training.models.certificates import How
from gouvernail.training.permissions import visible_course
from gouvernail.training.queries.learning import refuse_what_is_left


@action("training.read_lesson")
def read_lesson(course_id: UUID, *, lesson_id: UUID, by: Person, at: datetime) -> Lesson:
    """Note that a lesson of the published version was gone through; twice is once.

    Raises:
        CourseNotFoundError: missing, or hidden from `by`.
        NothingToLearnError: the lesson is not in what is published now.
    """
    course = visible_course(viewer=by, course_id=course_id, archived=False)
    lesson = Lesson.objects.filter(
        pk=lesson_id, version__course=course, version__status=CourseVersion.Status.PUBLISHED
    ).first()
    if lesson is None:
        raise NothingToLearnError
    LessonRead.objects.get_or_create(person=by, lesson=lesson, defaults={"at": at})
    return lesson


@action("training.finish_course")
def finish_course(course_id: UUID, *, by: Person, at: datetime) -> Certificate:
    """Finish a course that ends without a quiz, once every lesson is read.

    Raises:
        CourseNotFoundError: missing, or hidden from `by`.
        NothingToLearnError: nothing is published.
        LessonsLeftError: a lesson is not read, a scenario not passed, or a quiz ends the course.
    """
    course = visible_course(viewer=by, course_id=course_id, archived=False)
    version = course.versions.filter(status=CourseVersion.Status.PUBLISHED).first()
    if version is None:
        raise NothingToLearnError
    refuse_what_is_left(course, version, by, quiz=version.quiz.label if version.quiz else "")
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = Certificate.objects.filter(
        person=by, course=course, completion__version=version, revoked_at__isnull=True
    )
    for one in before.select_related("course").order_by("-issued_at", "-pk"):
        if one.state(site_day(at)) == "valid":
            return one
    return finish(course, by, Finished(how=How.ONLINE, version=version), by=by, at=at)
