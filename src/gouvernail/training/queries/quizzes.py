"""Banks and quizzes as lists, and attempts read again."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, scope
from gouvernail.training.errors import AttemptNotFoundError
from gouvernail.training.models import Attempt, Bank, Question, Quiz
from gouvernail.training.permissions import offered, visible_banks
from gouvernail.training.queries.drawing import is_right

SECONDS_A_QUESTION: Final = 30
"""What one question takes to read, to answer and to have explained: what our courses are told by.

Announced as "about", and rounded up to a minute: no figure rests on it.
"""
LIVE = Q(questions__retired_at__isnull=True)


def banks_for_list(viewer: Person) -> QuerySet[Bank]:
    """Return the banks `viewer` may use, each with `live`, its questions asked. One query."""
    rows = visible_banks(viewer).filter(archived_at__isnull=True).select_related("unit")
    return rows.annotate(live=Count("questions", filter=LIVE)).order_by(by_title(), "pk")


def quizzes_for_choice(viewer: Person) -> QuerySet[Quiz]:
    """Return the quizzes `viewer` may end a course with or ask before a signature. One query."""
    if not may(viewer, Right.EDIT_TRAINING):
        return Quiz.objects.none()
    rows = Quiz.objects.filter(offered(viewer), archived_at__isnull=True)
    return rows.select_related("bank", "unit").order_by(by_title(), "pk")


@dataclass(frozen=True, slots=True)
class Length:
    """How many questions a quiz asks, and about how many minutes they take."""

    questions: int
    minutes: int


def length_of(quiz: Quiz, *, live: int) -> Length:
    """Return how long a quiz is whose bank holds `live` questions. No query."""
    questions = min(quiz.draw, live) or live
    return Length(questions, -(-questions * SECONDS_A_QUESTION // 60))


def questions_of(bank: Bank) -> QuerySet[Question]:
    """Return the questions of a bank, those taken out last. One query."""
    return bank.questions.order_by("retired_at", "position", "pk")


def attempts_at(quiz: Quiz, person: Person) -> QuerySet[Attempt]:
    """Return somebody's attempts at a quiz, latest first. One query when iterated."""
    return Attempt.objects.filter(quiz=quiz, person=person).order_by("-number")


def attempt_of(attempt_id: UUID, *, viewer: Person) -> Attempt:
    """Return one's own attempt, or that of somebody whose training one may see, its quiz loaded.

    Raises:
        AttemptNotFoundError: missing or hidden. One query and the grants.
    """
    theirs = scope(viewer, Right.SEE_TRAINING, "person__home_unit__path") & Q(
        ended_at__isnull=False
    )
    rows = Attempt.objects.filter(Q(person=viewer) | theirs)
    rows = rows.select_related("quiz", "person", "version__course")
    attempt = rows.filter(pk=attempt_id).first()
    if attempt is None:
        raise AttemptNotFoundError
    return attempt


@dataclass(frozen=True, slots=True)
class Reread:
    """One question of an attempt as it was asked and answered.

    `options` are `(text, chosen, right, place)`; `place` is its place in a right order, else 0.
    """

    place: int
    kind: str
    text: str
    explanation: str
    options: list[tuple[str, bool, bool, int]]
    given: list[str]
    is_right: bool
    was_answered: bool


def reread(attempt: Attempt, place: int) -> Reread:
    """Return a question of an attempt with its answer, from what the attempt kept. No query."""
    asked: dict[str, Any] = attempt.questions[place]
    given = list(attempt.answers.get(str(place), ()))
    in_order = asked["kind"] == Question.Kind.ORDER
    places = {key: at for at, key in enumerate(asked["right"], start=1)} if in_order else {}
    shown = asked["options"]
    if in_order and given:  # as they were put, from first to last
        shown = sorted(shown, key=lambda one: given.index(one["key"]))
    return Reread(
        place=place,
        kind=asked["kind"],
        text=asked["text"],
        explanation=asked["explanation"],
        options=[
            (
                one["text"],
                one["key"] in given,
                one["key"] in asked["right"],
                places.get(one["key"], 0),
            )
            for one in shown
        ],
        given=given,
        is_right=is_right(asked, given),
        was_answered=bool(given),
    )


def next_place(attempt: Attempt) -> int:
    """Return the place of the first question without an answer; their number when none is left."""
    total = len(attempt.questions)
    return next((at for at in range(total) if str(at) not in attempt.answers), total)
