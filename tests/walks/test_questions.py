"""A lead's five questions, each answered from Today in a few gestures, in both languages.

A gesture is a click, or a word typed and sent.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from gouvernail.custody.actions import AccessFacts, declare_access
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.make.registry import make_account
from tests.walks.setting import speak
from tests.walks.words import Words, words


class Lead:
    """Somebody at Today, who counts what each answer takes."""

    def __init__(self, page: Page, say: Words) -> None:
        self.page = page
        self.say = say
        self.gestures = 0

    def begin(self) -> None:
        self.page.goto("/")
        self.gestures = 0

    def click(self, place: Locator) -> None:
        place.click()
        self.gestures += 1

    def menu(self, *names: str) -> None:
        """Follow the menu by the words it shows."""
        for name in names:
            found = self.page.locator("nav").get_by_role("link", name=self.say(name))
            self.click(found.first)

    def search(self, text: str) -> Locator:
        box = self.page.locator("header input[name=q]").first
        box.fill(text)
        box.press("Enter")
        self.gestures += 1
        self.page.wait_for_url("**/search/**")
        return self.page.locator("main")


@pytest.fixture
def alone(energy: Unit, care: Unit, karim: Person, hugo: Person) -> Account:
    """An account that Hugo alone gets into; one that two enter; four of one person; one unsaid."""
    account = make_account(
        unit=energy, name="Bornes Ouest", address="https://x.com/b_ouest", owner=hugo, backup=karim
    )
    shared = make_account(unit=energy, name="Bornes Est", owner=karim, backup=hugo)
    for one, person in ((account, hugo), (shared, hugo), (shared, karim)):
        facts = AccessFacts(person_id=person.pk, second_factor="app")
        declare_access(one.pk, facts=facts, by=karim, at=now())
    for number in range(4):
        make_account(unit=care, name=f"Aide {number}", owner=karim)
    return account


def which_have_one_holder(lead: Lead) -> None:
    lead.begin()
    lead.menu("Accounts", "Custody of access")
    lead.click(lead.page.locator("a.g-card[href*='ways=one']"))
    rows = lead.page.locator("tbody tr[id^=account-]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Bornes Ouest")
    unsaid = lead.page.locator("main .g-note")
    expect(unsaid).to_contain_text(lead.say("Show those to say"))
    assert lead.gestures <= 3


def who_could_get_in(lead: Lead, account: Account, holder: Person) -> None:
    lead.begin()
    lead.click(lead.search("b_ouest").get_by_role("link", name="Bornes Ouest"))
    lead.click(lead.page.get_by_role("link", name=lead.say("Who can get in, and how")))
    lead.page.wait_for_url(f"**/custody/accounts/{account.pk}/")
    expect(lead.page.locator("main")).to_contain_text(holder.name)
    assert lead.gestures <= 3


def what_if_they_left(lead: Lead, holder: Person) -> None:
    lead.begin()
    lead.menu("Accounts", "Custody of access")
    lead.click(lead.page.get_by_role("link", name=lead.say("Simulate a departure")))
    lead.page.locator("main input[name=who]").fill(str(holder.email))
    lead.click(lead.page.get_by_role("button", name=lead.say("Simulate"), exact=True))
    row = lead.page.locator("tbody tr", has_text="Bornes Ouest")
    expect(row).to_contain_text(lead.say("nobody any more"))
    assert lead.gestures <= 4


def which_unit_runs_too_many(lead: Lead, language: str, unit: Unit) -> None:
    lead.begin()
    lead.menu("Accounts", "Reviews")
    lead.click(lead.page.get_by_role("link", name=lead.say("Accounts per person")))
    row = lead.page.locator("tbody tr", has_text=unit.name if language == "fr" else unit.name_en)
    expect(row).to_contain_text({"fr": "1 compte de trop", "en": "1 account too many"}[language])
    assert lead.gestures <= 3


def is_this_address_ours(lead: Lead) -> None:
    lead.begin()
    found = lead.search("https://x.com/B_Ouest/?lang=fr")
    expect(found).to_contain_text(lead.say("Yes, it is ours: %(name)s", name="Bornes Ouest"))
    found = lead.search("https://x.com/b_0uest")
    expect(found).to_contain_text(lead.say("No account that you may see has this address"))
    assert lead.gestures <= 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_lead_answers_each_of_five_questions_in_a_few_gestures(
    visit: Visitor, claire: Person, hugo: Person, care: Unit, alone: Account, language: str
) -> None:
    speak(language, claire)
    lead = Lead(visit("/", as_=claire, language=language), words(language))

    which_have_one_holder(lead)
    who_could_get_in(lead, alone, hugo)
    what_if_they_left(lead, hugo)
    which_unit_runs_too_many(lead, language, care)
    is_this_address_ours(lead)
