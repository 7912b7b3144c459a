"""“Is this ours?”, from the closed page to the fake that everybody is warned of."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now
from gouvernail.foundation.outbox import deliver
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.verification import forms
from gouvernail.verification.models import Directory, Listing, ReportedAccount
from gouvernail.verification.tasks import READERS
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.registry import make_account
from tests.walks.words import Words, words

OURS = "https://x.com/NordetEnergie"
FAKE = "https://x.com/Nordet_Energie"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_lead_opens_the_page_and_the_public_finds_a_fake(
    visit: Visitor,
    claire: Person,
    energy: Unit,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setattr(forms, "FASTEST", timedelta())
    say = words(language)
    make_account(unit=energy, address=OURS, name="Nordet Énergie")

    def stranger(path: str) -> Page:
        return visit(path, language=language, width=390, scripts=False)

    lead = visit("/accounts/public/", as_=claire, language=language)
    choose(lead, say)
    look_then_open(lead, say)
    report(stranger("/verify/"), say)
    deliver(READERS, at=now())
    assert Notification.objects.get().person == claire
    decide_and_tell(lead, say)
    warned = visit(f"/verify/?q={FAKE}", language=language, width=390)
    expect(warned.locator("#said")).to_have_text(say("No, this account is not ours"))
    assert axe(warned) == []
    assert overflow(warned) == 0
    close(lead, say)
    assert all("422" in said for said in visit.complaints)  # the two refusals, at their field
    visit.complaints.clear()


def choose(page: Page, say: Words) -> None:
    page.get_by_label("Nordet Énergie").check()
    page.get_by_role("button", name=say("Tell the public what they are")).click()
    expect(page.get_by_text(say("Told: ours")).first).to_be_visible()
    assert Listing.objects.get().is_public


def look_then_open(page: Page, say: Words) -> None:
    page.goto("/verify/")
    expect(page.get_by_role("status")).to_contain_text(
        say("Preview: nobody but you sees this page until it is opened.")
    )
    page.get_by_role("link", name=say("Back to the settings")).click()
    page.get_by_label(say("Website of the organisation")).fill("nordet.example")
    page.get_by_role("button", name=say("Keep"), exact=True).click()
    expect(page.get_by_text(say("Write a whole address, beginning with https://."))).to_be_visible()
    page.get_by_label(say("Website of the organisation")).fill("https://nordet.example")
    page.get_by_role("button", name=say("Keep"), exact=True).click()
    page.get_by_role("button", name=say("Open it to everybody")).click()
    expect(page.get_by_text(say("Open to everybody"), exact=True)).to_be_visible()
    assert Directory.objects.get().is_open


def report(page: Page, say: Words) -> None:
    """Ask, without JavaScript, for ours and then for a lookalike; report it; refused once."""
    page.get_by_label(say("Address of the account")).fill("x.com/nordetenergie")
    page.get_by_role("button", name=say("Check"), exact=True).click()
    expect(page.locator("#said")).to_have_text(say("Yes, this account is ours"))
    page.get_by_label(say("Address of the account")).fill(FAKE)
    page.get_by_role("button", name=say("Check"), exact=True).click()
    expect(page.locator("#said")).to_have_text(say("We do not know this account"))
    expect(page.get_by_text(say("Did you mean one of our accounts?"))).to_be_visible()
    page.get_by_role("link", name=say("Report this account")).click()
    address = page.get_by_label(say("Address of the account"))
    expect(address).to_have_value(FAKE)
    address.fill(OURS)
    page.get_by_role("button", name=say("Send the report")).click()
    expect(page.get_by_role("alert")).to_contain_text(say("This account is one of ours."))
    page.get_by_label(say("Address of the account")).fill(FAKE)
    page.get_by_label(say("What happened?")).fill("Il demande un code.")
    page.get_by_label(say("Your e-mail")).fill("zoe@example.org")
    page.get_by_role("button", name=say("Send the report")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        say("Thank you: your report has arrived")
    )


def decide_and_tell(page: Page, say: Words) -> None:
    page.goto("/accounts/reports/")
    page.get_by_role("link", name="Nordet_Energie").click()
    expect(page.get_by_text("Il demande un code.")).to_be_visible()
    page.get_by_label(say("impostor"), exact=True).check()
    page.get_by_label(say("Why, in a sentence")).fill("Il demande des codes en notre nom.")
    page.get_by_role("button", name=say("Decide"), exact=True).click()
    page.get_by_label(say("Your answer")).fill("Merci : ce compte n’est pas à nous.")
    page.get_by_role("button", name=say("Send the answer")).click()
    reported = ReportedAccount.objects.get()
    assert (reported.status, reported.received.get().answered_at is None) == ("impostor", False)
    page.get_by_role("link", name=say("Choose"), exact=True).click()
    page.locator("tbody input[type=checkbox]").check()
    page.get_by_role("button", name=say("Tell the public what they are")).click()
    expect(page.get_by_text(say("Told: not ours"))).to_be_visible()


def close(page: Page, say: Words) -> None:
    page.goto("/accounts/public/page/")
    page.locator(".k-switch summary").click()
    page.get_by_role("button", name=say("Close it for everybody")).click()
    expect(page.get_by_text(say("Closed: nobody sees it"))).to_be_visible()
    assert not Directory.objects.get().is_open
