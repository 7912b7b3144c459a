"""An incident is declared by hand, run, frozen, spoken about, lifted by two and closed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gouvernail.crisis.actions import approve_statement, import_starter, submit_statements
from gouvernail.crisis.models import Incident, Message
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person
from gouvernail.publishing.models import Freeze
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.walks.setting import speak
from tests.walks.words import Words, words

Work = Callable[..., None]


def press(page: Page, say: Words, text: str, *, of: str = "") -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(text, of=of), exact=True).first.click()


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")], ids=["fr", "en"])
def test_an_incident_is_declared_run_frozen_lifted_by_two_and_closed(  # noqa: PLR0915 - one walk
    visit: Visitor,
    claire: Person,
    yann: Person,
    julie: Person,
    let_the_worker_work: Work,
    language: str,
    theme: str,
) -> None:
    say = words(language)
    speak(language, claire, yann)
    look: dict[str, Any] = {"language": language, "theme": theme}
    plan = import_starter(kind="reputation", by=claire, at=now())
    submit_statements(plan_id=plan.pk, by=claire, at=now())
    for one in plan.statements.filter(channel="staff_email"):
        approve_statement(statement_id=one.pk, digest=one.digest, by=julie, at=now())

    # Declared by hand.
    desk = visit("/incidents/new/", as_=claire, width=1440, **look)
    desk.locator("[name=title]").fill("Vidéo d’une borne qui fume")
    desk.locator("[name=severity][value='3']").check()
    press(desk, say, "Open the room")
    incident = Incident.objects.get()
    expect(desk.locator("h1")).to_have_text("Vidéo d’une borne qui fume")

    # Written, done, frozen.
    desk.locator("#timeline-title").scroll_into_view_if_needed()
    desk.locator("textarea[name=text]").first.fill("Le feu est éteint.")
    press(desk, say, "Seal this entry")
    expect(desk.locator("#timeline")).to_contain_text("Le feu est éteint.")
    press(desk, say, "Done", of="task")
    expect(desk.locator(".g-countdown")).to_contain_text("1/")
    press(desk, say, "Freeze now", of="incident")
    expect(desk.locator(".g-frozen")).to_be_visible()
    expect(desk.get_by_text(say("What we cannot stop"))).to_be_visible()
    assert (axe(desk), overflow(desk)) == ([], 0)

    # Said: a statement approved in advance, filled in, sent to staff.
    with desk.expect_navigation():
        desk.get_by_role("link", name=say("Fill in"), exact=True).first.click()
    for field in desk.locator("form.g-sheet input[type=text]").element_handles():
        field.fill("16:30")
    press(desk, say, "Make it ready")
    press(desk, say, "Send to staff")
    assert Message.objects.get().status == "sent"

    # On a phone, another person reads it and confirms the lift.
    home = desk.url.split("/incidents")[0]
    desk.goto(f"{home}/freeze/")
    desk.get_by_text(say("Lift…")).last.click()
    desk.locator("section textarea[name=reason]").first.fill("Le calme est revenu.")
    press(desk, say, "Ask to lift the freeze")
    phone = visit(f"/incidents/{incident.pk}/", as_=yann, width=390, **look)
    assert (axe(phone), overflow(phone)) == ([], 0)
    phone.goto(f"{home}/freeze/")
    press(phone, say, "Confirm and reopen")
    assert Freeze.objects.get().status == "lifted"
    let_the_worker_work()

    # Closed: the record stays.
    desk.goto(f"{home}/incidents/{incident.pk}/")
    desk.get_by_text(say("Close…", of="incident")).click()
    desk.locator("textarea[name=closing]").fill("Borne remplacée, personne n’est blessé.")
    press(desk, say, "Close the incident")
    expect(desk.locator("#timeline")).to_contain_text(yann.name)
    expect(desk.locator("textarea[name=closing]")).to_have_count(0)
    incident.refresh_from_db()
    assert incident.status == "closed"
