"""From a topic to an alert: what is said is found, and whoever is on call is told of a rise."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from gouvernail.foundation.clock import now
from gouvernail.listening.actions.waking import wake
from gouvernail.listening.models import ChatChannel, OnCall, QuietHours, Topic
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.listening import make_mention, make_source, make_spike
from tests.make.teams import make_team
from tests.walks.setting import speak
from tests.walks.test_consultation import press
from tests.walks.words import words


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")], ids=["fr", "en"])
def test_a_topic_is_followed_and_its_alert_reaches_who_is_on_call(  # noqa: PLR0915 - one walk
    visit: Visitor,
    karim: Person,
    hugo: Person,
    energy: Unit,
    let_the_worker_work: Callable[..., None],
    language: str,
    theme: str,
) -> None:
    say = words(language)
    speak(language, karim, hugo)
    look: dict[str, Any] = {"language": language, "theme": theme}
    team = make_team(hugo, unit=energy, duty="crisis", name="Cellule de crise")
    source = make_source(unit=energy, by=karim)
    make_mention(source=source, posted_at=now(), text="Encore une panne du compteur ce matin")

    # A topic is made of words, and shows what it finds before it is kept.
    desk = visit("/listening/topics/new/", as_=karim, width=1440, **look)
    desk.locator("[name=name_fr]").fill("Compteurs")
    desk.locator("[name=any_of]").fill("compteur*")
    press(desk, say, "Keep the topic")
    topic = Topic.objects.get()
    let_the_worker_work(now())
    desk = visit(f"/listening/topics/{topic.pk}/", as_=karim, width=1440, **look)
    expect(desk.locator(".l-mentions")).to_contain_text("panne du compteur")
    assert (axe(desk), overflow(desk)) == ([], 0)

    # Who is on call is said; the others are left in peace; a channel of chat is told.
    desk = visit(f"/listening/telling/teams/{team.pk}/", as_=karim, width=1440, **look)
    start = now()
    desk.locator("[name=since]").fill((start - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    desk.locator("[name=until]").fill((start + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    press(desk, say, "Put on call")
    assert OnCall.objects.get().person == hugo
    assert (axe(desk), overflow(desk)) == ([], 0)
    desk = visit("/listening/telling/channels/new/", as_=karim, width=1440, **look)
    desk.locator("[name=name]").fill("#crise")
    desk.locator("[name=address]").fill("https://hooks.example/services/s3cret")
    press(desk, say, "Keep the channel")
    expect(desk.locator("main")).to_contain_text("hooks.example")
    expect(desk.locator("main")).not_to_contain_text("s3cret")
    assert ChatChannel.objects.get().name == "#crise"
    assert (axe(desk), overflow(desk)) == ([], 0)

    # Quiet hours are chosen on a phone; who is on call is told of the alert, and says what it is.
    phone = visit("/listening/telling/", as_=karim, width=390, **look)
    phone.locator("[name=starts]").fill("00:00")
    phone.locator("[name=ends]").fill("00:00")
    with phone.expect_navigation():
        phone.locator("main aside button[type=submit]").first.click()
    assert QuietHours.objects.filter(person=karim, ended_at__isnull=True).exists()
    assert (axe(phone), overflow(phone)) == ([], 0)
    spike = make_spike(topic=topic, severity=6)
    wake(spike.pk, at=now())
    phone = visit("/notifications/", as_=hugo, width=390, **look)
    expect(phone.locator("main")).to_contain_text("Compteurs")
    phone = visit(f"/listening/spikes/{spike.pk}/", as_=karim, width=390, **look)
    assert (axe(phone), overflow(phone)) == ([], 0)
    with phone.expect_navigation():
        phone.locator("button[name=verdict][value=real]").click()
    expect(phone.locator("main aside")).to_contain_text(karim.name)
