"""A course to start from, taken into a unit with its questions."""

from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.training.actions.banks import (
    Choice,
    QuestionText,
    QuizFacts,
    create_bank,
    write_question,
    write_quiz,
)
from gouvernail.training.actions.courses import CourseFacts, create_course
from gouvernail.training.actions.writing import (
    LessonText,
    publish_version,
    start_draft,
    update_draft,
    write_lesson,
)
from gouvernail.training.errors import CourseNotFoundError
from gouvernail.training.models import Bank, Course, Quiz
from gouvernail.training.models.courses import Topic
from gouvernail.training.starters import StarterCourse, starter_courses

TOPICS: Final = {topic.value: topic for topic in Topic} | {
    "comments": Topic.ANSWERING,
    "fairness": Topic.CONSEQUENCES,
    "personal": Topic.ETIQUETTE,
}


@action("training.add_starter")
def add_starter(
    slug: str, *, unit_id: UUID, by: Person, at: datetime, publish: bool = False
) -> Course:
    """Take a course to start from into a unit: a draft to read again, or published at once.

    Its short name gets a number where it is taken.

    Raises:
        CourseNotFoundError: there is no such course to start from.
        UnitNotFoundError, RightMissingError: nothing was made.
    """
    starter = next((one for one in starter_courses() if one.slug == slug), None)
    if starter is None:
        raise CourseNotFoundError
    course = create_course(
        facts=CourseFacts(
            slug=_free(starter.slug),
            title=starter.title.fr,
            title_en=starter.title.en,
            summary=starter.summary.fr,
            summary_en=starter.summary.en,
            topic=TOPICS.get(starter.slug, Topic.OTHER),
            lasts_months=starter.months_valid or None,
            unit_id=unit_id,
            owner_id=by.pk,
        ),
        by=by,
        at=at,
        starter=starter.slug,
    )
    start_draft(course.pk, by=by, at=at)
    for lesson in starter.lessons:
        text = LessonText(
            title=lesson.title.fr,
            title_en=lesson.title.en,
            text=lesson.text.fr,
            text_en=lesson.text.en,
            minutes=lesson.minutes,
        )
        write_lesson(course.pk, text=text, by=by, at=at)
    if starter.questions:
        quiz = _quiz(starter, course, by=by, at=at)
        update_draft(course.pk, quiz_id=quiz.pk, changes="", changes_en="", by=by, at=at)
    if publish:
        publish_version(course.pk, by=by, at=at)
    return course


def _free(slug: str) -> str:
    taken = set(Course.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken |= set(Bank.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken |= set(Quiz.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(name for name in numbered if name not in taken)


def _quiz(starter: StarterCourse, course: Course, *, by: Person, at: datetime) -> Quiz:
    bank = create_bank(
        slug=course.slug,
        title=course.title,
        title_en=course.title_en,
        unit_id=course.unit_id,
        by=by,
        at=at,
    )
    for one in starter.questions:
        text = QuestionText(
            kind=one.kind,
            text=one.words.fr,
            text_en=one.words.en,
            explanation=one.explanation.fr,
            explanation_en=one.explanation.en,
            choices=[
                Choice(text=each.text.fr, text_en=each.text.en, right=each.right)
                for each in one.choices
            ],
        )
        write_question(bank.slug, text=text, by=by, at=at)
    facts = QuizFacts(
        slug=course.slug,
        title=course.title,
        title_en=course.title_en,
        unit_id=course.unit_id,
        bank_slug=bank.slug,
        pass_percent=starter.pass_mark or 80,
    )
    return write_quiz(facts=facts, by=by, at=at)
