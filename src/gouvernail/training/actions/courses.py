"""The record of a course: its title, its unit, how long its certificate lasts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit
from gouvernail.training.errors import CourseInvalidError, CourseVersionStateError
from gouvernail.training.models import Course
from gouvernail.training.models.courses import Topic
from gouvernail.training.permissions import require_editor, visible_course

MONTHS_MOST: Final = 120
RESERVED: Final = frozenset({"new", "starters"})  # addresses of other pages


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFacts:
    """What is known of a course beside its text. `lasts_months` None: without end."""

    slug: str
    title: str
    unit_id: UUID
    owner_id: UUID
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    topic: str = Topic.OTHER
    lasts_months: int | None = 12
    renewal_days: int = 30
    session_certifies: bool = False


@action("training.create_course")
def create_course(*, facts: CourseFacts, by: Person, at: datetime, starter: str = "") -> Course:
    """Create a course without text yet.

    Raises:
        CourseInvalidError: a field cannot be taken.
        UnitNotFoundError, RightMissingError: nothing was made.
    """
    course = Course(created_at=at, starter=starter)
    _take(course, facts, by=by)
    course.save(force_insert=True)
    record(actor=by, verb="course.created", subject=course, at=at)
    return course


@action("training.update_course")
def update_course(course_id: UUID, *, facts: CourseFacts, by: Person, at: datetime) -> Course:
    """Change what is known of a course; certificates given before stay as they were.

    Raises:
        CourseNotFoundError, RightMissingError, CourseInvalidError: nothing was changed.
    """
    course = _editable(course_id, by=by)
    _take(course, facts, by=by)
    course.save()
    record(actor=by, verb="course.updated", subject=course, at=at)
    return course


@action("training.archive_course")
def archive_course(course_id: UUID, *, by: Person, at: datetime) -> Course:
    """Offer a course to nobody any more; what people hold for it stands.

    Raises:
        CourseNotFoundError, RightMissingError: nothing was changed.
        CourseVersionStateError: it is archived already, or asked of people.
    """
    course = _editable(course_id, by=by)
    if course.archived_at is not None:
        raise CourseVersionStateError(_("This course is archived already."))
    if course.assignments.filter(ended_at__isnull=True).exists():
        raise CourseVersionStateError(
            _("This course is asked of people: end those requests first.")
        )
    course.archived_at = at
    course.save(update_fields=("archived_at",))
    record(actor=by, verb="course.archived", subject=course, at=at)
    return course


@action("training.restore_course")
def restore_course(course_id: UUID, *, by: Person, at: datetime) -> Course:
    """Offer an archived course again.

    Raises:
        CourseNotFoundError, RightMissingError: nothing was changed.
        CourseVersionStateError: it is offered already.
    """
    course = _editable(course_id, by=by)
    if course.archived_at is None:
        raise CourseVersionStateError(_("This course is offered already."))
    course.archived_at = None
    course.save(update_fields=("archived_at",))
    record(actor=by, verb="course.restored", subject=course, at=at)
    return course


def _editable(course_id: UUID, *, by: Person) -> Course:
    course = visible_course(viewer=by, course_id=course_id)
    require_editor(by, course.unit)
    return Course.objects.select_for_update(of=("self",)).select_related("unit").get(pk=course.pk)


def _take(course: Course, facts: CourseFacts, *, by: Person) -> None:
    unit = visible_unit(facts.unit_id, viewer=by)
    require_editor(by, unit)
    wrong = _wrong(course, facts)
    owner = Person.objects.filter(pk=facts.owner_id, is_active=True).first()
    if owner is None:
        wrong["owner"] = _("Choose somebody of the directory.")
    if wrong or owner is None:
        raise CourseInvalidError(wrong)
    course.unit, course.owner = unit, owner
    course.slug, course.topic = facts.slug, facts.topic
    course.title, course.title_en = facts.title.strip(), facts.title_en.strip()
    course.summary, course.summary_en = facts.summary.strip(), facts.summary_en.strip()
    course.lasts_months, course.renewal_days = facts.lasts_months, facts.renewal_days
    course.session_certifies = facts.session_certifies


def _wrong(course: Course, facts: CourseFacts) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not facts.title.strip():
        wrong["title"] = _("Give it a title.")
    if (
        facts.slug in RESERVED
        or Course.objects.filter(slug=facts.slug).exclude(pk=course.pk).exists()
    ):
        wrong["slug"] = _("Another course has this short name.")
    if facts.topic not in Topic.values:
        wrong["topic"] = _("Choose a topic of the list.")
    if facts.lasts_months is not None and not 1 <= facts.lasts_months <= MONTHS_MOST:
        wrong["lasts_months"] = _("Between 1 and %(most)s months.") % {"most": MONTHS_MOST}
    return wrong
