"""The quiz that comes before a signature."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from gouvernail.people.models import Person
from gouvernail.signing.models import Campaign
from gouvernail.training.models import Question, Quiz
from gouvernail.training.models.courses import localised
from gouvernail.training.queries import quiz_passed

SECONDS_A_QUESTION: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizBefore:
    """The questions of one campaign, and whether its reader has answered them well enough.

    `number`: how many are asked at once; 0 once passed.
    """

    quiz: Quiz
    is_passed: bool
    number: int = 0

    @property
    def minutes(self) -> int:
        """Return about how long it takes, at least a minute."""
        return max(1, round(self.number * SECONDS_A_QUESTION / 60))


def quizzes_to_choose() -> list[tuple[UUID, str]]:
    """Return the quizzes in use and their titles in the reader's language. One query."""
    return [(one.pk, one.label) for one in Quiz.objects.filter(archived_at__isnull=True)]


@dataclass(frozen=True, slots=True)
class Aloud:
    """One question as whoever asks it aloud reads it; `answers` are `(text, is_right)`."""

    text: str
    answers: list[tuple[str, bool]]


def questions_to_ask(campaign: Campaign) -> list[Aloud]:
    """Return the questions of a campaign in the reader's language, to be asked aloud. One query.

    All that are live: who reads them out chooses as many as the quiz draws.
    """
    if campaign.quiz_id is None:
        return []
    rows = Question.objects.filter(bank__quizzes=campaign.quiz_id, retired_at__isnull=True)
    return [
        Aloud(
            one.label,
            [
                (localised(each["text"], each["text_en"]), bool(each["right"]))
                for each in one.options
            ],
        )
        for one in rows.order_by("position", "pk")
    ]


def quiz_before(campaign: Campaign, person: Person) -> QuizBefore | None:
    """Return the quiz `person` passes before signing, None where there is none. Three queries.

    Passed before the campaign opened does not count: the text was another.
    """
    if campaign.quiz_id is None:
        return None
    quiz = Quiz.objects.filter(pk=campaign.quiz_id).first()
    if quiz is None:
        return None
    passed = quiz_passed(person.pk, quiz.pk, since=campaign.opened_at)
    if passed:
        return QuizBefore(quiz=quiz, is_passed=True)
    live = Question.objects.filter(bank=quiz.bank_id, retired_at__isnull=True).count()
    return QuizBefore(quiz=quiz, is_passed=False, number=min(quiz.draw or live, live))
