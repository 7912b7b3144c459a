"""The frame and its components, seen in a real browser."""

import pytest
from playwright.sync_api import expect

from gouvernail.people.models import Person
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture

STYLEGUIDE = "/_/styleguide"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible_and_fits(
    visit: Visitor, claire: Person, width: int, theme: str
) -> None:
    page = visit(STYLEGUIDE, as_=claire, width=width, theme=theme)

    assert axe(page) == []
    assert overflow(page) == 0
    picture(page, f"styleguide-{width}-{theme}")


def test_a_form_with_errors_is_accessible(visit: Visitor, claire: Person) -> None:
    page = visit(f"{STYLEGUIDE}?errors=1", as_=claire, language="en")

    described = page.locator("#id_purpose").get_attribute("aria-describedby")
    assert described == "id_purpose_helptext id_purpose_error"
    assert page.locator("#id_purpose_error").inner_text() != ""
    assert axe(page) == []


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/password/reset/", "/account/signup/"]
)
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_before_signing_in_are_accessible(
    visit: Visitor, charter: object, path: str, width: int
) -> None:
    page = visit(path, width=width)

    assert axe(page) == []
    assert overflow(page) == 0


def test_an_error_page_is_accessible(visit: Visitor, claire: Person) -> None:
    page = visit("/there-is-no-such-page", as_=claire)

    assert page.locator("[data-code=not_found]").count() == 1
    assert axe(page) == []
    assert [complaint for complaint in visit.complaints if "404" not in complaint] == []
    visit.complaints.clear()


def test_j_and_k_walk_the_rows_and_the_question_mark_helps(visit: Visitor, claire: Person) -> None:
    page = visit(STYLEGUIDE, as_=claire)

    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#two"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#one"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_keys_are_letters_while_one_types(visit: Visitor, claire: Person) -> None:
    page = visit(STYLEGUIDE, as_=claire)

    page.locator("#id_purpose").click()
    page.keyboard.type("jk?e")

    assert page.locator("#id_purpose").input_value() == "jk?e"
    assert page.locator(".is-at").count() == 0


def test_a_menu_closes_with_escape_and_gives_the_focus_back(visit: Visitor, claire: Person) -> None:
    page = visit(STYLEGUIDE, as_=claire)
    profile = page.locator(".g-top summary").last

    profile.click()
    assert page.get_by_text(claire.email or "").is_visible()
    page.keyboard.press("Escape")

    assert not page.get_by_text(claire.email or "").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("scripts", [True, False])
def test_theme_and_language_change_with_and_without_scripts(
    visit: Visitor, claire: Person, *, scripts: bool
) -> None:
    page = visit(STYLEGUIDE, as_=claire, scripts=scripts)

    page.locator(".g-top summary").last.click()
    page.locator("button[name=theme][value=dark]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.locator(".g-top summary").first.click()
    page.locator(".g-top button[value=en] >> nth=0").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_reader_who_follows_the_device_gets_its_theme(visit: Visitor, claire: Person) -> None:
    page = visit(STYLEGUIDE, as_=claire, theme="auto")

    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_the_first_tab_stop_skips_to_the_content(visit: Visitor, claire: Person) -> None:
    page = visit(STYLEGUIDE, as_=claire)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "g-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_is_white_and_bare_whatever_the_theme(visit: Visitor, claire: Person) -> None:
    page = visit(STYLEGUIDE, as_=claire, theme="dark")

    page.emulate_media(media="print")

    assert not page.locator(".g-side").is_visible()
    assert not page.locator(".g-top").is_visible()
    background = "getComputedStyle(document.querySelector('.g-card')).backgroundColor"
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    picture(page, "styleguide-print")
