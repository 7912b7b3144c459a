"""A password is put in, asked for, shown by a key of the tab, and is nowhere else meanwhile."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import Error, Page, Response, expect

from gouvernail.credentials.actions import follow_time, remind
from gouvernail.credentials.models import Item, Reveal, Showing
from gouvernail.credentials.tasks import answer_waiting
from gouvernail.foundation.clock import now, today
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.canaries import in_database, leaks
from tests.make.registry import make_account
from tests.walks.setting import speak
from tests.walks.words import Words, words

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
URGENT = {"fr": "URGENCE", "en": "EMERGENCY"}
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


@BOTH
def test_a_password_is_put_in_asked_for_shown_in_one_tab_and_renewed(
    visit: Visitor,
    energy: Unit,
    karim: Person,
    hugo: Person,
    let_the_worker_work: Callable[[], None],
    language: str,
) -> None:
    say = words(language)
    speak(language, karim, hugo)
    account = make_account(unit=energy, owner=hugo, custodian=karim, name="Nordet Recharge")
    keeping = visit(f"/accounts/{account.pk}/", as_=karim, language=language)
    asking = visit("/", as_=hugo, language=language)
    heard: list[str] = []
    for page in (keeping, asking):
        listen(page, heard)

    item = put_in(keeping, say)
    reveal = ask(asking, item, say)
    approve(keeping, reveal, say)
    look(asking, heard, say)
    renew(keeping, item, say)

    let_the_worker_work()
    written = "".join(heard) + "".join(str(one.message()) for one in mail.outbox)
    assert leaks(written) == []
    assert in_database() == []


def put_in(page: Page, say: Words) -> Item:
    page.locator("#vault-panel").get_by_role("link", name=say("Put something in")).click()
    page.get_by_role("button", name=say("Make one")).click()
    expect(page.locator("[data-strength]")).to_have_text(say("Strong."))
    assert len(page.locator("[data-value=password]").input_value()) == 24
    page.locator("[data-value=password]").fill(CANARY)
    assert axe(page) == []
    page.get_by_role("button", name=say("Seal it")).click()
    page.wait_for_url("**/credentials/items/*-*/")
    assert axe(page) == []
    return Item.objects.get()


def ask(page: Page, item: Item, say: Words) -> Reveal:
    page.goto(f"/credentials/items/{item.pk}/ask")
    page.get_by_label(say("What you need it for")).fill("Publier à la main.")
    page.get_by_role("button", name=say("Ask"), exact=True).click()
    page.wait_for_url("**/credentials/requests/*-*/")
    return Reveal.objects.get()


def approve(page: Page, reveal: Reveal, say: Words) -> None:
    page.goto("/")
    page.locator(f"a[href='/credentials/requests/{reveal.pk}/']").first.click()
    page.get_by_role("button", name=say("Approve")).click()


def look(page: Page, heard: list[str], say: Words) -> None:
    """Open the time box, see the value, and see it go."""
    page.reload()
    page.get_by_role("button", name=say("Begin")).click()
    page.get_by_role("button", name=say("Show"), exact=True).wait_for()
    assert CANARY not in page.content()
    assert axe(page) == []
    page.evaluate("document.querySelector('[data-reveal]').dataset.forget = '2'")
    page.get_by_role("button", name=say("Show"), exact=True).dblclick()
    page.wait_for_timeout(300)
    assert Showing.objects.count() == 1  # the second click of a double click is let go
    assert answer_waiting(at=now()) == 1
    expect(page.locator("output[data-value]")).to_have_text(CANARY)
    assert CANARY not in "".join(heard)
    expect(page.locator("output[data-value]")).to_have_text("", timeout=5000)
    assert CANARY not in page.content()
    page.get_by_role("button", name=say("I am done: end it now")).click()


def renew(page: Page, item: Item, say: Words) -> None:
    Item.objects.update(due_on=now().date() - timedelta(days=3))
    page.goto("/credentials/?show=due")
    page.get_by_role("link", name=item.label).first.click()
    page.goto(f"/credentials/items/{item.pk}/renew")
    page.locator("[data-value=password]").fill(NEXT)
    page.get_by_role("button", name=say("Seal it")).click()
    page.get_by_role("button", name=say("It works: destroy the old one")).click()
    item.refresh_from_db()
    assert (item.version, item.due_why) == (2, "calendar")


@BOTH
def test_a_request_is_refused_and_an_emergency_refused_then_opened_and_accounted_for(
    visit: Visitor, energy: Unit, claire: Person, karim: Person, hugo: Person, language: str
) -> None:
    say = words(language)
    speak(language, claire, karim, hugo)
    account = make_account(unit=energy, owner=claire, custodian=karim, name="Nordet Recharge")
    page = visit(f"/credentials/accounts/{account.pk}/new", as_=karim, language=language, width=390)
    page.locator("[data-value=password]").fill(CANARY)
    page.get_by_role("button", name=say("Seal it")).click()
    page.wait_for_url("**/credentials/items/*-*/")
    item = Item.objects.get()
    asking = visit(f"/credentials/items/{item.pk}/ask", as_=hugo, language=language, scripts=False)
    asking.get_by_label(say("What you need it for")).fill("Par curiosité.")
    asking.get_by_role("button", name=say("Ask"), exact=True).click()
    refusing = visit("/notifications/", as_=claire, language=language, width=390)
    refuse(refusing, say, "Le planning suffit.")
    asking.reload()
    expect(asking.locator("main")).to_contain_text("Le planning suffit.")

    # Whoever is refused, or whom nobody answers, has another door; everybody is told at once.
    in_an_emergency(asking, say, item)
    refusing.goto("/notifications/")
    expect(refusing.locator("main")).to_contain_text(URGENT[language])
    refuse(refusing, say, "Nous l’avons repris.")
    asking.reload()
    expect(asking.locator("main")).to_contain_text("Nous l’avons repris.")
    refused = Reveal.objects.filter(status="refused")
    assert {one.decided_by for one in refused} == {claire}

    reveal = open_after_the_wait(asking, say, item)
    remind(at=now())  # nobody said yet what happened
    assert Notification.objects.filter(person=claire, kind="credential.account_late").exists()
    asking.goto(f"/credentials/requests/{reveal.pk}/")
    asking.locator("main textarea").fill("Compte repris, mot de passe changé.")
    asking.get_by_role("button", name=say("Keep this account")).click()
    expect(asking.locator("main")).to_contain_text("Compte repris, mot de passe changé.")


def open_after_the_wait(page: Page, say: Words, item: Item) -> Reveal:
    """Wait, begin and end; return the request, a day after they should have said why."""
    in_an_emergency(page, say, item)
    Reveal.objects.filter(status="asked").update(opens_at=now() - timedelta(minutes=1))
    assert follow_time(at=now()) == 1
    page.reload()
    page.get_by_role("button", name=say("Begin")).click()
    page.get_by_role("button", name=say("I am done: end it now")).click()
    page.wait_for_load_state()
    reveal = Reveal.objects.get(status="ended")
    reveal.account_due_on = today() - timedelta(days=1)
    reveal.save()
    return reveal


def in_an_emergency(page: Page, say: Words, item: Item) -> None:
    page.goto(f"/credentials/items/{item.pk}/")
    page.get_by_role("link", name=say("Nobody answers: emergency access")).click()
    page.get_by_label(say("What you need it for")).fill("Le compte est pris.")
    page.get_by_role("button", name=say("Tell everybody and wait")).click()
    page.wait_for_url("**/credentials/requests/*-*/")


def refuse(page: Page, say: Words, why: str) -> None:
    """Refuse from where the letter leads."""
    page.goto(f"/credentials/requests/{Reveal.objects.get(status='asked').pk}/")
    assert overflow(page) == 0
    assert axe(page) == []
    if not page.get_by_label(say("Why")).is_visible():
        page.locator("summary", has_text=say("Refuse…")).click()
    page.get_by_label(say("Why")).fill(why)
    page.get_by_role("button", name=say("Refuse"), exact=True).click()
