"""Five polyglots typed in every field of every form in a real browser: nothing runs (T13)."""

import re

import pytest
from playwright.sync_api import Dialog, Page

from gouvernail.people.models import Person, Unit
from tests.browser.addresses import pages_for
from tests.browser.conftest import Visitor
from tests.make.content import make_draft
from tests.make.registry import make_account
from tests.web.payloads import POLYGLOTS

FIELDS = (
    "input:not([type]), input[type=text], input[type=search], input[type=url], input[type=email],"
    "textarea"
)


def watch(page: Page, dialogs: list[str]) -> None:
    """Note every dialog, and let none stay open."""

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)


def type_everywhere(page: Page, word: str) -> int:
    """Put a word in each text field of the page and send its largest form; return how many."""
    fields = page.locator(f"main :is({FIELDS}), form[role=search] input[type=search]")
    count = 0
    for number in range(fields.count()):
        field = fields.nth(number)
        if field.is_visible() and field.is_editable():
            field.fill(word[: int(field.get_attribute("maxlength") or 9999)])
            count += 1
    button = page.locator("main form button[type=submit]").last
    if count and button.count() and button.is_visible():
        button.click()
    return count


@pytest.mark.timeout(240)
def test_polyglots_in_every_field_run_nothing(visit: Visitor, claire: Person, energy: Unit) -> None:
    dialogs: list[str] = []
    typed = 0
    offered = [path for path in pages_for(claire) if re.search(r"new|add|freeze|import", path)]
    for number, address in enumerate(offered):
        page = visit(address, as_=claire)
        watch(page, dialogs)
        typed += type_everywhere(page, POLYGLOTS[number % len(POLYGLOTS)])
        page.context.close()
    refused = [line for line in visit.complaints if "status of 4" not in line]
    visit.complaints.clear()

    assert dialogs == []
    assert refused == []
    assert typed >= 20


def test_polyglots_that_were_kept_are_shown_and_run_nothing(
    visit: Visitor, claire: Person, energy: Unit
) -> None:
    dialogs: list[str] = []
    word = " ".join(POLYGLOTS)
    account = make_account(unit=energy, name=word, purpose=word, notes=word)
    draft = make_draft(author=claire, unit=energy, accounts=(account,), title=word, text=word)
    Unit.objects.filter(pk=energy.pk).update(name=word, short_name=word)
    Person.objects.filter(pk=claire.pk).update(name=word)

    for address in (
        "/",
        "/accounts/",
        f"/accounts/{account.pk}/",
        f"/drafts/{draft.pk}/",
        "/team/",
    ):
        page = visit(address, as_=claire)
        watch(page, dialogs)
        page.wait_for_timeout(150)
        assert page.locator("main").count() == 1
        assert page.evaluate("document.querySelectorAll('main [onload], main iframe').length") == 0
        page.context.close()

    assert dialogs == []
