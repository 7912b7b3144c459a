"""The composer in a real browser: underlining, saving, what survives, and without scripts."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Route, expect

from gouvernail.content.actions import Writing, save_draft
from gouvernail.content.models import Draft, DraftMedia
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor, session_of
from tests.browser.seeing import axe, overflow, picture
from tests.make.content import make_draft
from tests.make.media import make_asset
from tests.make.registry import make_account, make_connection
from tests.make.rulebooks import make_pack

TEXT = (
    "New charging station in Nantes-Beaulieu: 24 fast chargers, open day and night.\n\n"
    "Charging is the cheapest in France, two steps from tram 4.\n\n"
    "Come and try it: a discount of 20 % with the code BEAULIEU.\n\n"
    "Thanks to the neighbours, whose code name was Borealis. nordet.fr/beaulieu #Nantes"
)


@pytest.fixture
def draft(
    hugo: Person,
    claire: Person,
    julie: Person,
    amina: Person,
    camille: Person,
    energy: Unit,
    nordet: Unit,
) -> Draft:
    make_pack(unit=nordet, by=claire)
    accounts = (
        make_account(
            unit=energy,
            address="https://bsky.app/profile/nordet.bsky.social",
            name="Nordet Recharge",
        ),
        make_account(unit=energy, address="https://x.com/NordetRecharge", name="Nordet Recharge"),
        make_account(
            unit=energy,
            address="https://www.linkedin.com/company/nordet-recharge",
            name="Nordet Recharge",
        ),
        make_account(
            unit=energy, address="https://mastodon.social/@nordet", name="Nordet Recharge"
        ),
    )
    make_connection(account=accounts[0], by=claire)
    make_connection(account=accounts[3], by=claire)
    draft = make_draft(
        author=hugo,
        unit=energy,
        accounts=accounts,
        text=TEXT,
        title="Opening of the Nantes-Beaulieu station",
        publish_at=datetime(2099, 11, 17, 13, tzinfo=UTC),
        wall_time="2099-11-17T14:00",
        time_zone="Europe/Paris",
    )
    asset = make_asset(unit=energy, by=hugo, title="nantes-beaulieu-04", credit="M. Kerbrat")
    DraftMedia.objects.create(
        draft=draft, asset=asset, alt="A covered station, four chargers and a red car"
    )
    return draft


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_composer_is_accessible_and_fits(
    visit: Visitor, hugo: Person, draft: Draft, width: int, theme: str, language: str
) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, width=width, theme=theme, language=language)

    picture(page, f"composer-{width}-{theme}-{language}")
    assert axe(page) == []
    assert overflow(page) == 0


def test_the_words_are_underlined_while_typing_and_the_fix_is_one_click(
    visit: Visitor, hugo: Person, draft: Draft
) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")
    area = page.locator("textarea#text")

    area.fill("An open day. Charging is the cheapest in France, come along.")

    mark = page.locator("[data-write=text] .g-layer mark.stop")
    expect(mark).to_have_text("the cheapest in France")
    expect(page.locator("#composer-bar")).to_contain_text("1 block forbids submission")
    page.get_by_role("button", name="Remove the comparison").click()
    expect(page.locator("textarea#text")).not_to_have_value(re.compile("cheapest"))
    expect(page.locator("#composer-bar")).to_contain_text("Ready to submit")
    page.reload()
    expect(page.locator("#composer-bar")).to_contain_text("Ready to submit")
    expect(page.locator("#composer-restore")).to_be_hidden()  # what was corrected is not offered


def test_the_underlining_follows_the_words_before_the_server_has_answered(
    visit: Visitor, hugo: Person, draft: Draft
) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")
    page.route("**/live", lambda route: route.abort())
    area = page.locator("textarea#text")
    area.press("Control+Home")

    area.press_sequentially("\U0001f389 Hello. ")

    mark = page.locator("[data-write=text] .g-layer mark.stop")
    expect(mark).to_have_text("the cheapest in France")
    visit.complaints.clear()


def test_the_draft_saves_itself(visit: Visitor, hugo: Person, draft: Draft) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")

    with page.expect_response(lambda answer: '"saved": true' in answer.text()):
        page.locator("textarea#text").fill("Saved without a click.")

    draft.refresh_from_db()
    assert draft.text == "Saved without a click."
    assert page.evaluate("localStorage.length") == 0


def test_a_button_pressed_while_the_draft_saves_itself_waits_for_it(
    visit: Visitor, hugo: Person, draft: Draft
) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")

    def press_meanwhile(route: Route) -> None:
        if 'name="keep"' not in (route.request.post_data or ""):
            return route.continue_()
        kept = route.fetch()
        page.get_by_role("button", name="Save and check").dispatch_event("click")
        return route.fulfill(response=kept)

    page.route("**/live", press_meanwhile)
    with page.expect_navigation():
        page.locator("textarea#text").fill("Saved by itself, then by its author.")

    expect(page.locator("textarea#text")).to_have_value("Saved by itself, then by its author.")
    expect(page.locator("#composer-conflict [data-code]")).to_have_count(0)


def test_the_text_survives_a_session_that_ended(visit: Visitor, hugo: Person, draft: Draft) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    with page.expect_response(lambda answer: answer.status == 401):
        page.locator("textarea#text").fill("Typed after the session ended.")
    expect(page.locator("[data-save-state]")).to_contain_text("Your session has ended")
    name, value = settings.SESSION_COOKIE_NAME, session_of(hugo)
    page.context.add_cookies([{"name": name, "value": value, "url": visit.server.url}])
    page.reload()

    expect(page.locator("#composer-restore")).to_contain_text("Typed after the session ended.")
    page.get_by_role("button", name="Restore my text").click()
    with page.expect_response(lambda answer: '"saved": true' in answer.text()):
        expect(page.locator("textarea#text")).to_have_value("Typed after the session ended.")
    draft.refresh_from_db()
    assert draft.text == "Typed after the session ended."
    visit.complaints.clear()


def test_the_second_of_two_editors_sees_both_texts(
    visit: Visitor, hugo: Person, karim: Person, draft: Draft
) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")
    save_draft(draft_id=draft.pk, writing=Writing(text="Karim was faster."), by=karim, at=now())

    page.locator("textarea#text").fill("Hugo was slower.")

    conflict = page.locator("#composer-conflict")
    expect(conflict).to_contain_text("Karim was faster.")
    expect(conflict).to_contain_text("Hugo was slower.")
    expect(page.locator("textarea#text")).to_have_value("Hugo was slower.")
    page.set_viewport_size({"width": 1440, "height": 2200})  # nothing under the bar
    assert axe(page) == []
    picture(page, "composer-conflict")
    page.get_by_role("button", name="Save mine").click()
    draft.refresh_from_db()
    assert draft.text == "Hugo was slower."
    visit.complaints.clear()


def test_everything_works_without_scripts(
    visit: Visitor, hugo: Person, camille: Person, draft: Draft
) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en", scripts=False)

    page.locator("textarea#text").fill("A quiet text about charging.")
    page.get_by_role("button", name="Save and check").click()
    expect(page.locator("#composer-bar")).to_contain_text("Ready to submit")
    page.get_by_role("button", name="Submit to").click()

    expect(page.locator("h1")).to_have_text(draft.title)
    draft.refresh_from_db()
    assert (draft.status, draft.text) == ("in_review", "A quiet text about charging.")
