"""Who may answer: by licence, by route, by hand, from a team called in."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.outbox import deliver
from gouvernail.inbox.actions import Answer, assign, decide_reply, fresh_key, reply
from gouvernail.inbox.errors import (
    ReplyLicenceError,
    ReplyRefusedError,
)
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.tasks import READERS
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import has_lapsed
from gouvernail.publishing.tasks import turn
from tests.make.approvals import make_route
from tests.make.inbox import make_conversation
from tests.make.licences import make_requirement
from tests.make.people import make_grant, make_person
from tests.make.publishing import make_practice_account
from tests.make.registry import make_account
from tests.make.replies import make_in_use
from tests.make.rulebooks import make_pack
from tests.make.teams import make_team

Status, Standing = Conversation.Status, Message.Standing


def answer(text: str = "Bonjour Bruno, nous vérifions.") -> Answer:
    """Return an answer about to be sent, of a form of its own."""
    return Answer(key=fresh_key(), text=text)


def test_a_licence_that_lapses_before_it_leaves_holds_the_answer(
    energy: Unit, hugo: Person, claire: Person, noon: datetime
) -> None:
    told = make_conversation(make_practice_account(unit=energy, by=hugo), remote_id="post-1")
    message = reply(told.pk, answer=answer(), by=hugo, at=noon)
    make_requirement(by=claire, act="reply", second_factor=True)

    turn(clock=lambda: noon)
    deliver(READERS, at=noon)
    message.refresh_from_db()
    told.refresh_from_db()

    assert message.delivery is not None
    assert message.delivery.status == Delivery.Status.VOID
    assert (message.standing, told.status) == (Standing.DROPPED, Status.OPEN)


def test_an_answer_asks_for_the_licence_to_answer_not_to_publish(
    energy: Unit, hugo: Person, claire: Person, amina: Person, camille: Person, noon: datetime
) -> None:
    make_pack(unit=energy, by=claire)
    make_requirement(by=claire, act="publish", second_factor=True)
    told = make_conversation(make_practice_account(unit=energy, by=hugo))
    asked = reply(told.pk, answer=answer("A discount of 20 %."), by=hugo, at=noon)
    decide_reply(asked.pk, verdict="approve", by=camille, at=noon)
    agreed = decide_reply(asked.pk, verdict="approve", by=amina, at=noon)

    assert agreed.delivery is not None
    assert not has_lapsed(agreed.delivery, at=noon)


def test_a_route_for_answers_has_every_answer_read(
    energy: Unit, hugo: Person, amina: Person, noon: datetime
) -> None:
    make_route(("legal",), subject_kind="reply", networks=["practice"])
    told = make_conversation(make_practice_account(unit=energy, by=hugo))
    other = make_conversation(make_account(unit=energy, network="bluesky"))

    asked = reply(told.pk, answer=answer(), by=hugo, at=noon)
    free = reply(other.pk, answer=answer(), by=hugo, at=noon)

    assert (asked.standing, free.standing) == (Standing.ASKED, Standing.QUEUED)


def test_who_answers_by_hand_brings_the_link_themselves(
    client: Client, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    zoe = make_person(name="Zoé Réponse", home_unit=energy)
    make_grant(person=zoe, unit=energy, role=Role.RESPONDER)
    told = make_conversation(make_account(unit=energy, network="facebook"), by_hand=True)
    message = reply(told.pk, answer=answer(), by=zoe, at=noon)
    assert message.delivery is not None
    client.force_login(zoe)

    page = client.get(reverse("inbox:conversation-detail", args=[told.pk]))
    brought = client.post(
        reverse("publishing:hand-off-link", args=[message.delivery.pk]),
        {"url": "https://www.facebook.com/energie/posts/1"},
    )
    message.delivery.refresh_from_db()

    assert reverse("publishing:hand-off", args=[message.delivery.pk]) in page.text
    assert brought.status_code == 302
    assert message.delivery.status == Delivery.Status.SENT
    assert not may(zoe, Right.HAND_OFF)


def test_a_team_called_in_sends_what_is_proposed_to_it_and_no_brace_leaves(
    energy: Unit, care: Unit, ines: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    used = make_in_use(by=karim, unit=energy)
    told = make_conversation(make_practice_account(unit=energy, by=karim))
    team = make_team(ines, unit=care)
    assign(told.pk, team_id=team.pk, by=claire, at=noon)

    odd = replace(answer("Votre commande {N°2}"), version_id=used.current_id)
    with pytest.raises(ReplyRefusedError, match="braces"):
        reply(told.pk, answer=odd, by=ines, at=noon)
    reply(told.pk, answer=replace(odd, text="Votre commande 12."), by=ines, at=noon)
    used.refresh_from_db()

    assert used.uses == 1


def test_a_licence_to_answer_is_asked_for(
    energy: Unit, hugo: Person, claire: Person, noon: datetime
) -> None:
    make_requirement(by=claire, act="reply", second_factor=True)
    conversation = make_conversation(make_practice_account(unit=energy, by=hugo))

    with pytest.raises(ReplyLicenceError):
        reply(conversation.pk, answer=answer(), by=hugo, at=noon)
