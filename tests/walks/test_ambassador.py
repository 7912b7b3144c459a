"""An employee on a phone signs, joins, declares an account, shares a story, withdraws."""

import pytest
from playwright.sync_api import Page, expect

from gouvernail.advocacy.models import Kit, Membership, PersonalAccount, Programme, Share
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow
from tests.make.advocacy import make_kit, make_programme
from tests.make.policies import make_charter
from tests.walks.setting import speak
from tests.walks.words import Words, words


@pytest.fixture
def kit(karim: Person, claire: Person, energy: Unit) -> Kit:
    """A story of a programme that asks for the charter first."""
    policy = make_charter(by=claire)
    programme = make_programme(by=karim, unit=energy, policy_id=policy.pk)
    return make_kit(programme, by=karim, second=claire, at=now())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_employee_takes_part_shares_and_withdraws(
    visit: Visitor, kit: Kit, nina: Person, language: str
) -> None:
    say = words(language)
    speak(language, nina)
    phone = visit("/ambassadors/", as_=nina, width=390, language=language)
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.locator(f"#programme-{kit.programme_id} a").click()
    _sign(phone, kit.programme, say)
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("I take part")).click()
    expect(phone.locator("#kits")).to_contain_text(kit.title_en or kit.title)
    assert overflow(phone) == 0

    _declare(phone, say)
    _share(phone, kit, say)

    expect(phone.locator("#shares")).to_contain_text(say("it says who speaks", of="disclosure"))
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("I withdraw")).click()
    expect(phone.locator("body")).to_contain_text(
        say("It is done. Nothing of your accounts is read or kept any more. Thank you.")
    )
    assert Membership.objects.get().status == "ended"
    assert PersonalAccount.objects.get().handle == Share.objects.get().url == ""


def _sign(phone: Page, programme: Programme, say: Words) -> None:
    """Read the policy and sign the version in force, then come back."""
    expect(phone.get_by_role("button", name=say("I take part"))).to_have_count(0)
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Read the policy")).click()
    form = phone.locator("form[action$='/sign']").first
    for box in form.locator("input[type=checkbox]").element_handles():
        box.check()
    with phone.expect_navigation():
        form.locator("button[type=submit]").first.click()
    phone.goto(f"/ambassadors/{programme.pk}/")


def _declare(phone: Page, say: Words) -> None:
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Declare an account")).click()
    phone.locator("[name=network]").select_option("bluesky")
    phone.locator("[name=address]").fill("@nina.bsky.social")
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Declare this account")).click()
    expect(phone.locator("#consent")).to_be_visible()
    assert overflow(phone) == 0
    phone.locator("#profile [name=text]").fill("#JeTravailleChezNordet")
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Check these words")).click()
    expect(phone.locator("#profile")).to_contain_text(say("the words are there"))
    with phone.expect_navigation():
        phone.locator(".g-crumb a").first.click()


def _share(phone: Page, kit: Kit, say: Words) -> None:
    """Find the text with its disclosure, ready to post; tell that it was shared."""
    with phone.expect_navigation():
        phone.locator("#kits").get_by_role("link", name=say("Share", of="a story")).click()
    text = phone.locator("textarea[readonly]").first
    expect(text).to_have_value(f"{kit.wordings.get().text}\n\n#JeTravailleChezNordet\n\n{kit.link}")
    ways = phone.locator("a[href^='https://bsky.app/intent/compose?text=']")
    expect(ways.first).to_be_visible()
    assert overflow(phone) == 0
    told = phone.locator("#told")
    told.locator("[name=network]").select_option("bluesky")
    told.locator("[name=text]").fill(f"Venez ! #JeTravailleChezNordet {kit.link}")
    with phone.expect_navigation():
        told.get_by_role("button").click()
