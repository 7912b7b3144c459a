"""An employee on a phone reports a doubtful message, is helped, answered, and comes back to it."""

import pytest
from playwright.sync_api import Page, expect

from gouvernail.conduct.models import Report
from gouvernail.people.models import Person
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow
from tests.walks.setting import speak
from tests.walks.words import Words, words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_report_goes_from_a_phone_to_an_answer(
    visit: Visitor, nina: Person, yann: Person, language: str
) -> None:
    say = words(language)
    speak(language, nina, yann)
    phone = visit("/report/", as_=nina, width=390, language=language)
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("A doubtful message", of="staff report")).click()
    expect(phone.locator("#first")).to_be_visible()
    phone.locator("[name=words]").fill("On me demande un code.")
    phone.locator("[name=is_discreet]").check()
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Report it")).click()
    expect(phone.locator("[aria-labelledby=helps]")).to_contain_text(yann.name)

    report = Report.objects.get()
    _help(visit("/", as_=yann, language=language), report, say, hidden=nina)

    phone.reload()
    expect(phone.locator("section[aria-labelledby=said]")).to_contain_text("le compte est protégé")
    again = phone.locator("section[aria-labelledby=again]")
    again.locator("[name=text]").fill("On me le redemande.")
    with phone.expect_navigation():
        again.get_by_role("button").click()
    assert overflow(phone) == 0
    report.refresh_from_db()
    assert (report.status, report.helper) == ("taken", yann)


def _help(desk: Page, report: Report, say: Words, *, hidden: Person) -> None:
    """Take a report up from Today, learn who made it, answer."""
    with desk.expect_navigation():
        desk.locator(f'a[href="/reports/{report.pk}/"]').first.click()
    expect(desk.locator("h1 + p")).not_to_contain_text(hidden.name)
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("I take it up")).click()
    expect(desk.locator("h1 + p")).to_contain_text(hidden.name)
    form = desk.locator("section[aria-labelledby=answer]")
    form.get_by_label(say("the person was helped", of="staff report")).check()
    form.locator("[name=text]").fill("Ne donnez rien : le compte est protégé.")
    with desk.expect_navigation():
        form.get_by_role("button").click()
