"""A policy that is a file is dropped, corrected and becomes a draft; a wrong file is told."""

from typing import Any

import pytest
from playwright.sync_api import expect

from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.walks.words import words

TEXT = "# Charte\n\nPourquoi.\n\n## Qui parle\n\nLes nommés.\n\nEux seuls.\n\n## Prix\n\nDatés.\n"


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 1440, "light"), ("en", 390, "dark")]
)
def test_a_file_becomes_a_draft_after_its_clauses_were_looked_at(
    visit: Visitor, claire: Person, nordet: Unit, language: str, width: int, theme: str
) -> None:
    say = words(language)
    look: dict[str, Any] = {"language": language, "width": width, "theme": theme}
    page = visit("/policies/import", as_=claire, **look)
    read = page.get_by_role("button", name=say("Read it", of="file"))

    # A file that is no policy is refused at its field.
    page.locator("input[name=file]").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 cut"}
    )
    with page.expect_navigation():
        read.click()
    expect(page.locator("#id_file_error")).to_be_visible()
    assert (axe(page), overflow(page)) == ([], 0)

    # The right one is cut into clauses, one of which is cut again, and another is renamed.
    page.locator("input[name=file]").set_input_files(
        {"name": "charte.md", "mimeType": "text/markdown", "buffer": TEXT.encode()}
    )
    with page.expect_navigation():
        read.click()
    page.locator("input[name=c0-1-title]").fill("Tarifs")
    page.locator("#c0-0 summary").click()
    with page.expect_navigation():
        page.locator("button[value='cut:0:0:1']").click()
    expect(page.locator("input[name=c0-2-title]")).to_have_value("Tarifs")
    assert (axe(page), overflow(page)) == ([], 0)

    # One press makes the policy and its draft.
    page.locator("input[name=slug]").fill("social")
    page.locator("select[name=unit]").select_option(str(nordet.pk))
    with page.expect_navigation():
        page.get_by_role("button", name=say("Make the draft")).click()
    expect(page.locator("#k1")).to_contain_text("Les nommés.")
    version = Policy.objects.get(slug="social").versions.get()
    assert [one.title for one in version.clauses.all()] == ["Qui parle", "Eux seuls", "Tarifs"]
    assert all("422" in complaint for complaint in visit.complaints)
    visit.complaints.clear()
