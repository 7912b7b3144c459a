"""Answering: judged, agreed to where it is risky, and out as a delivery like any post."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.errors import OwnWorkError
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import deliver
from gouvernail.inbox.actions import Answer, close, decide_reply, fresh_key, reply, withdraw_message
from gouvernail.inbox.errors import (
    ConversationHeldError,
    ConversationInvalidError,
    ConversationMovedOnError,
    ConversationNotFoundError,
    ConversationStateError,
    ReplyRefusedError,
)
from gouvernail.inbox.models import Conversation, Desk, Message
from gouvernail.inbox.queries.thread import is_held_back
from gouvernail.inbox.tasks import READERS, hear_deliveries
from gouvernail.people.models import Person, Unit
from gouvernail.practice.actions import comment
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.sending import due_ids
from gouvernail.registry.models import Account, Connection
from tests.make.content import make_draft
from tests.make.inbox import make_conversation
from tests.make.publishing import make_delivery, make_practice_account
from tests.make.registry import make_account
from tests.make.replies import make_in_use
from tests.make.rulebooks import make_pack

Status, Standing = Conversation.Status, Message.Standing
ALL_DAY = {str(day): [["00:00", "00:00"]] for day in range(7)}


def answer(text: str = "Bonjour Bruno, nous vérifions.") -> Answer:
    """Return an answer about to be sent, of a form of its own."""
    return Answer(key=fresh_key(), text=text)


def test_an_answer_sent_twice_leaves_once(energy: Unit, hugo: Person, noon: datetime) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    conversation = make_conversation(account, remote_id="post-1")
    said = answer()

    first = reply(conversation.pk, answer=said, by=hugo, at=noon)
    second = reply(conversation.pk, answer=said, by=hugo, at=noon)
    conversation.refresh_from_db()

    assert first.pk == second.pk
    delivery = Delivery.objects.get()
    assert delivery.mode == Delivery.Mode.AUTOMATIC
    assert delivery.fields["answers"] == {"remote_id": "post-1"}
    assert delivery.fields["lang"] == "fr"
    assert (conversation.status, conversation.claimed_by) == (Status.WAITING, hugo)
    assert conversation.first_answer_at is None  # nothing is public yet


def test_the_first_answer_counts_once_it_is_public_and_a_lost_one_is_to_write_again(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    out = make_conversation(account, remote_id="post-1")
    lost = make_conversation(account, remote_id="post-2")
    for one, status in ((out, "sent"), (lost, "failed")):
        message = reply(one.pk, answer=answer(), by=hugo, at=noon)
        assert message.delivery is not None
        Delivery.objects.filter(pk=message.delivery.pk).update(
            status=status, sent_at=noon + timedelta(minutes=2), remote_id=f"ours-{status}"
        )
        event = OutboxEvent(payload={"subject_id": str(message.pk)})
        hear_deliveries(event, noon + timedelta(minutes=3))
        hear_deliveries(event, noon + timedelta(minutes=4))
        one.refresh_from_db()

    assert out.first_answer_at == noon + timedelta(minutes=2)
    assert (out.status, lost.status) == (Status.WAITING, Status.OPEN)
    thanks = make_conversation(account, remote_id="post-3", parent_id="ours-sent")
    assert thanks == out


def test_a_network_without_access_is_answered_by_hand(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_account(unit=energy, network="facebook")
    conversation = make_conversation(account, remote_id="mail:1", by_hand=True)

    message = reply(conversation.pk, answer=answer(), by=hugo, at=noon)

    assert message.delivery is not None
    assert message.delivery.status == Delivery.Status.TO_HAND_OFF


def test_two_people_do_not_answer_the_same_person(
    energy: Unit, hugo: Person, karim: Person, noon: datetime
) -> None:
    conversation = make_conversation(make_practice_account(unit=energy, by=hugo))
    reply(conversation.pk, answer=answer(), by=hugo, at=noon)

    with pytest.raises(ConversationHeldError):
        reply(conversation.pk, answer=answer("Autre chose."), by=karim, at=noon)


def test_what_is_empty_too_long_or_closed_is_refused(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    conversation = make_conversation(make_account(unit=energy, network="bluesky"))

    with pytest.raises(ReplyRefusedError):
        reply(conversation.pk, answer=answer("  "), by=hugo, at=noon)
    with pytest.raises(ReplyRefusedError):
        reply(conversation.pk, answer=answer("mot " * 200), by=hugo, at=noon)
    close(conversation.pk, by=hugo, at=noon)
    with pytest.raises(ConversationStateError):
        reply(conversation.pk, answer=answer(), by=hugo, at=noon)
    assert not Delivery.objects.exists()


@pytest.fixture
def toot_server(energy: Unit, hugo: Person, noon: datetime) -> Account:
    """Return an account of ours on a server of Mastodon."""
    account = make_account(unit=energy, network="mastodon")
    Connection.objects.create(
        account=account,
        service_url="https://server.example",
        remote_id="1",
        connected_by=hugo,
        connected_at=noon,
    )
    return account


def test_what_our_server_does_not_know_is_answered_by_hand_not_to_somebody_else(
    toot_server: Account, hugo: Person, noon: datetime
) -> None:
    there = make_conversation(toot_server, remote_id="elsewhere.example/42")
    here = make_conversation(toot_server, remote_id="server.example/43")

    by_hand = reply(there.pk, answer=answer(), by=hugo, at=noon).delivery
    by_itself = reply(here.pk, answer=answer(), by=hugo, at=noon).delivery

    assert by_hand is not None
    assert by_itself is not None
    assert (by_hand.mode, by_hand.status) == (Delivery.Mode.BY_HAND, Delivery.Status.TO_HAND_OFF)
    assert "answers" not in by_hand.fields
    assert by_itself.mode == Delivery.Mode.AUTOMATIC
    assert by_itself.fields["answers"] == {"remote_id": "43"}


def test_what_was_told_to_us_alone_is_not_answered_in_public(
    toot_server: Account, hugo: Person, noon: datetime
) -> None:
    told = make_conversation(toot_server, remote_id="server.example/42", private=True)

    with pytest.raises(ReplyRefusedError, match="answer it"):
        reply(told.pk, answer=answer(), by=hugo, at=noon)
    assert not Delivery.objects.exists()


def test_an_answer_stands_under_the_message_that_was_on_screen_and_names_its_author(
    toot_server: Account, hugo: Person, noon: datetime
) -> None:
    thread = make_conversation(
        toot_server, remote_id="server.example/42", author_handle="bruno@a.example"
    )
    bruno = thread.messages.get()
    make_conversation(
        toot_server,
        remote_id="server.example/43",
        root_id="server.example/42",
        author_handle="zoe@b.example",
        posted_at=noon + timedelta(minutes=1),
    )
    zoe = thread.messages.exclude(pk=bruno.pk).get()

    with pytest.raises(ConversationMovedOnError, match="Bruno"):
        reply(thread.pk, answer=replace(answer(), seen_id=bruno.pk), by=hugo, at=noon)
    to_bruno = replace(answer("@zoe@b.example Merci."), to_id=bruno.pk, seen_id=zoe.pk)
    with pytest.raises(ReplyRefusedError, match="@bruno"):
        reply(thread.pk, answer=to_bruno, by=hugo, at=noon)
    sent = reply(
        thread.pk, answer=replace(to_bruno, text="@bruno@a.example Merci."), by=hugo, at=noon
    )

    assert sent.parent_id == bruno.remote_id
    assert sent.facts["fields"]["answers"] == {"remote_id": "42"}


def test_the_form_says_that_they_wrote_meanwhile_and_keeps_what_was_typed(
    client: Client, energy: Unit, hugo: Person
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    thread = make_conversation(account, remote_id="post-1")
    client.force_login(hugo)
    address = reverse("inbox:conversation-reply", args=[thread.pk])
    seen = str(thread.messages.get().pk)
    make_conversation(account, remote_id="post-2", root_id="post-1", author_name="Zoé Ray")

    said = {"key": str(fresh_key()), "text": "Bonjour, merci.", "to": seen, "seen": seen}
    refused = client.post(address, said)
    fresh = refused.context["reply_form"]["seen"].value()
    sent = client.post(address, said | {"seen": fresh})

    assert refused.status_code == 422
    assert "Zoé Ray wrote meanwhile" in refused.text
    assert "Bonjour, merci.</textarea>" in refused.text
    assert (sent.status_code, Delivery.objects.count()) == (302, 1)
    assert Delivery.objects.get().fields["answers"] == {"remote_id": "post-1"}


def test_what_was_taken_back_does_not_stop_an_answer_to_the_rest(
    client: Client, energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    thread = make_conversation(account, remote_id="post-1")
    make_conversation(account, remote_id="post-2", root_id="post-1")
    gone = thread.messages.get(remote_id="post-2")
    withdraw_message(network=thread.network, remote_id="post-2", at=noon)
    client.force_login(hugo)
    page = client.get(reverse("inbox:conversation-detail", args=[thread.pk]))
    seen = page.context["reply_form"]["seen"].value()

    with pytest.raises(ConversationInvalidError):
        reply(
            thread.pk, answer=replace(answer(), to_id=gone.pk, seen_id=UUID(seen)), by=hugo, at=noon
        )
    said = {"key": str(fresh_key()), "text": "Bonjour, merci.", "to": seen, "seen": seen}
    sent = client.post(reverse("inbox:conversation-reply", args=[thread.pk]), said)

    assert (sent.status_code, Delivery.objects.count()) == (302, 1)
    assert Delivery.objects.get().fields["answers"] == {"remote_id": "post-1"}


def test_the_form_does_not_choose_the_subject_of_a_delivery(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    said = replace(answer(), key=make_draft(author=hugo, unit=energy, accounts=(account,)).pk)

    reply(make_conversation(account).pk, answer=said, by=hugo, at=noon)

    assert not Delivery.objects.filter(subject_id=said.key).exists()
    with pytest.raises(ConversationNotFoundError):
        reply(make_conversation(account, root_id="other").pk, answer=said, by=hugo, at=noon)


FRENCH_RULE = """\
pack: french
title: {fr: Français, en: French}
control: enforce
rules:
  - id: promise
    title: {fr: Promesse, en: Promise}
    clause: "charter#5.2"
    when: {language: [fr]}
    check: {terms: {any: [remboursé demain]}}
    then: block
    say: {fr: Nous ne promettons pas de date., en: We promise no date.}
    examples:
      raises: [Vous serez remboursé demain.]
      passes: [Nous regardons.]
"""


@pytest.mark.parametrize("words", ["Vous serez remboursé demain par nous.", "Remboursé demain"])
def test_an_answer_is_judged_in_the_language_of_its_own_words(
    energy: Unit, hugo: Person, claire: Person, noon: datetime, words: str
) -> None:
    make_pack(unit=energy, by=claire, source=FRENCH_RULE)
    told = make_conversation(make_practice_account(unit=energy, by=hugo), lang="es")

    with pytest.raises(ReplyRefusedError):
        reply(told.pk, answer=answer(words), by=hugo, at=noon)


def test_a_freeze_holds_the_answer_and_the_page_knows(
    energy: Unit, hugo: Person, claire: Person, noon: datetime
) -> None:
    conversation = make_conversation(make_practice_account(unit=energy, by=hugo))
    assert not is_held_back(conversation)
    engage_freeze(
        scope_kind="unit", scope_value=str(energy.pk), reason="Incendie.", by=claire, at=noon
    )

    message = reply(conversation.pk, answer=answer(), by=hugo, at=noon)

    assert is_held_back(conversation)
    assert message.delivery is not None
    assert message.delivery.pk not in due_ids(at=noon)


def test_a_risky_answer_leaves_once_somebody_else_agrees(
    energy: Unit, hugo: Person, claire: Person, amina: Person, camille: Person, noon: datetime
) -> None:
    make_pack(unit=energy, by=claire)
    conversation = make_conversation(make_practice_account(unit=energy, by=hugo))
    risky = "You get a discount of 20 %."
    with pytest.raises(ReplyRefusedError):
        reply(conversation.pk, answer=answer("The cheapest in France!"), by=hugo, at=noon)

    asked = reply(conversation.pk, answer=answer(risky), by=hugo, at=noon)
    assert (asked.standing, Delivery.objects.exists()) == (Standing.ASKED, False)
    with pytest.raises(OwnWorkError):
        decide_reply(asked.pk, verdict="approve", by=hugo, at=noon)
    decide_reply(asked.pk, verdict="approve", by=camille, at=noon)
    agreed = decide_reply(asked.pk, verdict="approve", by=amina, at=noon)

    assert agreed.standing == Standing.QUEUED
    assert Delivery.objects.get().approval_id == agreed.approval_id


def test_an_approved_reply_is_proposed_put_in_the_box_and_counted(
    client: Client, energy: Unit, hugo: Person, karim: Person, noon: datetime
) -> None:
    used = make_in_use(by=karim, unit=energy)
    account = make_practice_account(unit=energy, by=hugo)
    told = make_conversation(account, text="Où est mon colis ?")
    client.force_login(hugo)

    address = reverse("inbox:conversation-detail", args=[told.pk])
    page = client.get(address, {"version": str(used.current_id)})
    draft = Answer(key=fresh_key(), text="Bonjour {signature}", version_id=used.current_id)
    with pytest.raises(ReplyRefusedError):
        reply(told.pk, answer=draft, by=hugo, at=noon)
    filled = replace(draft, text="Bonjour Bruno, nous regardons où est votre colis. Hugo")
    reply(told.pk, answer=filled, by=hugo, at=noon)
    used.refresh_from_db()

    assert "Late delivery" in page.text
    assert "Bonjour Bruno, nous regardons où est votre colis. {signature}</textarea>" in page.text
    assert used.uses == 1


def test_an_approved_reply_leaves_under_the_comment_within_its_delay(
    energy: Unit, hugo: Person, karim: Person, noon: datetime
) -> None:
    Desk.objects.create(clocks_on=True, opening=ALL_DAY, zone="UTC", first_minutes=60)
    used = make_in_use(by=karim, unit=energy)
    account = make_practice_account(unit=energy, by=hugo)
    make_delivery(account, by=hugo)
    turn(clock=lambda: noon)
    ours = Post.objects.get()
    asked = comment(post=ours, author="Bruno", text="Où est mon colis ?", at=noon)
    told = make_conversation(account, remote_id=str(asked.pk), root_id=str(ours.pk))

    words = "Bonjour Bruno, nous regardons où est votre colis. Hugo"
    said = Answer(key=fresh_key(), text=words, version_id=used.current_id)
    at = noon + timedelta(minutes=20)
    message = reply(told.pk, answer=said, by=hugo, at=at)
    for seconds in (0, 1, 40):
        turn(clock=lambda late=seconds: at + timedelta(seconds=late))  # type: ignore[misc]  # bound now
    deliver(READERS, at=at + timedelta(minutes=1))
    message.refresh_from_db()
    told.refresh_from_db()

    assert Post.objects.get(text=words).reply_to == asked
    assert (message.network, bool(message.url)) == (told.network, True)
    assert told.first_answer_at is not None
    assert told.first_due_at is not None
    assert at <= told.first_answer_at < told.first_due_at
