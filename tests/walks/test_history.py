"""A year of an account comes in from the archive its network gave, is found, and is set aside."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gouvernail.people.models import Person, Unit
from gouvernail.records.models import HistoryImport
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow, picture
from tests.make import archives as make
from tests.make.history import take_in
from tests.make.registry import make_account
from tests.walks.setting import speak
from tests.walks.words import words


@pytest.mark.parametrize(("language", "width"), [("fr", 390), ("en", 1440)])
def test_what_was_published_before_is_brought_in_and_found(
    visit: Visitor, claire: Person, energy: Unit, tmp_path: Path, language: str, width: int
) -> None:
    say, archive = words(language), tmp_path / "tweets.js"
    speak(language, claire)
    make_account(unit=energy, network="x", handle="@nordet", name="Nordet")
    posts = [
        *(make.make_tweet(n, f"Réunion publique n° {n} à l’hôtel de ville") for n in range(1, 60)),
        make.make_tweet(99, created_at="one day"),
    ]
    archive.write_bytes(make.make_tweets_js(posts))

    page = visit("/archive/", as_=claire, language=language, width=width)
    with page.expect_navigation():
        page.get_by_role("link", name=say("Import history")).first.click()
    page.locator("select[name=account]").select_option(index=1)
    page.locator("input[name=file]").set_input_files(str(archive))
    with page.expect_navigation():
        page.get_by_role("button", name=say("Send and look inside")).click()
    expect(page.locator("main")).to_contain_text("Réunion publique n° 5")
    expect(page.locator("main")).to_contain_text(say("It has no date that can be read."))
    picture(page, f"walk-history-preview-{language}-{width}", full=True)
    assert overflow(page) == 0
    with page.expect_navigation():
        page.get_by_role("button", name=say("Take these publications in")).click()
    take_in(HistoryImport.objects.get())
    page.reload()
    expect(page.locator("#progress")).to_contain_text("59")
    picture(page, f"walk-history-done-{language}-{width}", full=True)
    assert overflow(page) == 0

    _find(page, f"{language}-{width}")
    page.goto(f"/archive/history/{HistoryImport.objects.get().pk}/")
    page.locator("input[name=reason]").fill("Mauvais compte")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Set it aside")).click()
    page.goto("/archive/")
    expect(page.locator("main")).not_to_contain_text("Réunion publique")


def _find(page: Page, name: str) -> None:
    page.goto("/archive/")
    page.locator("#archive-words").fill('"HOTEL de ville" 42')
    with page.expect_navigation():
        page.locator("form[role=search] button").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    picture(page, f"walk-history-search-{name}", full=True)
    assert overflow(page) == 0
