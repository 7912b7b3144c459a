"""An account walked through its life, from its opening to its end, in both languages."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import today
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Closing, Finding, ProfileChange, SetupSheet
from tests.browser.conftest import Visitor
from tests.make.registry import make_account
from tests.walks.words import Words, counted, words

OVERDUE, OVERDUES = "overdue by %(days)s day", "overdue by %(days)s days"
REFUSED = "This looks like a password or a key. It is not kept: take it out, and change it."


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def make_official(page: Page, say: Words, account: Account) -> None:
    """Be told what is missing, be refused a password, write the sheet, then go on."""
    page.goto(f"/accounts/{account.pk}/life/")
    expect(page.get_by_text(say("not yet possible"))).to_be_visible()
    page.locator(f"a[href='/accounts/{account.pk}/sheet/edit/']").click()
    page.locator("[name=recovery]").fill("Soleil#2026")
    button(page, say("Keep the sheet"))
    expect(page.get_by_text(say(REFUSED))).to_be_visible()
    assert not SetupSheet.objects.exists()
    page.locator("[name=recovery]").fill("The shared box receives the code.")
    button(page, say("Keep the sheet"))
    page.goto(f"/accounts/{account.pk}/life/official/")
    button(page, say("Make it official"))
    page.wait_for_url(f"**/accounts/{account.pk}/")


def settle(page: Page, say: Words) -> None:
    """Of two suggestions, set one aside, and take the other to its end."""
    page.goto("/accounts/findings/")
    button(page, say("Look now"))
    expect(page.get_by_text(say("they bear the same name"))).to_have_count(2)
    west = page.locator(".r-finding", has_text="Bornes Ouest")
    west.locator("summary").nth(1).click()
    west.locator("form[action$='/aside/'] textarea").fill("One for each county.")
    west.get_by_role("button", name=say("Set this suggestion aside")).click()
    south = page.locator(".r-finding")
    expect(south).to_have_count(1)
    south.locator("summary").first.click()
    south.locator("input[name=keep]").first.check()
    south.locator("form[action$='/accept/'] textarea").fill("Opened twice by mistake.")
    south.get_by_role("button", name=say("Mark the other as its duplicate")).click()
    expect(page.get_by_text(say("Nothing to decide"))).to_be_visible()
    accepted = Finding.objects.get(status=Finding.Status.ACCEPTED)
    assert accepted.account.name == "Bornes Sud"
    assert Account.objects.filter(name="Bornes Sud", status="duplicate").count() == 1


def begin_to_close(page: Page, say: Words, account: Account, heir: Account) -> None:
    """Be refused a plan without a reason, then give one."""
    page.goto(f"/accounts/{account.pk}/life/closing/")
    page.locator("[name=heir]").fill(heir.url)
    page.locator("[name=last_post]").fill("Follow us there.")
    page.locator("[name=ends_on]").fill("2099-01-01")
    button(page, say("Close it"))
    assert Account.objects.get(pk=account.pk).status == Account.Status.OFFICIAL
    page.locator("[name=reason]").fill("Nobody reads it.")
    button(page, say("Close it"))
    page.wait_for_url(lambda url: "/life/" not in url)


def close(page: Page, say: Words, account: Account, heir: Account) -> None:
    """Give the closing up, begin it again, tick each step, and end."""
    begin_to_close(page, say, account, heir)
    page.goto(f"/accounts/{account.pk}/closing/")
    page.get_by_role("link", name=say("Give up closing it…")).click()
    page.locator("[name=reason]").fill("Its readers asked for it.")
    button(page, say("Give up closing it"))
    page.wait_for_url(f"**/accounts/{account.pk}/")
    account.refresh_from_db()
    assert account.status == Account.Status.OFFICIAL
    begin_to_close(page, say, account, heir)
    Closing.objects.update(ends_on=today() - timedelta(days=2))
    late = counted(page_language(page), OVERDUE, OVERDUES, 2, days=2)
    page.goto("/accounts/deadlines/")
    expect(page.locator("main")).to_contain_text(late)
    page.goto(f"/accounts/{account.pk}/closing/")
    for step in Closing.Step.values:
        page.locator(f"form[action$='/closing/{step}/'] button").click()
        expect(page.locator(f"form[action$='/closing/{step}/'] button[value='0']")).to_be_visible()
    page.get_by_role("link", name=say("Say that it is closed…"), exact=True).click()
    button(page, say("Say that it is closed"))
    page.wait_for_url(f"**/accounts/{account.pk}/")


def page_language(page: Page) -> str:
    return str(page.locator("html").get_attribute("lang"))


def read_profile(page: Page, say: Words, account: Account) -> None:
    """Write down what the page shows, twice; say why it changed, which nobody may leave out."""
    page.goto(f"/accounts/{account.pk}/profile/")
    for words_shown in ("Nos bornes à l’Ouest", "Gagnez un bon d’achat"):
        page.locator("[name=name]").fill("Bornes Ouest")
        page.locator("[name=bio]").fill(words_shown)
        button(page, say("Keep what I saw today"))
    change = ProfileChange.objects.get()
    page.goto(f"/accounts/{account.pk}/")
    expect(page.locator("main")).to_contain_text(say("The profile changed and nobody said why"))
    page.goto(f"/accounts/{account.pk}/profile/")
    row = page.locator(f"#change-{change.pk}")
    row.locator("[name=explanation]").fill(" ")
    row.get_by_role("button", name=say("Explain it")).click()
    change.refresh_from_db()
    assert change.explained_at is None
    page.goto(f"/accounts/{account.pk}/profile/")
    row.locator("[name=explanation]").fill("Un faux : le mot de passe est changé.")
    row.get_by_role("button", name=say("Explain it")).click()
    expect(row).to_contain_text("Un faux : le mot de passe est changé.")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_account_is_opened_suspected_of_repeating_another_and_closed(
    visit: Visitor, claire: Person, karim: Person, nordet: Unit, energy: Unit, language: str
) -> None:
    say, told = words(language), {"owner": karim, "backup": claire}
    Person.objects.update(language=language)
    heir = make_account(unit=energy, name="Bornes Ouest", address="https://x.com/bornes", **told)
    account = make_account(
        unit=energy, name="Bornes Ouest", address="https://x.com/b_ouest", status="opening", **told
    )
    for handle in ("b_sud", "bornes_sud"):
        address = f"https://www.instagram.com/{handle}/"
        make_account(unit=energy, name="Bornes Sud", address=address, **told)
    claire.refresh_from_db()
    page = visit("/", as_=claire, language=language)

    make_official(page, say, account)
    settle(page, say)
    read_profile(page, say, account)
    close(page, say, account, heir)

    assert all("422" in complaint for complaint in visit.complaints)  # the refusals
    visit.complaints.clear()
    account.refresh_from_db()
    assert account.status == Account.Status.CLOSED
    assert Finding.objects.filter(status=Finding.Status.SET_ASIDE).count() == 1
