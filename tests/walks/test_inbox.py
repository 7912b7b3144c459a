"""A complaint is routed and answered within its delay; another goes to an expert and comes back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from gouvernail.foundation.clock import now
from gouvernail.inbox.actions import DeskFacts, write_desk, write_rule
from gouvernail.inbox.models import Conversation
from gouvernail.people.models import Person, Unit
from gouvernail.practice.actions import comment
from gouvernail.practice.models import Post
from gouvernail.publishing.tasks import turn
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.inbox import make_conversation
from tests.make.publishing import make_delivery, make_practice_account
from tests.make.replies import make_in_use
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
    make_delivery(account, by=claire, publish_at=now())
    turn(clock=now)
    ours, start = Post.objects.get(), now() - timedelta(minutes=20)
    said, keyword = "Débité deux fois !", "débité"
    if language == "en":
        said, keyword = "Charged twice!", "charged"
    asked = comment(post=ours, author="Bruno", text=said, at=start)
    used = make_in_use(by=karim, unit=energy, asked_fr="Débité deux fois", asked_en="Charged twice")
    team = make_team(hugo, unit=energy)
    facts = DeskFacts(clocks_on=True, routing_on=True, opening=ALL_DAY, zone="UTC")
    write_desk(facts=facts, by=claire, at=now())
    write_rule(conditions={"keyword": keyword}, team_id=team.pk, priority=2, by=claire, at=now())
    told = make_conversation(
        account,
        at=start,
        posted_at=start,
        remote_id=str(asked.pk),
        root_id=str(ours.pk),
        text=said,
        lang=language,
    )
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
    desk.get_by_role("link", name=say("Put it in the box")).first.click()
    box = desk.locator("#reply_text")
    expect(box).to_have_value(re.compile("Bruno"))
    box.fill(box.input_value().replace("{signature}", "Hugo"))
    words_sent = box.input_value()
    press(desk, say, "Answer", of="button")
    expect(desk.locator(".g-msg.is-us")).to_contain_text(words_sent)

    # It leaves, stands under the complaint, and the clock stops within the delay.
    for seconds in (0, 1, 2):
        turn(clock=lambda late=seconds: now() + timedelta(seconds=late))  # type: ignore[misc]  # bound now
    let_the_worker_work(now() + timedelta(seconds=3))
    told.refresh_from_db()
    used.refresh_from_db()
    assert Post.objects.get(text=words_sent).reply_to == asked
    assert told.first_answer_at is not None
    assert told.first_due_at is not None
    assert told.first_answer_at < told.first_due_at
    assert used.uses == 1

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
