"""Quizzes: what cannot be asked is refused, what was asked can be read again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gouvernail.people.models import Person, Unit
from gouvernail.training import actions
from gouvernail.training.actions.banks import refuse_question
from gouvernail.training.errors import (
    AnswerInvalidError,
    AttemptStateError,
    NoAttemptLeftError,
    QuestionInvalidError,
)
from gouvernail.training.models import Attempt, Question, Quiz
from gouvernail.training.queries.drawing import Asking, drawn, is_right, passes
from tests.make.training import NOON, TRUE, make_question_text, make_quiz

C = actions.Choice


@pytest.fixture
def quiz(claire: Person, nordet: Unit) -> Quiz:
    return make_quiz(by=claire, unit=nordet, attempts_max=2, wait_hours=4)


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"choices": (C(text="Un"), C(text="Deux"))}, "choices"),
        ({"choices": (C(text="Un", right=True), C(text="Deux", right=True))}, "choices"),
        (
            {"kind": "several", "choices": (C(text="a", right=True), C(text="b", right=True))},
            "choices",
        ),
        ({"choices": (C(text="Un", right=True), C(text="un"))}, "choices"),
        ({"kind": "order", "choices": (C(text="Un"), C(text="Deux"))}, "choices"),
        ({"explanation": " "}, "explanation"),
        ({"text": ""}, "text"),
        ({"kind": "essay"}, "kind"),
    ],
)
def test_a_question_nobody_can_learn_from_is_refused_at_its_place(
    fault: dict[str, Any], field: str
) -> None:
    with pytest.raises(QuestionInvalidError) as refused:
        refuse_question(make_question_text(**fault))

    assert field in refused.value.fields


def test_the_seed_draws_the_same_questions_again() -> None:
    bank = [
        Asking(
            id=str(number),
            kind="single",
            text=f"{number}?",
            explanation="",
            options=(("a", "A", True), ("b", "B", False), ("c", "C", False)),
        )
        for number in range(12)
    ]

    once = drawn(bank, number=5, seed="7f")

    assert drawn(bank, number=5, seed="7f") == once
    assert len({one["id"] for one in once}) == 5
    assert drawn(bank, number=5, seed="80") != once
    assert [one["id"] for one in drawn(bank, number=0, seed="7f")] == [str(n) for n in range(12)]


def test_an_answer_is_right_as_a_whole() -> None:
    several = {"kind": "several", "right": ["a", "c"]}
    order = {"kind": "order", "right": ["a", "b", "c"]}

    assert is_right(several, ["c", "a"])
    assert not is_right(several, ["a"])
    assert is_right(order, ["a", "b", "c"])
    assert not is_right(order, ["b", "a", "c"])
    assert passes(4, 5, pass_percent=80)
    assert not passes(2, 3, pass_percent=67)


def test_an_attempt_keeps_the_words_it_was_asked_in(
    quiz: Quiz, claire: Person, nina: Person
) -> None:
    attempt = actions.start_attempt(quiz.pk, by=nina, at=NOON)
    question = Question.objects.order_by("position").first()
    assert question is not None
    text = make_question_text(kind="true_false", text="Réécrite ?", choices=TRUE)
    actions.write_question("codes", text=text, question_id=question.pk, by=claire, at=NOON)

    for place, asked in enumerate(attempt.questions):
        actions.answer_question(attempt.pk, place=place, given=asked["right"], by=nina, at=NOON)

    attempt.refresh_from_db()
    assert attempt.questions[0]["text"].startswith("Question 1")
    assert (attempt.passed, attempt.score_percent, len(attempt.digest)) == (True, 100, 64)


def test_what_was_not_offered_and_a_second_answer_are_refused(quiz: Quiz, nina: Person) -> None:
    attempt = actions.start_attempt(quiz.pk, by=nina, at=NOON)
    for given in ([], ["z"], ["a", "b"]):
        with pytest.raises(AnswerInvalidError):
            actions.answer_question(attempt.pk, place=0, given=given, by=nina, at=NOON)
    actions.answer_question(attempt.pk, place=0, given=["a"], by=nina, at=NOON)

    with pytest.raises(AttemptStateError):
        actions.answer_question(attempt.pk, place=0, given=["b"], by=nina, at=NOON)


def fail(quiz: Quiz, person: Person, hours: int) -> Attempt:
    at = NOON + timedelta(hours=hours)
    attempt = actions.start_attempt(quiz.pk, by=person, at=at)
    for place in range(len(attempt.questions)):
        attempt = actions.answer_question(attempt.pk, place=place, given=["a"], by=person, at=at)
    return attempt


def test_attempts_wait_and_run_out(quiz: Quiz, nina: Person) -> None:
    assert not fail(quiz, nina, 0).passed
    with pytest.raises(NoAttemptLeftError):
        fail(quiz, nina, 3)
    fail(quiz, nina, 5)

    with pytest.raises(NoAttemptLeftError):
        fail(quiz, nina, 50)


def test_a_learner_answers_one_question_a_screen_and_reads_why(
    client: Client, claire: Person, nordet: Unit, nina: Person
) -> None:
    quiz = make_quiz(by=claire, unit=nordet, slug="ordre", questions=1)
    lines = tuple(C(text=word, text_en=word) for word in ("One", "Two", "Three"))
    actions.write_question(
        "ordre", text=make_question_text(kind="order", choices=lines), by=claire, at=NOON
    )
    client.force_login(nina)
    assert client.get("/quizzes/ordre/?next=/policies/").status_code == 200
    address = client.post("/quizzes/ordre/start").headers["Location"]

    refused = client.post(address, {"place": 0})
    assert (refused.status_code, "Choose an answer." in refused.text) == (422, True)
    why = client.post(address, {"place": 0, "answer": "a"}, follow=True).text
    assert "Not quite." in why
    assert "A code is given to nobody." in why
    places = {"place": 1, "at_a": 1, "at_b": 1, "at_c": 2}
    assert client.post(address, places).status_code == 422
    client.post(address, places | {"at_b": 2, "at_c": 3})

    attempt = Attempt.objects.get(quiz=quiz)
    assert (attempt.score_percent, attempt.passed) == (50, False)
    assert "Not passed this time" in client.get(address).text


def test_a_question_without_a_right_answer_comes_back_with_what_was_typed(
    client: Client, quiz: Quiz, claire: Person
) -> None:
    client.force_login(claire)
    assert client.get("/question-banks/").status_code == 200
    assert client.get("/question-banks/codes/questions/?kind=true_false").status_code == 200
    sent = {"kind": "single", "text": "Que faire ?", "explanation": "Parce que."}
    sent |= {"choice_0": "Rien", "choice_1": "Prévenir"}

    refused = client.post("/question-banks/codes/questions/", sent)

    assert refused.status_code == 422
    assert "Say which choice is right." in refused.text
    assert "Prévenir" in refused.text
    kept = client.post("/question-banks/codes/questions/", sent | {"right_1": "on"}, follow=True)
    assert "Que faire ?" in kept.text


def test_what_is_asked_is_not_called_optional_and_a_quiz_says_how_long_it_is(
    client: Client, quiz: Quiz, claire: Person, nina: Person
) -> None:
    client.force_login(nina)
    before = client.get("/quizzes/codes/").text
    asked = client.post("/quizzes/codes/start", follow=True).text
    assert "About 1 min." in before
    assert "optional" not in asked
    client.force_login(claire)

    form = client.get("/question-banks/codes/questions/").text

    words = ("text", "explanation", "choice_0", "choice_1", "choice_2")
    labels = [form.split(f'for="id_{name}"')[1].split("</label>")[0] for name in words]
    assert ["optional" in label for label in labels] == [False, False, False, False, True]
