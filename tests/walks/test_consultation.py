"""A policy is consulted about, every remark answered, approved, and binds at its day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gouvernail.consultations.models import Consultation, Remark
from gouvernail.foundation.clock import now, today
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.policies.actions import write_clauses
from gouvernail.policies.models import PolicyVersion
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.consultations import DRAFT, FINAL, OLD
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter, make_draft_version
from tests.walks.setting import speak
from tests.walks.words import Words, words

Work = Callable[..., None]


def press(page: Page, say: Words, text: str, *, of: str = "") -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(text, of=of), exact=True).first.click()


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")], ids=["fr", "en"])
def test_a_policy_is_consulted_answered_approved_and_comes_into_force(  # noqa: PLR0915 - one walk
    visit: Visitor,
    claire: Person,
    nina: Person,
    hugo: Person,
    nordet: Unit,
    let_the_worker_work: Work,
    language: str,
    theme: str,
) -> None:
    say = words(language)
    juliette = make_person(name="Juliette Roy", home_unit=nordet)
    make_grant(person=juliette, unit=nordet, role=Role.REVIEWER, seat=Seat.LEGAL)
    speak(language, claire, nina, hugo, juliette)
    look: dict[str, Any] = {"language": language, "theme": theme}
    policy = make_charter(by=claire, source=OLD, source_en=OLD)
    version = make_draft_version(policy, by=claire, source=DRAFT, source_en=DRAFT)

    # The lead asks about the draft.
    desk = visit(f"/consultations/new/{policy.slug}/", as_=claire, width=1440, **look)
    desk.locator("[name=purpose]").fill("Le lien est-il praticable ?")
    desk.locator("[name=purpose_en]").fill("Is the link practicable?")
    press(desk, say, "Open the consultation")
    window = Consultation.objects.get()
    assert window.status == "open"

    # An employee reads it on her phone, from Today, and speaks of a clause.
    phone = visit("/", as_=nina, width=390, **look)
    with phone.expect_navigation():
        phone.locator(f'a[href="/consultations/{window.pk}/"]').first.click()
    assert (axe(phone), overflow(phone)) == ([], 0)
    _speak(phone, say, "Un lien vers la source, plutôt ?")
    expect(phone.locator("#at-1 .g-remark")).to_contain_text("Un lien vers la source")
    with phone.expect_navigation():
        phone.locator("#at-1 button[value=concern]").click()
    expect(phone.locator("#at-1 button[value=concern]")).to_have_attribute("aria-pressed", "true")
    # A colleague says the same, and asks something of the whole.
    other = visit(f"/consultations/{window.pk}/remarks/", as_=hugo, width=390, **look)
    with other.expect_navigation():
        other.get_by_role("button", name=say("Same for me")).click()
    expect(other.get_by_role("button", name=say("Same for me"))).to_contain_text("1")
    assert (axe(other), overflow(other)) == ([], 0)

    _end(let_the_worker_work, window)
    _answer(visit("/", as_=claire, width=1440, **look), window, version, say)

    # Nina reads her answer; the lawyer approves; it binds at its day, and she learns what changed.
    phone = visit("/notifications/", as_=nina, width=390, **look)
    expect(phone.locator("main")).to_contain_text(policy.title if language == "fr" else "charter")
    phone = visit(f"/consultations/{window.pk}/mine/", as_=nina, width=390, **look)
    expect(phone.locator("main")).to_contain_text("Un lien suffit.")
    page = visit(f"/policies/{policy.slug}/2/", as_=juliette, width=1440, **look)
    press(page, say, "Approve", of="version of a policy")
    let_the_worker_work(now() + timedelta(days=40))
    assert PolicyVersion.objects.get(status="in_force").number == 2
    phone = visit(f"/policies/{policy.slug}/", as_=nina, width=390, **look)
    expect(phone.locator("article")).to_contain_text(say("What changed because of you"))
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Read each answer")).click()
    expect(phone.locator("ins").first).to_be_visible()
    assert (axe(phone), overflow(phone)) == ([], 0)
    assert all("422" in complaint or "409" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def _speak(phone: Page, say: Words, text: str) -> None:
    """Write about the first clause: refused without words, then sent."""
    place = phone.locator("#at-1")
    place.get_by_text(say("Say something about this clause")).click()
    with phone.expect_navigation():
        place.get_by_role("button", name=say("Send", of="remark"), exact=True).click()
    expect(phone.locator("#at-1")).to_contain_text(say("Say it in a few words."))
    phone.locator("#at-1 textarea").fill(text)
    with phone.expect_navigation():
        phone.locator("#at-1").get_by_role(
            "button", name=say("Send", of="remark"), exact=True
        ).click()


def _end(work: Work, window: Consultation) -> None:
    """Let the window end, as if its days had passed."""
    later: datetime = window.closes_at + timedelta(minutes=1)
    work(later)
    window.refresh_from_db()
    assert window.status == "closed"


def _answer(desk: Page, window: Consultation, version: PolicyVersion, say: Words) -> None:
    """Try to submit, change the text, answer what was said, submit."""
    desk.goto(desk.url.split("/", 3)[0] + "//" + desk.url.split("/")[2] + "/policies/charter/2/")
    day = today() + timedelta(days=30)
    desk.locator("input[name=in_force_on]").fill(day.isoformat())
    desk.locator("textarea[name=changes]").fill("Le prix dit sa source.")
    press(desk, say, "Submit", of="version of a policy")
    expect(desk.locator("body")).to_contain_text("1")
    write_clauses(
        version_id=version.pk,
        source=FINAL,
        source_en=FINAL,
        by=window.planned_by,
        at=now(),
    )
    desk.goto(f"{desk.url.split('/policies')[0]}/consultations/{window.pk}/answers/")
    remark = Remark.objects.get()
    expect(desk.locator(f"#remark-{remark.pk}")).to_contain_text("Un lien vers la source")
    desk.locator(f"#remark-{remark.pk} input[type=checkbox]").check()
    desk.locator("#answer-all input[value=changed]").check()
    desk.locator("#answer-all select[name=anchor]").select_option("1")
    desk.locator("#answer-all textarea[name=words]").fill("Un lien suffit.")
    with desk.expect_navigation():
        desk.locator("#answer-all").get_by_role(
            "button", name=say("Answer", of="remark"), exact=True
        ).click()
    expect(desk.locator("ins").first).to_be_visible()
    assert (axe(desk), overflow(desk)) == ([], 0)
    desk.goto(f"{desk.url.split('/consultations')[0]}/policies/charter/2/")
    desk.locator("input[name=in_force_on]").fill(day.isoformat())
    desk.locator("textarea[name=changes]").fill("Le prix dit sa source.")
    press(desk, say, "Submit", of="version of a policy")
    version.refresh_from_db()
    assert version.status == "approval"
