"""Banks of questions, and the quizzes that draw from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit
from gouvernail.training.errors import QuestionInvalidError, QuizInvalidError, QuizNotFoundError
from gouvernail.training.models import Bank, Question, Quiz
from gouvernail.training.permissions import require_editor, visible_bank, visible_quiz

LEAST: Final = 2
LEAST_TO_ORDER: Final = 3
MOST: Final = 8
TEXT_LIMIT: Final = 2_000
KEYS: Final = "abcdefgh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer offered, in both languages; `right`: it belongs to the right answer."""

    text: str
    text_en: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionText:
    """A question, its choices in the order shown (the right one, for `order`), and why."""

    kind: str
    text: str
    explanation: str
    choices: Sequence[Choice]
    text_en: str = ""
    explanation_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizFacts:
    """How a bank is asked. `draw` 0: all of it; `attempts_max` 0: as often as one likes."""

    slug: str
    title: str
    unit_id: UUID
    bank_slug: str
    title_en: str = ""
    draw: int = 0
    pass_percent: int = 80
    attempts_max: int = 0
    wait_hours: int = 0


@action("training.create_bank")
def create_bank(
    *, slug: str, title: str, title_en: str, unit_id: UUID, by: Person, at: datetime
) -> Bank:
    """Create a bank without questions.

    Raises:
        QuizInvalidError: no title, or a short name that is taken.
        UnitNotFoundError, RightMissingError: nothing was made.
    """
    unit = visible_unit(unit_id, viewer=by)
    require_editor(by, unit)
    wrong: dict[str, str] = {}
    if not title.strip():
        wrong["title"] = _("Give it a title.")
    if Bank.objects.filter(slug=slug).exists():
        wrong["slug"] = _("Another bank has this short name.")
    if wrong:
        raise QuizInvalidError(wrong)
    bank = Bank.objects.create(
        slug=slug, title=title.strip(), title_en=title_en.strip(), unit=unit, created_at=at
    )
    record(actor=by, verb="question_bank.created", subject=bank, at=at)
    return bank


@action("training.write_question")
def write_question(
    bank_slug: str,
    *,
    text: QuestionText,
    by: Person,
    at: datetime,
    question_id: UUID | None = None,
) -> Question:
    """Write a question; attempts under way keep the words they were asked in.

    Raises:
        QuizNotFoundError, RightMissingError: nothing was written.
        QuestionInvalidError: nothing is right, all of it is, or it does not say why.
    """
    bank = visible_bank(viewer=by, slug=bank_slug)
    require_editor(by, bank.unit)
    refuse_question(text)
    if question_id is None:
        last = bank.questions.aggregate(last=Max("position"))["last"] or 0
        question = Question(bank=bank, position=last + 1)
    else:
        question = _question(bank, question_id)
    question.kind = text.kind
    question.text, question.text_en = text.text.strip(), text.text_en.strip()
    question.explanation = text.explanation.strip()
    question.explanation_en = text.explanation_en.strip()
    question.options = [
        {
            "key": key,
            "text": one.text.strip(),
            "text_en": one.text_en.strip(),
            "right": one.right and text.kind != Question.Kind.ORDER,
        }
        for key, one in zip(KEYS, text.choices, strict=False)
    ]
    question.save()
    record(actor=by, verb="question.written", subject=question, at=at)
    return question


def refuse_question(text: QuestionText) -> None:
    """Refuse a question that nobody can answer rightly, or learn from.

    Raises:
        QuestionInvalidError: each fault beside its input.
    """
    wrong: dict[str, str] = {}
    if text.kind not in Question.Kind.values:
        wrong["kind"] = _("Choose a kind of the list.")
    if not text.text.strip():
        wrong["text"] = _("Write the question.")
    if not text.explanation.strip():
        wrong["explanation"] = _("Say why: this is what people learn from a mistake.")
    if len(text.text) > TEXT_LIMIT or len(text.explanation) > TEXT_LIMIT:
        wrong["text"] = _("At most %(most)s characters, please.") % {"most": TEXT_LIMIT}
    fault = _fault_of_choices(text)
    if fault:
        wrong["choices"] = fault
    if wrong:
        raise QuestionInvalidError(wrong)


def _fault_of_choices(text: QuestionText) -> str:
    words = [one.text.strip().casefold() for one in text.choices]
    least = LEAST_TO_ORDER if text.kind == Question.Kind.ORDER else LEAST
    if len(words) < least or not all(words):
        return _("Write at least %(least)s choices.") % {"least": least}
    if len(words) > MOST:
        return _("At most %(most)s choices, please.") % {"most": MOST}
    if len(set(words)) != len(words):
        return _("Two choices say the same.")
    return "" if text.kind == Question.Kind.ORDER else _fault_of_right(text)


def _fault_of_right(text: QuestionText) -> str:
    right = sum(one.right for one in text.choices)
    if right == 0:
        return _("Say which choice is right.")
    if right == len(text.choices):
        return _("Every choice is right: there is nothing to ask. Add a wrong one.")
    if right > 1 and text.kind != Question.Kind.SEVERAL:
        return _("Only one choice may be right in this kind of question.")
    return ""


@action("training.retire_question")
def retire_question(
    bank_slug: str, *, question_id: UUID, retired: bool, by: Person, at: datetime
) -> Question:
    """Ask a question no more, or again; what was answered stays.

    Raises:
        QuizNotFoundError, RightMissingError: nothing was changed.
    """
    bank = visible_bank(viewer=by, slug=bank_slug)
    require_editor(by, bank.unit)
    question = _question(bank, question_id)
    if (question.retired_at is not None) == retired:
        return question
    question.retired_at = at if retired else None
    question.save(update_fields=("retired_at",))
    verb = "question.retired" if retired else "question.restored"
    record(actor=by, verb=verb, subject=question, at=at)
    return question


def _question(bank: Bank, question_id: UUID) -> Question:
    question = bank.questions.select_for_update().filter(pk=question_id).first()
    if question is None:
        raise QuizNotFoundError
    return question


@action("training.write_quiz")
def write_quiz(*, facts: QuizFacts, by: Person, at: datetime, quiz_id: UUID | None = None) -> Quiz:
    """Create a quiz, or change how it is asked from the next attempt on.

    Raises:
        QuizNotFoundError, UnitNotFoundError, RightMissingError: nothing was changed.
        QuizInvalidError: a field cannot be taken.
    """
    unit = visible_unit(facts.unit_id, viewer=by)
    require_editor(by, unit)
    bank = visible_bank(viewer=by, slug=facts.bank_slug)
    if quiz_id is None:
        quiz = Quiz(created_at=at)
    else:
        quiz = visible_quiz(viewer=by, quiz_id=quiz_id)
        require_editor(by, quiz.unit)
    wrong = _wrong(quiz, facts)
    if wrong:
        raise QuizInvalidError(wrong)
    quiz.unit, quiz.bank, quiz.slug = unit, bank, facts.slug
    quiz.title, quiz.title_en = facts.title.strip(), facts.title_en.strip()
    quiz.draw, quiz.pass_percent = facts.draw, facts.pass_percent
    quiz.attempts_max, quiz.wait_hours = facts.attempts_max, facts.wait_hours
    quiz.save()
    record(actor=by, verb="quiz.updated" if quiz_id else "quiz.created", subject=quiz, at=at)
    return quiz


def _wrong(quiz: Quiz, facts: QuizFacts) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not facts.title.strip():
        wrong["title"] = _("Give it a title.")
    if facts.slug == "new" or Quiz.objects.filter(slug=facts.slug).exclude(pk=quiz.pk).exists():
        wrong["slug"] = _("Another quiz has this short name.")
    if not 1 <= facts.pass_percent <= 100:  # noqa: PLR2004 -- percent
        wrong["pass_percent"] = _("Between 1 and 100.")
    return wrong
