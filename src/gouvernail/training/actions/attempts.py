"""Attempts at a quiz: drawn, answered one question at a time, marked at the end."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.training.actions.certifying import Finished, finish
from gouvernail.training.errors import (
    AnswerInvalidError,
    AttemptNotFoundError,
    AttemptStateError,
    LessonsLeftError,
    NoAttemptLeftError,
    QuizInvalidError,
)
from gouvernail.training.models import Attempt, CourseVersion, Question, Quiz
from gouvernail.training.models.certificates import How
from gouvernail.training.models.courses import localised
from gouvernail.training.permissions import visible_course, visible_quiz
from gouvernail.training.queries.drawing import Asking, drawn, is_answer, passes, score
from gouvernail.training.queries.learning import refuse_what_is_left, standing_of_attempts

OVER: Final = timedelta(days=2)
"""An attempt left this long is marked as it stands when the next one begins."""


@action("training.start_attempt")
def start_attempt(
    quiz_id: UUID, *, by: Person, at: datetime, course_id: UUID | None = None
) -> Attempt:
    """Begin an attempt, or go on with the one under way; `course_id`: the quiz ends that course.

    Raises:
        QuizNotFoundError, CourseNotFoundError: missing, or hidden from `by`.
        LessonsLeftError: lessons of the course are not read, or its scenarios not passed.
        NoAttemptLeftError: every attempt was used, or it is too early.
        QuizInvalidError: its bank holds no question.
    """
    quiz = visible_quiz(viewer=by, quiz_id=quiz_id)
    version = _version(quiz, course_id, by=by) if course_id else None
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    going = Attempt.objects.filter(quiz=quiz, person=by, ended_at__isnull=True).first()
    if going is not None:
        if at - going.started_at < OVER and going.version == version:
            return going
        _end(going, by=by, at=at)
    standing = standing_of_attempts(quiz, by, at=at)
    if standing.why:
        raise NoAttemptLeftError(standing.why)
    questions = _askings(quiz)
    if not questions:
        raise QuizInvalidError({"quiz": _("This quiz has no question yet.")})
    seed = secrets.token_hex(16)
    last = Attempt.objects.filter(quiz=quiz, person=by).aggregate(last=Max("number"))["last"] or 0
    attempt = Attempt.objects.create(
        quiz=quiz,
        version=version,
        person=by,
        number=last + 1,
        seed=seed,
        language=get_language() or "",
        questions=drawn(questions, number=quiz.draw, seed=seed),
        pass_percent=quiz.pass_percent,
        started_at=at,
    )
    record(actor=by, verb="quiz_attempt.started", subject=attempt, at=at)
    return attempt


def _version(quiz: Quiz, course_id: UUID, *, by: Person) -> CourseVersion:
    course = visible_course(viewer=by, course_id=course_id, archived=False)
    version = course.versions.filter(status=CourseVersion.Status.PUBLISHED, quiz=quiz).first()
    if version is None:
        raise LessonsLeftError(to=reverse("training:course-detail", args=[course.slug]))
    refuse_what_is_left(course, version, by)
    return version


def _askings(quiz: Quiz) -> list[Asking]:
    """Return the live questions of a bank in the reader's language. One query."""
    rows = Question.objects.filter(bank=quiz.bank_id, retired_at__isnull=True)
    return [
        Asking(
            id=str(one.pk),
            kind=one.kind,
            text=one.label,
            explanation=localised(one.explanation, one.explanation_en),
            options=tuple(
                (each["key"], localised(each["text"], each["text_en"]), bool(each["right"]))
                for each in one.options
            ),
        )
        for one in rows.order_by("position", "pk")
    ]


def own_attempt(attempt_id: UUID, *, by: Person) -> Attempt:
    """Return one's own attempt, locked, its quiz loaded. Inside an action.

    Raises:
        AttemptNotFoundError: missing, or somebody else's.
    """
    rows = Attempt.objects.select_for_update(of=("self",)).select_related(
        "quiz__unit", "version__course__unit"
    )
    attempt = rows.filter(pk=attempt_id, person=by).first()
    if attempt is None:
        raise AttemptNotFoundError
    return attempt


@action("training.answer_question")
def answer_question(
    attempt_id: UUID, *, place: int, given: Sequence[str], by: Person, at: datetime
) -> Attempt:
    """Answer one question of an attempt, once; the last answer ends and marks it.

    Raises:
        AttemptNotFoundError: missing, or somebody else's.
        AttemptStateError: it is over, or this question was answered.
        AnswerInvalidError: nothing was chosen, or something that was not offered.
    """
    attempt = own_attempt(attempt_id, by=by)
    if attempt.ended_at is not None:
        raise AttemptStateError(_("This attempt is over."))
    if not 0 <= place < len(attempt.questions):
        raise AnswerInvalidError(_("This question is not one of them."))
    if str(place) in attempt.answers:
        raise AttemptStateError(_("You have answered this question already."))
    if not is_answer(attempt.questions[place], given):
        raise AnswerInvalidError(_say_what_lacks(attempt.questions[place]["kind"]))
    attempt.answers = {**attempt.answers, str(place): list(given)}
    attempt.save(update_fields=("answers",))
    if len(attempt.answers) == len(attempt.questions):
        _end(attempt, by=by, at=at)
    return attempt


def _say_what_lacks(kind: str) -> str:
    if kind == Question.Kind.ORDER:
        return _("Give each line its own place, from first to last.")
    if kind == Question.Kind.SEVERAL:
        return _("Choose at least one answer.")
    return _("Choose an answer.")


def _end(attempt: Attempt, *, by: Person, at: datetime) -> None:
    right, total = score(attempt.questions, attempt.answers), len(attempt.questions)
    attempt.ended_at = at
    attempt.score_percent = right * 100 // total
    attempt.passed = passes(right, total, pass_percent=attempt.pass_percent)
    attempt.digest = sha256_hex(
        canonical({"questions": attempt.questions, "answers": attempt.answers})
    )
    attempt.save()
    record(actor=by, verb="quiz_attempt.ended", subject=attempt, at=at, digest=attempt.digest)
    if attempt.passed and attempt.version is not None:
        finished = Finished(
            how=How.ONLINE,
            attempt=attempt,
            version=attempt.version,
            score_percent=attempt.score_percent,
        )
        finish(attempt.version.course, attempt.person, finished, by=by, at=at)
