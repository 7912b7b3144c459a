"""A complaint is routed and answered within its delay; another goes to an expert and comes back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from gouvernail.foundation.clock import now
from gouvernail.inbox.actions import DeskFacts, write_desk, write_rule
from gouvernail.inbox.models import Conversation
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.inbox import make_conversation
from tests.make.publishing import make_practice_account
from tests.make.teams import make_team
from tests.walks.setting import speak
from tests.walks.test_consultation import press
from tests.walks.words import words

ALL_DAY = {str(day): [["00:00", "00:00"]] for day in range(7)}


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")], ids=["fr", "en"])
def test_a_complaint_is_routed_and_answered_and_another_comes_back_from_an_expert(  # noqa: PLR0915 - one walk
    visit: Visitor,
    claire: Person,
    karim: Person,
    hugo: Person,
    energy: Unit,
    let_the_worker_work: Callable[..., None],
    language: str,
    theme: str,
) -> None:
    say = words(language)
    speak(language, claire, karim, hugo)
    look: dict[str, Any] = {"language": language, "theme": theme}
    account = make_practice_account(unit=energy, by=claire)
    team = make_team(hugo, unit=energy)
    facts = DeskFacts(clocks_on=True, routing_on=True, opening=ALL_DAY, zone="UTC")
    write_desk(facts=facts, by=claire, at=now())
    write_rule(conditions={"keyword": "débité"}, team_id=team.pk, priority=2, by=claire, at=now())
    start = now() - timedelta(minutes=20)
    told = make_conversation(account, at=start, posted_at=start, remote_id="post-1", lang="fr")
    odd = make_conversation(
        account, at=start, posted_at=start, remote_id="post-2", text="La borne est à vous ?"
    )

    # The complaint stands in the queue of the team; who takes it up answers within its delay.
    desk = visit("/conversations/?box=team", as_=hugo, width=1440, **look)
    assert (axe(desk), overflow(desk)) == ([], 0)
    with desk.expect_navigation():
        desk.locator(f"#conversation-{told.pk} a").click()
    press(desk, say, "Take it up")
    assert (axe(desk), overflow(desk)) == ([], 0)
    desk.locator("#reply_text").fill("Bonjour Bruno, nous vérifions et revenons vers vous.")
    press(desk, say, "Answer", of="button")
    expect(desk.locator(".g-msg.is-us")).to_contain_text("nous vérifions")
    delivery = Delivery.objects.get()
    assert delivery.fields["answers"]["remote_id"] == "post-1"
    assert told.first_due_at is not None
    assert now() < told.first_due_at

    # The other is not known: an expert is asked, and answers on a phone.
    desk = visit(f"/conversations/{odd.pk}/", as_=hugo, width=1440, **look)
    desk.locator("#act-expert summary").click()
    desk.locator("#expert_expert").fill(karim.name)
    desk.locator("#expert_words").fill("Cette borne est-elle à nous ?")
    press(desk, say, "Ask")
    phone = visit("/questions/", as_=karim, width=390, **look)
    with phone.expect_navigation():
        phone.get_by_role("link", name="Cette borne est-elle à nous ?").click()
    assert (axe(phone), overflow(phone)) == ([], 0)
    phone.locator("[name=words]").fill("Oui, elle sera réparée mardi.")
    press(phone, say, "Send my answer")

    # It is back with who asked, who reads the answer in the thread, on a phone too.
    let_the_worker_work(now())
    phone = visit(f"/conversations/{odd.pk}/", as_=hugo, width=390, **look)
    expect(phone.locator(".g-msgs")).to_contain_text("Oui, elle sera réparée mardi.")
    assert (axe(phone), overflow(phone)) == ([], 0)
    odd.refresh_from_db()
    assert (odd.status, odd.claimed_by) == (Conversation.Status.OPEN, hugo)
