"""A password is put in, asked for, shown by a key of the tab, and is nowhere else meanwhile."""

from collections.abc import Callable
from contextlib import suppress

from django.core import mail
from playwright.sync_api import Error, Page, Response, expect

from gouvernail.credentials.models import Item, Reveal, Showing
from gouvernail.credentials.tasks import answer_waiting
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.canaries import in_database, leaks
from tests.make.registry import make_account
from tests.walks.words import words

FR, EN = words("fr"), words("en")
CANARY = "canari-du-coffre-31f8"
NEXT = "second-canari-77c2-muet"


def listen(page: Page, heard: list[str]) -> None:
    """Note what the server answers to a page."""

    def note(response: Response) -> None:
        kind = response.headers.get("content-type", "")
        if kind.startswith(("text/html", "application/json")) and response.ok:
            with suppress(Error):  # a page that was left meanwhile: tests/credentials reads it
                heard.append(response.text())

    page.on("response", note)


def test_a_password_is_put_in_asked_for_shown_in_one_tab_and_renewed(
    visit: Visitor,
    energy: Unit,
    karim: Person,
    hugo: Person,
    let_the_worker_work: Callable[[], None],
) -> None:
    account = make_account(unit=energy, owner=hugo, custodian=karim, name="Nordet Recharge")
    keeping, asking = visit(f"/accounts/{account.pk}/", as_=karim), visit("/", as_=hugo)
    heard: list[str] = []
    for page in (keeping, asking):
        listen(page, heard)

    item = put_in(keeping)
    reveal = ask(asking, item)
    approve(keeping, reveal)
    look(asking, heard)
    renew(keeping, item)

    let_the_worker_work()
    written = "".join(heard) + "".join(str(one.message()) for one in mail.outbox)
    assert leaks(written) == []
    assert in_database() == []


def put_in(page: Page) -> Item:
    page.locator("#vault-panel").get_by_role("link", name=FR("Put something in")).click()
    page.get_by_role("button", name=FR("Make one")).click()
    expect(page.locator("[data-strength]")).to_have_text(FR("Strong."))
    assert len(page.locator("[data-value=password]").input_value()) == 24
    page.locator("[data-value=password]").fill(CANARY)
    assert axe(page) == []
    page.get_by_role("button", name=FR("Seal it")).click()
    page.wait_for_url("**/credentials/items/*-*/")
    assert axe(page) == []
    return Item.objects.get()


def ask(page: Page, item: Item) -> Reveal:
    page.goto(f"/credentials/items/{item.pk}/ask")
    page.get_by_label(FR("What you need it for")).fill("Publier à la main.")
    page.get_by_role("button", name=FR("Ask"), exact=True).click()
    page.wait_for_url("**/credentials/requests/*-*/")
    return Reveal.objects.get()


def approve(page: Page, reveal: Reveal) -> None:
    page.goto("/")
    page.locator(f"a[href='/credentials/requests/{reveal.pk}/']").first.click()
    page.get_by_role("button", name=FR("Approve")).click()
    page.wait_for_load_state("networkidle")


def look(page: Page, heard: list[str]) -> None:
    """Open the time box, see the value, and see it go."""
    page.reload()
    page.get_by_role("button", name=FR("Begin")).click()
    page.get_by_role("button", name=FR("Show"), exact=True).wait_for()
    assert CANARY not in page.content()
    assert axe(page) == []
    page.evaluate("document.querySelector('[data-reveal]').dataset.forget = '2'")
    page.get_by_role("button", name=FR("Show"), exact=True).dblclick()
    page.wait_for_timeout(300)
    assert Showing.objects.count() == 1  # the second click of a double click is let go
    assert answer_waiting(at=now()) == 1
    expect(page.locator("output[data-value]")).to_have_text(CANARY)
    assert CANARY not in "".join(heard)
    expect(page.locator("output[data-value]")).to_have_text("", timeout=5000)
    assert CANARY not in page.content()
    page.get_by_role("button", name=FR("I am done: end it now")).click()
    page.wait_for_load_state("networkidle")


def renew(page: Page, item: Item) -> None:
    page.goto(f"/credentials/items/{item.pk}/renew")
    page.locator("[data-value=password]").fill(NEXT)
    page.get_by_role("button", name=FR("Seal it")).click()
    page.get_by_role("button", name=FR("It works: destroy the old one")).click()
    page.wait_for_load_state("networkidle")
    item.refresh_from_db()
    assert (item.version, item.due_why) == (2, "calendar")


def test_an_emergency_is_refused_from_the_page_of_its_letter(
    visit: Visitor, energy: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    account = make_account(unit=energy, owner=claire, custodian=karim, name="Nordet Recharge")
    page = visit(f"/credentials/accounts/{account.pk}/new", as_=karim, language="en", width=390)
    page.locator("[data-value=password]").fill(CANARY)
    page.get_by_role("button", name="Seal it").click()
    page.wait_for_url("**/credentials/items/*-*/")
    item = Item.objects.get()
    asking = visit(f"/credentials/items/{item.pk}/", as_=hugo, language="en", scripts=False)
    asking.get_by_role("link", name="Nobody answers: emergency access").click()
    asking.get_by_label("What you need it for").fill("The account was taken over.")
    asking.get_by_role("button", name="Tell everybody and wait").click()
    expect(asking.locator("main")).to_contain_text("It opens by itself on")
    reveal = Reveal.objects.get()

    refusing = visit("/notifications/", as_=claire, language="en", width=390)
    expect(refusing.locator("main")).to_contain_text("EMERGENCY")
    refusing.goto(f"/credentials/requests/{reveal.pk}/")  # where the letter leads
    assert overflow(refusing) == 0
    assert axe(refusing) == []
    refusing.get_by_label("Why").fill("We have it back.")
    refusing.get_by_role("button", name="Refuse", exact=True).click()
    refusing.wait_for_load_state("networkidle")

    asking.reload()
    expect(asking.locator("main")).to_contain_text("We have it back.")
    reveal.refresh_from_db()
    assert (reveal.status, reveal.decided_by) == ("refused", claire)
