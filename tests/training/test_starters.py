"""The courses to start from: whole in both languages, every answer explained, well typeset."""

import runpy
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from gouvernail.training import starters
from gouvernail.training.starters import (
    Both,
    StarterCourse,
    StarterError,
    read_course,
    read_scenario,
    starter_course,
    starter_courses,
    starter_scenarios,
)

TYPOGRAPHY = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "french.py"))
COURSES = starter_courses()
COURSE = """title.fr = "Titre"
title.en = "Title"
summary.fr = "Ce que l’on apprend"
summary.en = "What one learns"
minutes = 5
months_valid = 12
pass_mark = 80
lessons = ["one"]
"""
QUESTION = """
[[question]]
slug = "why"
kind = "single"
lesson = "one"
words = { fr = "Pourquoi ?", en = "Why?" }
choices = [{ right = true, fr = "Oui", en = "Yes" }, { fr = "Non", en = "No" }]
explanation = { fr = "Car.", en = "Because." }
"""


def pairs_in(value: object) -> Iterator[Both]:
    if isinstance(value, dict) and set(value) == {"fr", "en"} and isinstance(value["fr"], str):
        yield Both(value["fr"], value["en"])
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from pairs_in(each)


def faults_of(words: Both) -> Iterator[str]:
    found: Callable[..., Iterator[str]] = TYPOGRAPHY["faults"]
    for text, rules in ((words.fr, "FRENCH"), (words.en, "ENGLISH")):
        yield from (f"{one}: {text[:60]}" for one in found(text, TYPOGRAPHY[f"FAULTS_OF_{rules}"]))


def said(course: StarterCourse) -> Iterator[Both]:
    yield from (course.title, course.summary)
    for lesson in course.lessons:
        yield from (lesson.title, lesson.text)
    for question in course.questions:
        yield from (question.words, question.explanation)
        yield from (choice.text for choice in question.choices)


def test_the_courses_cover_what_is_asked_of_everyone() -> None:
    assert [course.slug for course in COURSES] == [
        *("brand", "etiquette", "comments", "confidentiality", "security"),
        *("personal", "crisis", "fairness"),
    ]
    assert starter_course("security").title == Both("La sécurité des comptes", "Account security")


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.slug)
def test_a_course_is_short_lessons_and_enough_questions(course: StarterCourse) -> None:
    assert 4 <= len(course.lessons) <= 7
    assert 10 <= len(course.questions) <= 16
    assert all(2 <= lesson.minutes <= 4 for lesson in course.lessons)
    assert {question.lesson for question in course.questions} == {
        lesson.slug for lesson in course.lessons
    }


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.slug)
def test_both_languages_say_as_much_and_are_well_typeset(course: StarterCourse) -> None:
    faults: list[str] = []
    for words in said(course):
        faults += faults_of(words)
        if len(words.fr) > 200 and not 0.75 < len(words.en) / len(words.fr) < 1.1:
            faults.append(f"one language says more: {words.fr[:60]}")
    for lesson in course.lessons:
        shapes = {
            (text.count("\n## "), text.count("\n- "), text.count("\n1. "))
            for text in (lesson.text.fr, lesson.text.en)
        }
        if len(shapes) > 1:
            faults.append(f"{lesson.slug}: other headings or lists, {shapes}")

    assert faults == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("right = true, ", ""), "no_right_answer"),
        (('{ fr = "Non"', '{ right = true, fr = "Non"'), "no_right_answer"),
        ((', { fr = "Non", en = "No" }', ""), "few_choices"),
        (('"single"', '"essay"'), "unknown_kind"),
        (('lesson = "one"', 'lesson = "two"'), "unknown_lesson"),
        ((', en = "Because."', ""), "missing"),
        (('"Because."', '" "'), "bad_value"),
        (("minutes = 5", "minutes = true"), "bad_value"),
        (("pass_mark", "pass_marks = 3\npass_mark"), "unknown_key"),
        (('slug = "why"', 'slug = "Why?"'), "bad_slug"),
        ((QUESTION, QUESTION + QUESTION), "repeated_slug"),
    ],
)
def test_a_course_that_does_not_hold_together_says_where(
    tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for language in ("fr", "en"):
        (folder / f"one.{language}.md").write_text("# One\n\nText.\n", encoding="utf-8")
    whole = folder / "course.toml"
    whole.write_text(COURSE + QUESTION, encoding="utf-8")
    assert read_course(folder).questions[0].choices[0].right

    whole.write_text((COURSE + QUESTION).replace(*change), encoding="utf-8")

    with pytest.raises(StarterError) as refused:
        read_course(folder)
    assert refused.value.code == code
    assert refused.value.place.startswith("mine")


def test_a_lesson_without_its_translation_or_title_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "course.toml").write_text(COURSE + QUESTION, encoding="utf-8")
    (folder / "one.fr.md").write_text("# Une\n\nTexte.\n", encoding="utf-8")

    with pytest.raises(StarterError, match=r"missing at mine/one\.en"):
        read_course(folder)

    (folder / "one.en.md").write_text("Text without a title.\n", encoding="utf-8")

    with pytest.raises(StarterError, match=r"no_title at mine/one\.en"):
        read_course(folder)


def test_there_are_scenarios_of_each_kind_well_typeset() -> None:
    scenarios = starter_scenarios()

    assert {one.kind for one in scenarios} == {"answer", "impostor", "queue"}
    assert len({one.slug for one in scenarios}) == len(scenarios)
    texts = [
        words for one in scenarios for words in (one.title, one.story, *pairs_in(dict(one.content)))
    ]
    assert [fault for words in texts for fault in faults_of(words)] == []


def test_a_scenario_that_nobody_could_fail_is_refused(tmp_path: Path) -> None:
    whole = files(starters).joinpath("scenarios", "flood.toml").read_text("utf-8")
    file = tmp_path / "flood.toml"
    file.write_text(whole.replace("hurts = true", "hurts = false"), encoding="utf-8")

    with pytest.raises(StarterError, match="nothing_to_find at flood"):
        read_scenario(file)
