"""The text of a course: a draft is edited, published once, and never changed from then on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.training.errors import CourseInvalidError, CourseVersionStateError
from gouvernail.training.models import Course, CourseVersion, Lesson, Quiz, TrainingFile
from gouvernail.training.permissions import require_editor, visible_course, visible_quiz

WORDS_A_MINUTE: Final = 180
TITLE_LIMIT: Final = 200
TEXT_LIMIT: Final = 30_000
MINUTES_MOST: Final = 240
AGAIN_DAYS_MOST: Final = 365
CHANGED: Final = "training.changed"
COPIED: Final = ("title", "title_en", "text", "text_en", "link", "alt", "alt_en", "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    """What a lesson says and shows. `minutes` 0: counted from its words."""

    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    link: str = ""
    alt: str = ""
    alt_en: str = ""
    minutes: int = 0
    file: TrainingFile | None = None


@action("training.start_draft")
def start_draft(course_id: UUID, *, by: Person, at: datetime) -> CourseVersion:
    """Return the draft of a course: the one under way, or a copy of what is published.

    Raises:
        CourseNotFoundError, RightMissingError: nothing was made.
    """
    course = visible_course(viewer=by, course_id=course_id)
    require_editor(by, course.unit)
    Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    draft = course.versions.filter(status=CourseVersion.Status.DRAFT).first()
    if draft is not None:
        return draft
    published = course.versions.filter(status=CourseVersion.Status.PUBLISHED).first()
    last = course.versions.aggregate(last=Max("number"))["last"] or 0
    draft = CourseVersion.objects.create(
        course=course,
        number=last + 1,
        quiz=published.quiz if published else None,
        drafted_by=by,
        drafted_at=at,
    )
    record(actor=by, verb="course_version.drafted", subject=draft, at=at)
    for lesson in published.lessons.all() if published else ():
        copy = Lesson(version=draft, position=lesson.position, file=lesson.file)
        for name in COPIED:
            setattr(copy, name, getattr(lesson, name))
        copy.save(force_insert=True)
        record(actor=by, verb="lesson.written", subject=copy, at=at)
    return draft


def draft_of(course_id: UUID, *, by: Person) -> CourseVersion:
    """Return the draft of a course, locked, for who may write it. Inside an action.

    Raises:
        CourseNotFoundError, RightMissingError: hidden, or not theirs to write.
        CourseVersionStateError: there is none; what is published never changes.
    """
    course = visible_course(viewer=by, course_id=course_id)
    require_editor(by, course.unit)
    rows = course.versions.select_for_update(of=("self",)).select_related("course__unit")
    draft = rows.filter(status=CourseVersion.Status.DRAFT).first()
    if draft is None:
        raise CourseVersionStateError(
            _("What is published never changes: start the next version first.")
        )
    return draft


@action("training.update_draft")
def update_draft(
    course_id: UUID,
    *,
    quiz_id: UUID | None,
    changes: str,
    changes_en: str,
    by: Person,
    at: datetime,
) -> CourseVersion:
    """Say what changes with the next version, and which quiz ends it.

    Raises:
        CourseNotFoundError, RightMissingError, CourseVersionStateError: nothing was changed.
        QuizNotFoundError: no such quiz, or hidden from `by`.
    """
    draft = draft_of(course_id, by=by)
    draft.quiz = visible_quiz(viewer=by, quiz_id=quiz_id) if quiz_id else None
    draft.changes, draft.changes_en = changes.strip(), changes_en.strip()
    draft.save()
    record(actor=by, verb="course_version.updated", subject=draft, at=at)
    return draft


@action("training.write_lesson")
def write_lesson(
    course_id: UUID, *, text: LessonText, by: Person, at: datetime, lesson_id: UUID | None = None
) -> Lesson:
    """Write a lesson of the draft: a new one comes last.

    Raises:
        CourseNotFoundError, RightMissingError, CourseVersionStateError: nothing was changed.
        CourseInvalidError: it has no title, nothing to read or see, or a link that is none.
    """
    draft = draft_of(course_id, by=by)
    _refuse(text)
    if lesson_id is None:
        last = draft.lessons.aggregate(last=Max("position"))["last"] or 0
        lesson = Lesson(version=draft, position=last + 1)
    else:
        lesson = _lesson(draft, lesson_id)
    for name in COPIED[:-1]:
        setattr(lesson, name, getattr(text, name).strip())
    lesson.minutes = text.minutes or minutes_to_read(text)
    lesson.file = text.file
    lesson.save()
    record(actor=by, verb="lesson.written", subject=lesson, at=at)
    return lesson


def minutes_to_read(text: LessonText) -> int:
    """Return how long a lesson takes at 180 words a minute, at least one minute."""
    words = max(len(text.text.split()), len(text.text_en.split()))
    return max(1, ceil(words / WORDS_A_MINUTE))


def _refuse(text: LessonText) -> None:
    wrong: dict[str, str] = {}
    if not text.title.strip():
        wrong["title"] = _("Give it a title.")
    if not (text.text.strip() or text.text_en.strip() or text.link.strip() or text.file):
        wrong["text"] = _("Write something, or add a picture, a video or a link.")
    if max(len(text.text), len(text.text_en)) > TEXT_LIMIT:
        wrong["text"] = _("At most %(most)s characters, please.") % {"most": TEXT_LIMIT}
    if text.link.strip() and not is_web(text.link.strip()):
        wrong["link"] = _("A link begins with https:// or http://.")
    if text.file and not (text.alt.strip() or text.alt_en.strip()):
        wrong["alt"] = _("Say what the picture or the video shows, for those who do not see it.")
    if not 0 <= text.minutes <= MINUTES_MOST:
        wrong["minutes"] = _("At most %(most)s minutes.") % {"most": MINUTES_MOST}
    if wrong:
        raise CourseInvalidError(wrong)


def is_web(link: str) -> bool:
    """Return whether a link leads to the web and names a host."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _lesson(draft: CourseVersion, lesson_id: UUID) -> Lesson:
    lesson = draft.lessons.filter(pk=lesson_id).first()
    if lesson is None:
        raise CourseVersionStateError(_("This lesson is not in the draft any more."))
    return lesson


@action("training.move_lesson")
def move_lesson(
    course_id: UUID, *, lesson_id: UUID, up: bool, by: Person, at: datetime
) -> CourseVersion:
    """Change places with the lesson before, or after; nothing happens at the ends.

    Raises:
        CourseNotFoundError, RightMissingError, CourseVersionStateError: nothing was changed.
    """
    draft = draft_of(course_id, by=by)
    lesson = _lesson(draft, lesson_id)
    rows = draft.lessons.order_by("-position" if up else "position")
    beside = rows.filter(**{"position__lt" if up else "position__gt": lesson.position}).first()
    if beside is not None:
        lesson.position, beside.position = beside.position, lesson.position
        for one in (lesson, beside):
            one.save(update_fields=("position",))
            record(actor=by, verb="lesson.moved", subject=one, at=at)
    return draft


@action("training.remove_lesson")
def remove_lesson(course_id: UUID, *, lesson_id: UUID, by: Person, at: datetime) -> CourseVersion:
    """Take a lesson out of the draft.

    Raises:
        CourseNotFoundError, RightMissingError, CourseVersionStateError: nothing was changed.
    """
    draft = draft_of(course_id, by=by)
    lesson = _lesson(draft, lesson_id)
    record(actor=by, verb="lesson.removed", subject=lesson, at=at)
    lesson.delete()
    return draft


@action("training.drop_draft")
def drop_draft(course_id: UUID, *, by: Person, at: datetime) -> Course:
    """Give up the draft; what is published stays.

    Raises:
        CourseNotFoundError, RightMissingError, CourseVersionStateError: nothing was changed.
    """
    draft = draft_of(course_id, by=by)
    for lesson in draft.lessons.all():
        record(actor=by, verb="lesson.removed", subject=lesson, at=at)
        lesson.delete()
    record(actor=by, verb="course_version.removed", subject=draft, at=at)
    course = draft.course
    draft.delete()
    return course


@action("training.publish_version")
def publish_version(
    course_id: UUID, *, by: Person, at: datetime, again_days: int | None = None
) -> CourseVersion:
    """Publish the draft: its text never changes again, and the version before is superseded.

    `again_days`: everybody does the course again within so many days; until then, what they hold
    counts. None: earlier certificates stand.

    Raises:
        CourseNotFoundError, RightMissingError, CourseVersionStateError: nothing was changed.
        CourseInvalidError: no lesson, a quiz that asks nothing, or days that cannot be.
    """
    draft = draft_of(course_id, by=by)
    lessons = list(draft.lessons.select_related("file"))
    if not lessons:
        raise CourseInvalidError({"lessons": _("Write a lesson first.")})
    if draft.quiz is not None:
        _refuse_empty(draft.quiz)
    if again_days is not None and not 1 <= again_days <= AGAIN_DAYS_MOST:
        most = {"most": AGAIN_DAYS_MOST}
        raise CourseInvalidError({"days": _("Between 1 and %(most)s days.") % most})
    before = draft.course.versions.filter(status=CourseVersion.Status.PUBLISHED).first()
    if before is not None:
        before.status = CourseVersion.Status.SUPERSEDED
        before.save(update_fields=("status",))
        record(actor=by, verb="course_version.superseded", subject=before, at=at)
    draft.status = CourseVersion.Status.PUBLISHED
    draft.published_by, draft.published_at = by, at
    draft.digest = digest_of(draft, lessons)
    if again_days is not None and before is not None:
        draft.again_by = site_day(at) + timedelta(days=again_days)
        announce(CHANGED, {"version_id": draft.pk}, at=at)
    draft.save()
    record(actor=by, verb="course_version.published", subject=draft, at=at, digest=draft.digest)
    return draft


def _refuse_empty(quiz: Quiz) -> None:
    live = quiz.bank.questions.filter(retired_at__isnull=True).count()
    if live == 0 or live < quiz.draw:
        raise CourseInvalidError(
            {"quiz": _("Its quiz draws more questions than its bank holds: add some first.")}
        )


def digest_of(version: CourseVersion, lessons: list[Lesson]) -> str:
    """Return the digest of the text of a version: its lessons in order, word by word."""
    told = [
        {name: getattr(one, name) for name in COPIED}
        | {"file": one.file.sha256 if one.file else ""}
        for one in lessons
    ]
    quiz = str(version.quiz_id) if version.quiz_id else ""
    return sha256_hex(canonical({"number": version.number, "quiz": quiz, "lessons": told}))
