"""A policy is written by one person, sent back, approved by another, and binds at its day."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now, today
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.tasks import put_in_force
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter
from tests.walks.words import Words, words

OLD = "## 1 Prix\n\nUn prix porte sa date."
NEW = "## 1 Prix\n\nUn prix porte sa date et sa source."


def press(page: Page, say: Words, text: str, *, of: str = "") -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(text, of=of), exact=True).click()


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 1440, "light"), ("en", 390, "dark")]
)
def test_a_policy_is_written_sent_back_approved_and_binds_at_its_day(  # noqa: PLR0915 - one walk
    visit: Visitor,
    claire: Person,
    hugo: Person,
    nordet: Unit,
    language: str,
    width: int,
    theme: str,
) -> None:
    say = words(language)
    look: dict[str, Any] = {"language": language, "width": width, "theme": theme}
    juliette = make_person(name="Juliette Roy", home_unit=nordet)
    make_grant(person=juliette, unit=nordet, role=Role.REVIEWER, seat=Seat.LEGAL)
    make_charter(by=claire, source=OLD, source_en=OLD)
    day = today() + timedelta(days=10)

    # The lead writes the next version, and has to say what changes.
    page = visit("/policies/charter/write", as_=claire, **look)
    page.locator("textarea[name=source]").fill(NEW)
    page.locator("textarea[name=source_en]").fill(NEW)
    press(page, say, "Keep this draft")
    page.locator("input[name=in_force_on]").fill(day.isoformat())
    press(page, say, "Submit", of="version of a policy")
    expect(page.locator("body")).to_contain_text(
        say("Say what changes, and why: people read it before the text.")
    )
    page.locator("textarea[name=changes]").fill("Le prix dit sa source.")
    press(page, say, "Submit", of="version of a policy")
    expect(page.locator("main")).to_contain_text(
        say("It is your own work: somebody else approves it.")
    )
    assert (axe(page), overflow(page)) == ([], 0)

    # A lawyer finds it under To decide, and sends it back with words.
    page = visit("/to-do/?what=decide", as_=juliette, **look)
    with page.expect_navigation():
        page.locator("a[href='/policies/charter/2/']").first.click()
    press(page, say, "Send back", of="version of a policy")
    expect(page.locator("main")).to_contain_text(say("Say why, in a few words."))
    page.locator("textarea[name=comment]").fill("Quelle source ?")
    press(page, say, "Send back", of="version of a policy")

    # Its author reads why, and submits it again; then it is approved.
    page = visit("/policies/charter/2/", as_=claire, **look)
    expect(page.locator("main")).to_contain_text("Quelle source ?")
    press(page, say, "Submit", of="version of a policy")
    page = visit("/policies/charter/2/", as_=juliette, **look)
    press(page, say, "Approve", of="version of a policy")
    expect(page.locator("body")).to_contain_text(say("Agreed. It binds by itself from its day on."))
    assert (axe(page), overflow(page)) == ([], 0)

    # Until its day the first one binds; from that day on, the second is to sign.
    page = visit("/policies/charter/", as_=hugo, **look)
    expect(page.locator("a[href='/policies/charter/2/']")).to_be_visible()
    expect(page.locator(".g-clauses")).not_to_contain_text("sa source")
    put_in_force(now() + timedelta(days=11))
    assert PolicyVersion.objects.get(status="in_force").number == 2
    page = visit("/policies/charter/", as_=hugo, **look)
    expect(page.locator(".g-clauses")).to_contain_text("sa source")
    expect(page.get_by_role("button", name=say("I have read it and I sign"))).to_be_visible()
    assert all("422" in complaint for complaint in visit.complaints)  # the two refusals above
    visit.complaints.clear()
