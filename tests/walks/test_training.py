"""A course from a desk to a phone: an employee learns it, errs, reads why, passes."""

import pytest
from playwright.sync_api import Page, expect

from gouvernail.people.models import Person, Unit
from gouvernail.training.models import Attempt, Certificate, Course, Quiz
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow
from tests.make.training import make_quiz
from tests.walks.setting import speak
from tests.walks.words import Words, words

LESSON = "Un code reçu par SMS ne se donne **à personne**."


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_course_goes_from_a_desk_to_a_certificate_on_a_phone(
    visit: Visitor, claire: Person, nina: Person, nordet: Unit, energy: Unit, language: str
) -> None:
    say = words(language)
    speak(language, claire, nina)
    nina.home_unit = energy
    nina.save()
    quiz = make_quiz(by=claire, unit=nordet, questions=2)
    desk = visit("/courses/new/", as_=claire, language=language)
    _write(desk, quiz, say)
    _ask(desk, energy, say, title="Les codes" if language == "fr" else "Codes")

    phone = visit("/learning/", as_=nina, width=390, language=language)
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Open", of="course"), exact=True).click()
    _read(phone, say)
    _fail_once(phone, say)
    _pass(phone, say)

    code = Certificate.objects.get(person=nina).code
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("See my certificate")).click()
    expect(phone.locator(".t-code").first).to_have_text(code)
    assert overflow(phone) == 0
    stranger = visit(f"/certificates/check/{code}/", width=390, language=language)
    expect(stranger.locator(".t-name")).to_have_text(nina.name)
    assert all("422" in complaint for complaint in visit.complaints)  # the two refusals above
    visit.complaints.clear()


def _write(desk: Page, quiz: Quiz, say: Words) -> None:
    """Create a course, write its lesson, end it with a quiz, publish it."""
    desk.locator("[name=title]").fill("Les codes")
    desk.locator("[name=title_en]").fill("Codes")
    desk.locator("[name=slug]").fill("codes")
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Keep"), exact=True).click()
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Start writing")).click()
    with desk.expect_navigation():
        desk.get_by_role("link", name=say("Write the first one")).click()
    desk.locator("[name=title]").fill("Ne jamais donner un code")
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Keep the lesson")).click()
    expect(desk.locator("#id_text_error")).to_be_visible()
    desk.locator("[name=text]").fill(LESSON)
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Keep the lesson")).click()
    desk.locator("[name=quiz]").select_option(str(quiz.pk))
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Keep"), exact=True).click()
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Publish", of="course")).click()
    expect(desk.locator("h1")).to_be_visible()


def _ask(desk: Page, unit: Unit, say: Words, *, title: str) -> None:
    """Ask the course of a unit."""
    course = Course.objects.get(slug="codes")
    desk.goto(f"/training/asked/?course={course.pk}")
    desk.locator("[name=unit]").select_option(str(unit.pk))
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Ask them", of="training")).click()
    expect(desk.locator("section[aria-labelledby=going]")).to_contain_text(title)


def _read(phone: Page, say: Words) -> None:
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Begin"), exact=True).click()
    expect(phone.locator(".t-text strong")).to_have_text("à personne")
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("I have read it: to the end")).click()


def _answer(phone: Page, key: str, say: Words) -> None:
    phone.locator(f"input[name=answer][value={key}]").check()
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Answer", of="quiz")).click()


def _fail_once(phone: Page, say: Words) -> None:
    """Answer one question wrongly, read why, and see the result."""
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Take the quiz"), exact=True).click()
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Answer", of="quiz")).click()
    expect(phone.locator(".g-error")).to_be_visible()
    _answer(phone, "a", say)
    expect(phone.locator("h1")).to_have_text(say("Not quite."))
    expect(phone.locator(".t-why")).to_contain_text(
        Attempt.objects.get().questions[0]["explanation"]
    )
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Next question")).click()
    _answer(phone, "b", say)
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("See my result")).click()
    expect(phone.locator("h1")).to_have_text(say("Not passed this time"))
    assert overflow(phone) == 0


def _pass(phone: Page, say: Words) -> None:
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Try again")).click()
    _answer(phone, "b", say)
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Next question")).click()
    _answer(phone, "b", say)
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("See my result")).click()
    expect(phone.locator("h1")).to_have_text(say("Passed", of="quiz"))
