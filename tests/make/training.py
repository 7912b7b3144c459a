"""Makers of courses, quizzes and certificates."""

from datetime import UTC, datetime, timedelta

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.training.actions import (
    Choice,
    CourseFacts,
    LessonText,
    QuestionText,
    QuizFacts,
    ResourceFacts,
    SessionFacts,
    create_bank,
    create_course,
    plan_session,
    publish_version,
    start_draft,
    update_draft,
    write_lesson,
    write_question,
    write_quiz,
    write_resource,
)
from gouvernail.training.models import Course, Place, Quiz, Resource, Session

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TRUE = (Choice(text="Vrai", text_en="True", right=True), Choice(text="Faux", text_en="False"))


def make_question_text(**fields: object) -> QuestionText:
    """Return a question that is right as it stands; `fields` make it something else."""
    said: dict[str, object] = {
        "kind": "single",
        "text": "Un collègue demande votre code. Que faites-vous ?",
        "text_en": "A colleague asks for your code. What do you do?",
        "explanation": "Un code ne se donne à personne.",
        "explanation_en": "A code is given to nobody.",
        "choices": (
            Choice(text="Je le donne", text_en="I give it"),
            Choice(text="Je refuse et je préviens", text_en="I refuse and say so", right=True),
        ),
    }
    return QuestionText(**(said | fields))  # type: ignore[arg-type]  # what a test changes


def make_quiz(
    *, by: Person, unit: Unit, slug: str = "codes", questions: int = 2, **facts: object
) -> Quiz:
    """Return a quiz with its bank; its questions are numbered."""
    bank = create_bank(
        slug=slug, title="Les codes", title_en="Codes", unit_id=unit.pk, by=by, at=NOON
    )
    for number in range(1, questions + 1):
        text = make_question_text(text=f"Question {number} ?", text_en=f"Question {number}?")
        write_question(bank.slug, text=text, by=by, at=NOON)
    kept: dict[str, object] = {"title": "Les codes", "title_en": "Codes", **facts}
    return write_quiz(
        facts=QuizFacts(slug=slug, unit_id=unit.pk, bank_slug=bank.slug, **kept),  # type: ignore[arg-type]  # facts of a test
        by=by,
        at=NOON,
    )


def make_course(
    *,
    by: Person,
    unit: Unit,
    slug: str = "securite",
    lessons: int = 2,
    quiz: Quiz | None = None,
    published: bool = True,
    **facts: object,
) -> Course:
    """Return a course with its lessons, published unless said otherwise."""
    said: dict[str, object] = {"title": "Sécurité", "title_en": "Security", **facts}
    course = create_course(
        facts=CourseFacts(slug=slug, unit_id=unit.pk, owner_id=by.pk, **said),  # type: ignore[arg-type]  # facts of a test
        by=by,
        at=NOON,
    )
    start_draft(course.pk, by=by, at=NOON)
    for number in range(1, lessons + 1):
        text = LessonText(
            title=f"Leçon {number}",
            title_en=f"Lesson {number}",
            text="Un mot de passe **long**.",
            text_en="A **long** password.",
        )
        write_lesson(course.pk, text=text, by=by, at=NOON)
    if quiz is not None:
        update_draft(course.pk, quiz_id=quiz.pk, changes="", changes_en="", by=by, at=NOON)
    if published:
        publish_version(course.pk, by=by, at=NOON)
    return course


def make_session(course: Course, *, by: Person, unit: Unit) -> Session:
    """Return a session of a course in a year, to which its trainer is invited."""
    begins = now() + timedelta(days=365)
    facts = SessionFacts(
        kind="live",
        unit_id=unit.pk,
        trainer_id=by.pk,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        time_zone="Europe/Paris",
        place="Salle 4",
    )
    session = plan_session(course.pk, facts=facts, by=by, at=now())
    Place.objects.create(session=session, person=by, status="invited", asked_at=NOON)
    return session


def make_resource(*, by: Person, unit: Unit) -> Resource:
    """Return a resource of the library of a unit."""
    day = now().date() + timedelta(days=90)
    facts = ResourceFacts(
        title="Fiche", text="Un mot.", unit_id=unit.pk, owner_id=by.pk, review_on=day
    )
    return write_resource(facts=facts, by=by, at=now())
