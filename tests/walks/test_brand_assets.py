"""A logo put in, approved by another, its rights said; a profile and a partner held against it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from gouvernail.brand.models import LibraryItem, PartnerPost
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow, picture
from tests.make.library import drawn_logo
from tests.make.registry import make_account
from tests.walks.setting import speak
from tests.walks.words import words

BOTH = pytest.mark.parametrize("language", ["fr", "en"])


@BOTH
def test_a_logo_is_put_in_approved_and_found_stretched_on_a_profile(
    visit: Visitor, hugo: Person, claire: Person, energy: Unit, tmp_path: Path, language: str
) -> None:
    say = words(language)
    speak(language, hugo, claire)
    account = make_account(unit=energy, name="Nordet Solaire", owner=hugo)
    good, wide = tmp_path / "logo.png", tmp_path / "wide.png"
    good.write_bytes(drawn_logo())
    wide.write_bytes(drawn_logo(size=(600, 240)))

    page = visit("/brand/library/new", as_=hugo, language=language)
    page.locator("select[name=kind]").select_option("logo")
    page.locator("input[name=file]").set_input_files(str(good))
    page.locator("input[name=title]").fill("Logo Nordet")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    page.locator("input[name=holder]").fill("Groupe Nordet")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Save")).click()
    item = LibraryItem.objects.get()

    lead = visit(f"/brand/library/{item.pk}/", as_=claire, language=language)
    with lead.expect_navigation():
        lead.get_by_role("button", name=say("Approve this version")).click()
    picture(lead, f"walk-library-item-{language}", full=True)
    assert overflow(lead) == 0

    page.goto(f"/brand/profiles/{account.pk}/")
    page.locator("input[name=picture]").set_input_files(str(wide))
    with page.expect_navigation():
        page.get_by_role("button", name=say("Hold it against the library")).click()
    expect(page.locator("main")).to_contain_text(say("Stretched"))
    picture(page, f"walk-library-profile-{language}", full=True)
    assert overflow(page) == 0


@BOTH
def test_a_partner_who_says_nothing_of_the_partnership_is_asked_to(
    visit: Visitor, claire: Person, language: str
) -> None:
    say = words(language)
    speak(language, claire)
    page = visit("/brand/partners/new", as_=claire, language=language)
    page.locator("input[name=name]").fill("Lou Marchal")
    page.locator("textarea[name=addresses]").fill("https://www.instagram.com/lou.roule")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Save")).click()
    with page.expect_navigation():
        page.get_by_role("link", name=say("File a contract")).click()
    page.locator("input[name=title]").fill("Trois trajets")
    page.locator("input[name=starts_on]").fill("2026-01-01")
    page.locator("input[name=ends_on]").fill("2027-01-01")
    with page.expect_navigation():
        page.get_by_role("button", name=say("File it")).click()
    with page.expect_navigation():
        page.get_by_role("link", name=say("Add a post to check")).click()
    page.locator("input[name=url]").fill("https://www.instagram.com/p/C1/")
    page.locator("select[name=country]").select_option("FR")
    page.locator("textarea[name=text]").fill("Merci à Nordet pour ce trajet !")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()

    expect(page.locator("main")).to_contain_text("publicité / collaboration commerciale")
    page.get_by_text(say("Ask for a correction")).click()
    page.locator("textarea[name=note]").fill("Ajoutez #publicité.")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Ask for it")).click()

    assert PartnerPost.objects.get().status == PartnerPost.Status.ASKED
    picture(page, f"walk-partner-{language}", full=True)
    assert overflow(page) == 0
