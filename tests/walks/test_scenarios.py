"""An employee on a phone answers a comment twice, stops a queue, sees an impostor."""

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.training.actions.scenarios import add_scenario
from gouvernail.training.models import Run, Scenario
from gouvernail.training.queries.staging import REAL
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow
from tests.walks.setting import speak
from tests.walks.words import Words, words


@pytest.fixture
def practised(claire: Person, nordet: Unit) -> list[Scenario]:
    slugs = ("broken-parcel", "warehouse-fire", "town-impostor")
    return [add_scenario(slug, unit_id=nordet.pk, by=claire, at=now()) for slug in slugs]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_learner_practises_until_it_goes_well(
    visit: Visitor, nina: Person, practised: list[Scenario], language: str
) -> None:
    say = words(language)
    speak(language, nina)
    phone = visit("/scenarios/", as_=nina, width=390, language=language)
    assert overflow(phone) == 0

    _answer(phone, practised[0], say)
    _stop(phone, practised[1], say)
    _see(phone, practised[2], say)

    with phone.expect_navigation():
        phone.goto("/scenarios/")
    passed = phone.locator("main").get_by_text(say("Passed", of="scenario"), exact=True)
    expect(passed).to_have_count(3)


def _begin(phone: Page, scenario: Scenario, say: Words) -> Run:
    phone.goto(f"/scenarios/{scenario.slug}/")
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Begin", of="scenario")).click()
    expect(phone.locator("h1")).to_be_visible()
    assert overflow(phone) == 0
    return Run.objects.get(scenario=scenario, ended_at__isnull=True)


def _answer(phone: Page, scenario: Scenario, say: Words) -> None:
    """Answer badly, read what to do better, try again with the good answer."""
    run = _begin(phone, scenario, say)
    phone.locator("[name=text]").fill("Bonjour ! Ce sera remboursé. Hello! We will refund you.")
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Answer", of="comment")).click()
    expect(phone.locator("h1")).to_have_text(say("Not passed this time"))
    expect(phone.locator(".s-lines .is-better").first).to_be_visible()
    expect(phone.locator(".s-lines")).to_contain_text(say("Promises nothing that others decide"))
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Try again")).click()
    phone.locator("[name=text]").fill(run.content["example"])
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Answer", of="comment")).click()
    expect(phone.locator("h1")).to_have_text(say("Passed", of="scenario"))


def _stop(phone: Page, scenario: Scenario, say: Words) -> None:
    """Stop everything, let go what helps, end."""
    run = _begin(phone, scenario, say)
    useful = run.queue.get(hurts=False)
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Stop everything")).click()
    row = phone.locator(f"#queued-{useful.place}")
    expect(row).to_contain_text(say("held", of="message"))
    with phone.expect_navigation():
        row.get_by_role("button", name=say("Let it leave")).click()
    expect(row).not_to_contain_text(say("held", of="message"))
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("End here")).click()
    expect(phone.locator("h1")).to_have_text(say("Passed", of="scenario"))


def _see(phone: Page, scenario: Scenario, say: Words) -> None:
    """Say of each profile what it is."""
    run = _begin(phone, scenario, say)
    for place, profile in enumerate(run.content["profiles"], start=1):
        phone.locator(f"[name=profile_{place}]").select_option(profile["trick"] or REAL)
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("That is my answer")).click()
    expect(phone.locator("h1")).to_have_text(say("Passed", of="scenario"))


def test_an_author_writes_a_queue_tries_it_and_publishes_it(
    visit: Visitor, claire: Person, nordet: Unit
) -> None:
    say = words("fr")
    speak("fr", claire)
    desk = visit("/scenario-new/", as_=claire, language="fr")
    desk.locator("[name=kind][value=queue]").check()
    desk.locator("[name=title]").fill("Le feu du quai")
    desk.locator("[name=story]").fill("Une nouvelle tombe. Arrêtez ce qui blesserait.")
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Write what is staged")).click()
    expect(desk.locator("main")).to_contain_text(say("What the learner sees"))
    desk.locator("[name=news]").fill("Un feu au quai.")
    _fill_message(desk, 1, text="Feu de joie ce soir !", after="40", hurts="1")
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Publish", of="scenario"), exact=True).click()
    expect(desk.locator("details:has([name=post_1_hurts])")).to_contain_text(
        say("One message at least has to hurt, and one to help.")
    )
    visit.complaints.clear()  # the browser tells of the refusal too
    _fill_message(desk, 2, text="Évitez le quai.", after="60", hurts="0")
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Keep and try it")).click()
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Stop everything")).click()
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("End here")).click()
    desk.set_viewport_size({"width": 390, "height": 800})
    with desk.expect_navigation():
        desk.get_by_role("link", name=say("Back to writing")).click()
    assert overflow(desk) == 0
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Publish", of="scenario"), exact=True).click()

    expect(desk.locator("h1")).to_have_text("Le feu du quai")
    assert Scenario.objects.get().number == 1


def _fill_message(desk: Page, place: int, *, text: str, after: str, hurts: str) -> None:
    group = desk.locator(f"details:has([name=post_{place}_text])")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    desk.locator(f"[name=post_{place}_account]").fill("La ville")
    desk.locator(f"[name=post_{place}_text]").fill(text)
    desk.locator(f"[name=post_{place}_after]").fill(after)
    desk.locator(f"[name=post_{place}_hurts]").select_option(hurts)
