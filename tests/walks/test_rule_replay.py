"""A rule tried before it is adopted: too wide over past posts, read, narrowed, tried, agreed to."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.tasks.trying import try_drafts
from gouvernail.rulebooks.models import PackVersion, TrialReading
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack
from tests.walks.words import Words, counted, words

WIDE = PACK.replace("[discount]", "[discount, free]")
NARROW = PACK.replace("[discount]", "[discount, free of charge]")
OPENED = 5


def press(page: Page, say: Words, words_: str) -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(words_), exact=True).click()


def archive(unit: Unit, owner: Person) -> None:
    """File forty posts of three months; 37 say “free”, 4 of them “free of charge”."""
    account = make_account(unit=unit, owner=owner)
    for number in range(40):
        says = "free" if number < 33 else "free of charge" if number < 37 else "open"
        at = now() - timedelta(days=2 * number)
        make_record(account, text=f"Station {number} is {says}.", published_at=at)


def write(page: Page, say: Words, source: str) -> None:
    page.goto("/rules/nordet/new/")
    page.locator("textarea[name=source]").fill(source)
    press(page, say, "Check and keep as a draft")


def try_it(page: Page, say: Words) -> None:
    """Ask for the trial, let the worker do it, and look again."""
    press(page, say, "Try it over past posts")
    expect(page.locator("#trial-progress")).to_contain_text(
        say("It waits for its turn. You may leave: it goes on by itself.")
    )
    try_drafts(now())
    page.reload()


def stopped(language: str, number: int) -> str:
    one = "It would have stopped %(stopped)s post of %(posts)s"
    many = "It would have stopped %(stopped)s posts of %(posts)s"
    return counted(language, one, many, number, stopped=number, posts=40)


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 1440, "light"), ("en", 390, "dark")]
)
def test_a_lead_sees_what_a_draft_would_have_stopped_narrows_it_and_has_it_agreed_to(  # noqa: PLR0915 - one walk
    visit: Visitor,
    claire: Person,
    amina: Person,
    nordet: Unit,
    energy: Unit,
    language: str,
    width: int,
    theme: str,
) -> None:
    say = words(language)
    look: dict[str, Any] = {"language": language, "width": width, "theme": theme}
    make_pack(unit=nordet, by=claire)
    archive(energy, claire)

    # Too wide: 37 posts of 40. Five are opened and read.
    page = visit("/rules/", as_=claire, **look)
    write(page, say, WIDE)
    try_it(page, say)
    expect(page.locator("#told")).to_have_text(stopped(language, 37))
    picture(page, f"walk-trial-{language}", full=True)
    assert axe(page) == []
    assert overflow(page) == 0
    for number in range(OPENED):
        sample = page.locator(".t-samples > li").nth(number)
        expect(sample.locator(".g-tried")).to_contain_text("free")
        press_in = sample.get_by_role("button", name=say("False alarm"), exact=True)
        with page.expect_navigation():
            press_in.click()
    assert TrialReading.objects.filter(reading="false_alarm").count() == OPENED

    # Narrowed, tried again, submitted without a reason not to have tried.
    write(page, say, NARROW)
    try_it(page, say)
    expect(page.locator("#told")).to_have_text(stopped(language, 4))
    with page.expect_navigation():
        page.get_by_role("link", name=say("To the draft"), exact=True).click()
    page.locator("textarea[name=purpose]").fill("“Free of charge” needs its conditions.")
    press(page, say, "Submit")

    # The second person sees what was tried, and agrees.
    second = visit("/rules/nordet/3/", as_=amina, **look)
    with second.expect_navigation():
        second.locator("a[href*='/rules/trials/']").first.click()
    expect(second.locator("#told")).to_have_text(stopped(language, 4))
    second.go_back()
    press(second, say, "Agree")
    expect(second.locator(".g-head")).to_contain_text(say("in force"))
    assert PackVersion.objects.get(status="in_force").number == 3
