"""Could we get in tomorrow: said, simulated, revoked after a departure; handed over, refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from gouvernail.custody.actions import AccessFacts, declare_access, tick_step
from gouvernail.custody.models import Access, Handover, HandoverStep
from gouvernail.foundation.clock import now, today
from gouvernail.people.actions import bring_back, mark_left
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow, picture
from tests.make.custody import make_handover
from tests.make.registry import make_account
from tests.walks.setting import speak
from tests.walks.words import Words, counted, words

BOTH = pytest.mark.parametrize("language", ["fr", "en"])


@BOTH
def test_who_could_get_in_is_said_simulated_and_revoked_or_kept_when_somebody_leaves(  # noqa: PLR0915 - one story
    visit: Visitor,
    let_the_worker_work: Callable[[], None],
    claire: Person,
    karim: Person,
    hugo: Person,
    energy: Unit,
    language: str,
) -> None:
    say = words(language)
    speak(language, claire, karim, hugo)
    account = make_account(unit=energy, name="Nordet Recharge", owner=hugo)
    page = visit(f"/accounts/{account.pk}/", as_=karim, language=language)
    page.locator("#custody-panel").wait_for()
    _declare(page, say, hugo)
    expect(page.locator("main")).to_contain_text(
        say("If %(name)s left tomorrow, nobody could get in.", name=hugo.name)
    )
    page.get_by_role("link", name=say("Simulate the departure")).click()
    row = page.locator("tbody tr", has_text="Nordet Recharge")
    expect(row).to_contain_text(say("nobody any more"))
    expect(row).to_contain_text(karim.name)
    picture(page, "walk-custody-departure", full=False)

    other = make_account(unit=energy, name="Bornes Est", owner=karim)
    declare_access(other.pk, facts=AccessFacts(person_id=hugo.pk), by=karim, at=now())
    mark_left(person_id=hugo.pk, by=claire, at=now())
    let_the_worker_work()
    Access.objects.update(due_on=today() - timedelta(days=3))
    late = counted(language, "overdue by %(days)s day", "overdue by %(days)s days", 3, days=3)
    page.goto("/custody/")
    expect(page.locator("section[aria-labelledby=due] li").first).to_contain_text(late)
    page.goto("/")
    told = page.locator("li", has_text="Nordet Recharge").get_by_role(
        "link", name=say("Take away the access of %(name)s", name=hugo.name)
    )
    told.first.click()
    page.locator("#id_close-note").fill("Mot de passe changé, sessions fermées.")
    page.get_by_role("button", name=say("It is taken away")).click()
    page.wait_for_url("**/custody/accounts/*/")
    expect(page.locator("main")).to_contain_text("sessions fermées")
    access = Access.objects.get(account=account)
    assert (access.state, access.closed_by) == ("closed", karim)
    assert overflow(page) == 0

    page.get_by_role("link", name=say("See the handover")).click()
    expect(page.locator("main")).to_contain_text(say("Say who follows"))
    assert Handover.objects.get().successor is None

    bring_back(person_id=hugo.pk, by=claire, at=now())
    kept = Access.objects.get(account=other)
    page.goto(f"/custody/accesses/{kept.pk}/revoke/")
    page.get_by_role("button", name=say("Leave it in force")).click()
    page.wait_for_url("**/custody/accounts/*/")
    kept.refresh_from_db()
    assert kept.state == "open"


def _declare(page: Page, say: Words, person: Person) -> None:
    """Say that `person` knows the password, from the panel of the account’s page."""
    page.get_by_role("link", name=say("Who can get in, and how")).click()
    page.get_by_role("link", name=say("Declare an access")).click()
    page.locator("#id_person").fill(str(person.email))
    page.locator("#id_second_factor").select_option("app")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/custody/accounts/*/")


@BOTH
def test_a_late_handover_is_refused_given_to_somebody_else_and_signed_by_both(
    visit: Visitor, karim: Person, hugo: Person, nina: Person, energy: Unit, language: str
) -> None:
    say = words(language)
    speak(language, karim, hugo, nina)
    account = make_account(unit=energy, name="Nordet Recharge", owner=hugo)
    facts = AccessFacts(person_id=hugo.pk)
    declare_access(account.pk, facts=facts, by=karim, at=now())
    yesterday = now().date() - timedelta(days=1)
    case = make_handover(
        account=account, giver=hugo, successor=nina, decided_by=karim, due_on=yesterday
    )

    page = visit("/", as_=nina, language=language, width=390)
    page.get_by_role("link", name="Nordet Recharge").first.click()
    page.locator("#id_refusal-reason").fill("I already answer for four accounts.")
    page.get_by_role("button", name=say("Refuse"), exact=True).click()
    expect(page.locator("main")).to_contain_text("I already answer for four accounts.")
    assert overflow(page) == 0

    human = visit("/", as_=karim, language=language)
    human.get_by_role("link", name="Nordet Recharge").first.click()
    human.locator("#id_successor-successor").fill(str(nina.email))
    human.locator("#id_successor-due_on").fill("2099-01-01")
    human.get_by_role("button", name=say("Name them")).click()
    _finish(page, human, case, say, taker=nina)

    giver = visit(f"/custody/handovers/{case.pk}/", as_=hugo, language=language)
    with giver.expect_navigation():
        giver.get_by_role("button", name=say("Sign"), exact=True).click()
    case.refresh_from_db()
    assert (case.state, Account.objects.get().owner) == ("done", nina)


def _finish(page: Page, human: Page, case: Handover, say: Words, *, taker: Person) -> None:
    """Tick one step as people do, the others at once, and sign as the successor."""
    human.wait_for_load_state()
    page.reload()
    step = page.locator("#step-tried")
    step.locator("summary").click()
    step.locator("select").select_option("done")
    with page.expect_navigation():
        step.locator("button[type=submit]").click()
    for kind in HandoverStep.Kind.values:
        if kind != "tried":
            tick_step(case.pk, kind=kind, outcome="done", note="", by=taker, at=now())
    page.reload()
    picture(page, "walk-custody-handover", full=False)
    with page.expect_navigation():
        page.get_by_role("button", name=say("Sign"), exact=True).click()
