"""A lead writes a rule: from a clause to a version, on either side, with and without scripts."""

import pytest
from playwright.sync_api import Route, expect

from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Manuscript, PackVersion
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.policies import make_charter
from tests.make.rulebooks import PACK, make_pack
from tests.walks.setting import speak
from tests.walks.words import words

ADDRESS = "/rules/nordet/editor/"
RULE = {
    "title.fr": "Mot interdit",
    "title.en": "Bad word",
    "say.fr": "Ce mot ne sort pas.",
    "say.en": "This word stays inside.",
    "check.terms.any": "arnaque",
    "examples.raises.0": "Quelle escroquerie !",
    "examples.passes.0": "Tout va bien.",
}


@pytest.fixture
def lead(claire: Person, nordet: Unit) -> Person:
    make_charter(by=claire)
    make_pack(unit=nordet, by=claire)
    return claire


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_clause_becomes_a_rule_whose_examples_turn_green(
    visit: Visitor, lead: Person, language: str
) -> None:
    speak(language, lead)
    say = words(language)
    page = visit("/rules/trace/policies/charter/?show=without", as_=lead, language=language)
    row = page.locator("tbody tr").first
    with page.expect_navigation():
        row.get_by_role("link", name=say("Enforce this clause")).click()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Write this rule")).click()

    form = page.locator("#editor-form")
    for name, value in RULE.items():
        form.locator(f"[name='f.{name}']").fill(value)

    examples = page.locator("#editor-examples")
    expect(examples.locator("li.is-stop")).to_have_count(1)
    expect(examples).to_contain_text(say("not raised: nothing found"))
    text = page.locator("#yaml").input_value()
    assert "any: [arnaque]" in text
    page.locator("#yaml").fill(text.replace("[arnaque]", "[arnaque, escroquerie]"))
    expect(examples.locator("li.is-ok")).to_have_count(2)
    expect(form.locator("[name='f.check.terms.any']")).to_have_value("arnaque\nescroquerie")
    page.locator("#try-text").fill("Une arnaque de plus.")
    expect(page.locator("#editor-tried mark")).to_have_text("arnaque")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep as a version")).click()

    expect(page.locator("main")).to_contain_text({"fr": "Mot interdit", "en": "Bad word"}[language])
    assert PackVersion.objects.get(number=2).status == "draft"


def test_a_fault_leads_to_its_line_and_leaving_waits_for_the_save(
    visit: Visitor, lead: Person
) -> None:
    speak("en", lead)
    page = visit(f"{ADDRESS}?at=1", as_=lead, language="en")
    text = page.locator("#yaml").input_value()

    page.locator("#yaml").fill(text.replace("dismissible: true", "dismissible: perhaps"))

    fault = page.locator("#editor-faults a")
    expect(fault).to_have_count(1)
    expect(page.locator("#yaml-numbers .is-fault")).to_have_count(1)
    page.locator("#try-text").focus()
    fault.click()
    expect(page.locator("#yaml")).to_be_focused()
    page.locator("#yaml").fill(text.replace("discount]", "discount, rebate]"))
    with page.expect_navigation():
        page.locator("#editor-rows a").first.click()
    assert "rebate" in Manuscript.objects.get().source


def test_a_button_pressed_while_the_pack_is_kept_waits_for_that(
    visit: Visitor, lead: Person
) -> None:
    speak("en", lead)
    page = visit(f"{ADDRESS}?at=1", as_=lead, language="en")
    text = page.locator("#yaml").input_value()

    def press_meanwhile(route: Route) -> None:
        kept = route.fetch()
        page.get_by_role("button", name="Keep as a version").dispatch_event("click")
        route.fulfill(response=kept)

    page.route("**/live", press_meanwhile)
    with page.expect_navigation():
        page.locator("#yaml").fill(text.replace("discount]", "discount, rebate]"))

    expect(page.locator("main")).to_contain_text("rebate")
    assert "rebate" in PackVersion.objects.get(number=2).source


def test_two_tabs_on_one_rule_lose_nothing(visit: Visitor, lead: Person) -> None:
    speak("en", lead)
    first = visit(f"{ADDRESS}?at=0", as_=lead, language="en")
    second = visit(f"{ADDRESS}?at=0", as_=lead, language="en")
    first.locator("[name='f.title.en']").fill("Prices compared")
    expect(first.locator("#yaml")).to_have_value(
        PACK.split("rules:\n")[1]
        .split("  - id: discount")[0]
        .rstrip("\n")
        .replace("en: Price comparison", "en: Prices compared")
    )

    second.locator("[name='f.title.en']").fill("Cheap words")

    notice = second.locator("#editor-notices [data-code=manuscript_stale]")
    expect(notice).to_contain_text("Prices compared")
    expect(notice).to_contain_text("Cheap words")
    visit.complaints.clear()
    with second.expect_navigation():
        notice.get_by_role("button").click()
    assert "en: Cheap words" in Manuscript.objects.get().source


def test_without_scripts_update_does_the_same(visit: Visitor, lead: Person) -> None:
    speak("en", lead)
    page = visit(f"{ADDRESS}?at=0", as_=lead, language="en", scripts=False)

    page.locator("[name='f.check.terms.any']").fill("the cheapest in France\ndirt cheap")
    with page.expect_navigation():
        page.locator(".g-ed-right button[value=update]").first.click()

    assert "dirt cheap" in page.locator("#yaml").input_value()
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").click()
    assert "dirt cheap" not in page.locator("#yaml").input_value()


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [(1440, "light", "fr"), (1440, "dark", "en"), (390, "light", "en")],
)
def test_the_pages_are_accessible_and_fit(
    visit: Visitor, lead: Person, width: int, theme: str, language: str
) -> None:
    speak(language, lead)
    for name, address in {
        "editor": f"{ADDRESS}?at=1",
        "whole": f"{ADDRESS}?whole=1",
        "matrix": "/rules/trace/policies/charter/",
        "gaps": "/rules/trace/gaps/",
        "rule": "/rules/trace/rules/cheapest/",
        "begin": "/rules/starters/rule/?clause=charter%235.2",
        "pack": "/rules/starters/pack/",
    }.items():
        page = visit(address, as_=lead, width=width, theme=theme, language=language)
        picture(page, f"rules-{name}-{width}-{theme}-{language}", full=width == 390)
        assert (name, axe(page)) == (name, [])
        assert (name, overflow(page)) == (name, 0)
