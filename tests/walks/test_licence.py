"""A certificate lapses overnight: in the morning the post of its holder waits, and goes again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now, today
from gouvernail.licences.actions import look_again
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.project import schedule
from gouvernail.publishing.models import Delivery
from gouvernail.training.models import Certificate
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.content import make_submitted
from tests.make.licences import make_certificate, make_course, make_requirement
from tests.make.people import make_grant, make_person
from tests.make.publishing import make_practice_account
from tests.walks.setting import speak
from tests.walks.words import Words, words

pytestmark = pytest.mark.usefixtures("charter")


def press(page: Page, say: Words, text: str, *, of: str = "") -> None:
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(text, of=of), exact=True).click()


@pytest.mark.parametrize(
    ("language", "theme", "way"), [("fr", "light", "waiver"), ("en", "dark", "approval")]
)
def test_a_licence_lapses_overnight_and_the_scheduled_post_waits_in_the_morning(  # noqa: PLR0915 -- one walk
    visit: Visitor,
    claire: Person,
    karim: Person,
    hugo: Person,
    camille: Person,
    nordet: Unit,
    energy: Unit,
    language: str,
    theme: str,
    way: str,
) -> None:
    say = words(language)
    look: dict[str, Any] = {"language": language, "theme": theme}
    speak(language, claire, karim, hugo, camille)
    head = make_person(name="Dora Blanc", home_unit=nordet)
    make_grant(person=head, unit=nordet, role="reviewer", seat=Seat.COMMUNICATIONS)
    course = make_course(by=claire, unit=nordet)
    make_requirement(by=claire, courses=[course.slug])
    certificate = make_certificate(person=hugo, course=course, until=None)
    draft, _at = _agreed(hugo, camille, energy, visit, say, look)

    # The evening: the certificate holds to the end of yesterday; the worker turns in the night.
    look_again(at=now())
    Certificate.objects.filter(pk=certificate.pk).update(until=today() - timedelta(days=1))
    look_again(at=now())
    _turn()

    # The morning, on a phone: what is missing, since when, what to do.
    phone = visit("/licence/", as_=hugo, width=390, **look)
    expect(phone.locator("#licence-publish")).to_contain_text(
        course.title if language == "fr" else course.title_en
    )
    assert (axe(phone), overflow(phone)) == ([], 0)
    page = visit(f"/drafts/{draft.pk}/record/", as_=hugo, **look)
    expect(page.locator("#waits-for-licence")).to_contain_text(
        say("A licence lapsed after the approval: it waits for one more.")
    )
    page = visit("/calendar/?view=list", as_=hugo, **look)
    expect(page.locator("main")).to_contain_text(
        say("a licence lapsed, one more approval is asked")
    )

    if way == "approval":
        page = visit("/reviews/", as_=head, **look)
        waits = (
            "A licence lapsed after these words were agreed to: they wait for one more approval."
        )
        expect(page.locator("main")).to_contain_text(say(waits))
        with page.expect_navigation():
            page.locator("button[value=approve]").first.click()
    else:
        _ask_and_grant(phone, visit, hugo, karim, say, look)
        _turn()
    draft.refresh_from_db()
    assert draft.status == Draft.Status.APPROVED
    assert Delivery.objects.get(subject_id=draft.pk).status == Delivery.Status.QUEUED
    page = visit(f"/drafts/{draft.pk}/record/", as_=hugo, **look)
    expect(page.locator("#waits-for-licence")).to_have_count(0)


def _agreed(
    hugo: Person, camille: Person, energy: Unit, visit: Visitor, say: Words, look: dict[str, Any]
) -> tuple[Draft, datetime]:
    """Return a draft for tomorrow that a colleague agreed to on their page."""
    account = make_practice_account(unit=energy, by=hugo)
    at = now() + timedelta(days=1)
    draft, request = make_submitted(
        author=hugo,
        unit=energy,
        at=now(),
        accounts=(account,),
        publish_at=at,
        wall_time=f"{at:%Y-%m-%dT%H:%M}",
        time_zone="UTC",
    )
    page = visit(f"/reviews/{request.pk}/", as_=camille, **look)
    with page.expect_navigation():
        page.locator("button[value=approve]").first.click()
    draft.refresh_from_db()
    assert draft.status == Draft.Status.APPROVED
    return draft, at


def _turn() -> None:
    """Let the worker do what is due, until it hears nothing more."""
    while schedule.turn(at=now()):
        pass


def _ask_and_grant(
    phone: Page, visit: Visitor, hugo: Person, karim: Person, say: Words, look: dict[str, Any]
) -> None:
    """Hugo asks for a waiver on his phone; whoever answers for his unit grants it from Today."""
    phone.locator("summary", has_text=say("Ask for a waiver", of="licence")).click()
    phone.locator("[name=until]").fill((today() + timedelta(days=7)).isoformat())
    phone.locator("[name=reason]").fill("La formation est vendredi.")
    press(phone, say, "Ask")
    desk = visit("/", as_=karim, **look)
    with desk.expect_navigation():
        desk.locator(f"a[href='/licences/people/{hugo.pk}/']").first.click()
    assert (axe(desk), overflow(desk)) == ([], 0)
    press(desk, say, "Grant", of="waiver")
    phone.reload()
    expect(phone.locator("#licence-publish")).to_contain_text(say("by a waiver"))
