"""A policy is written clause by clause in the browser, in both languages; nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import expect

from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, PolicyVersion
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.policies import make_charter
from tests.walks.words import words

FRENCH = "But.\n\n## 1 Prix\n\nUn prix porte sa date.\n\n## 2 Secret\n\nUn secret reste un secret."
ENGLISH = "Aim.\n\n## 1 Prices\n\nA price has its date.\n\n## 2 Secret\n\nA secret stays one."


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 1440, "light"), ("en", 390, "dark")]
)
def test_a_clause_is_written_saved_by_itself_cut_removed_and_put_back(
    visit: Visitor, claire: Person, language: str, width: int, theme: str
) -> None:
    say = words(language)
    look: dict[str, Any] = {"language": language, "width": width, "theme": theme}
    make_charter(by=claire, source=FRENCH, source_en=ENGLISH)

    # The next version begins from what is in force.
    page = visit("/policies/charter/draft/", as_=claire, **look)
    with page.expect_navigation():
        page.get_by_role("button", name=say("Start the next version")).click()
    expect(page.locator(".p-clause")).to_have_count(3)
    assert (axe(page), overflow(page)) == ([], 0)

    # A clause is opened in place; what is typed is previewed, saved by itself, and told.
    page.locator("#k1").get_by_role(
        "link", name=say("Write in clause %(anchor)s", anchor="1")
    ).click()
    field = page.locator("#k1 textarea[name=text]")
    field.fill("Un prix porte sa date **et sa source**.")
    expect(page.locator("#p1-fr strong")).to_have_text("et sa source")
    expect(page.locator("#k1 [data-save-state]")).to_have_text(say("Kept."))
    expect(page.locator("#s1")).to_contain_text(say("English: the French changed, look again"))
    assert "source" in Clause.objects.get(version__status="draft", anchor="1").text
    assert (axe(page), overflow(page)) == ([], 0)

    # Cut where three hyphens stand, with words still unsaved: the button waits for the save.
    field.fill("Un prix porte sa date.\n\n---\n\nUne source est citée.")
    with page.expect_navigation():
        page.locator("#k1 [data-cuts]").click()
    expect(page.locator("#k3 textarea[name=text]")).to_have_value("Une source est citée.")

    # Removed, then put back where it stood.
    page.locator("#k2 summary").click()
    with page.expect_navigation():
        page.locator("#k2").get_by_role("button", name=say("Remove", of="clause")).click()
    expect(page.locator("#k2")).to_have_count(0)
    with page.expect_navigation():
        page.locator("#undo-removal").click()
    expect(page.locator("#k2")).to_contain_text("Un secret reste un secret.")
    assert (axe(page), overflow(page)) == ([], 0)
    draft = PolicyVersion.objects.get(status="draft")
    assert [one.anchor for one in draft.clauses.all()] == ["1", "3", "2"]
