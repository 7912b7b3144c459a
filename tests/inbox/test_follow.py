"""What becomes of an answer: it comes back, is taken back, or leaves once it is agreed to."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.foundation.outbox import deliver
from gouvernail.inbox.actions import (
    Answer,
    close,
    decide_reply,
    fresh_key,
    release_reply_alone,
    reply,
)
from gouvernail.inbox.errors import ConversationStateError, ReplyRefusedError
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.tasks import READERS
from gouvernail.people.models import Absence, Person, Unit
from gouvernail.publishing.actions import ask_lift, confirm_lift, engage_freeze, reschedule_missed
from gouvernail.publishing.errors import DeliveryMovedOnError
from gouvernail.publishing.models import Delivery
from tests.make.inbox import make_conversation
from tests.make.people import make_person
from tests.make.publishing import make_practice_account
from tests.make.rulebooks import make_pack

Status, Standing = Conversation.Status, Message.Standing
RISKY = "A discount of 20 %."


def answer(text: str = "Bonjour Bruno, nous vérifions.") -> Answer:
    """Return an answer about to be sent, of a form of its own."""
    return Answer(key=fresh_key(), text=text)


@pytest.fixture
def told(energy: Unit, hugo: Person) -> Conversation:
    """Return a conversation to answer."""
    return make_conversation(make_practice_account(unit=energy, by=hugo))


@pytest.fixture
def asked(told: Conversation, energy: Unit, hugo: Person, claire: Person) -> Message:
    """Return an answer that legal and a colleague must read."""
    make_pack(unit=energy, by=claire)
    return reply(told.pk, answer=answer(RISKY), by=hugo, at=told.opened_at)


@pytest.fixture
def readers(amina: Person, camille: Person) -> tuple[Person, Person]:
    """Return the people who hold the seats."""
    return camille, amina


def test_an_answer_held_by_a_freeze_comes_back_and_leaves_once_only(
    told: Conversation, energy: Unit, hugo: Person, claire: Person, yann: Person, noon: datetime
) -> None:
    freeze = engage_freeze(
        scope_kind="unit", scope_value=str(energy.pk), reason="Incendie.", by=claire, at=noon
    )
    held = reply(told.pk, answer=answer(), by=hugo, at=noon)
    assert held.delivery is not None

    later = noon + timedelta(hours=1)
    ask_lift(freeze_id=freeze.pk, reason="C'est fini.", by=claire, at=later)
    confirm_lift(freeze_id=freeze.pk, by=yann, at=later)
    deliver(READERS, at=later)
    held.refresh_from_db()
    told.refresh_from_db()
    held.delivery.refresh_from_db()

    assert (held.standing, told.status) == (Standing.DROPPED, Status.OPEN)
    assert held.delivery.status == Delivery.Status.CANCELLED
    with pytest.raises(DeliveryMovedOnError):
        reschedule_missed(delivery_id=held.delivery.pk, by=claire, at=later)
    assert reply(told.pk, answer=answer(), by=hugo, at=later).delivery


def test_an_answer_sent_back_is_to_write_again_and_the_thread_says_why(
    client: Client,
    readers: tuple[Person, Person],
    asked: Message,
    told: Conversation,
    hugo: Person,
    noon: datetime,
) -> None:
    back = decide_reply(asked.pk, verdict="changes", comment="Which dates?", by=readers[0], at=noon)
    told.refresh_from_db()
    client.force_login(hugo)
    page = client.get(reverse("inbox:conversation-detail", args=[told.pk]), {"again": str(back.pk)})

    assert (back.standing, told.status) == (Standing.REFUSED, Status.OPEN)
    assert not Delivery.objects.exists()
    assert "Camille Roux sent the answer back" in page.text
    assert "Which dates?" in page.text
    assert f"{RISKY}</textarea>" in page.text


def test_who_wrote_it_takes_it_back_and_may_then_close(
    client: Client,
    readers: tuple[Person, Person],
    asked: Message,
    told: Conversation,
    hugo: Person,
    noon: datetime,
) -> None:
    with pytest.raises(ConversationStateError):
        close(told.pk, by=hugo, at=noon)
    client.force_login(hugo)
    one = reverse("inbox:conversation-detail", args=[told.pk])
    withdraw = reverse("inbox:reply-withdraw", args=[asked.approval_id])

    before = client.get(one)
    client.post(withdraw)
    asked.refresh_from_db()
    close(told.pk, by=hugo, at=noon)

    assert withdraw in before.text
    assert reverse("inbox:reply-decide", args=[asked.approval_id]) not in before.text
    assert asked.standing == Standing.DROPPED


def test_what_nobody_could_agree_to_is_refused_with_the_words_kept(
    told: Conversation, energy: Unit, hugo: Person, claire: Person, noon: datetime
) -> None:
    make_pack(unit=energy, by=claire)

    with pytest.raises(ReplyRefusedError, match="nobody can"):
        reply(told.pk, answer=answer(RISKY), by=hugo, at=noon)
    assert not Message.objects.filter(kind="out").exists()


def test_a_small_team_lets_its_own_answer_leave_alone_and_says_why(
    client: Client,
    told: Conversation,
    energy: Unit,
    hugo: Person,
    claire: Person,
    noon: datetime,
) -> None:
    Charter.objects.update(separation=Charter.Separation.SMALL)
    make_pack(unit=energy, by=claire)
    message = reply(told.pk, answer=answer(RISKY), by=hugo, at=noon)
    client.force_login(hugo)
    address = reverse("inbox:reply-release", args=[message.approval_id])

    page = client.get(reverse("inbox:conversation-detail", args=[told.pk]))
    refused = client.post(address, {"reason": ""})
    released = release_reply_alone(message.pk, reason="Read again.", by=hugo, at=noon)

    assert address in page.text
    assert refused.status_code == 422
    assert released.standing == Standing.QUEUED


def test_a_stand_in_reads_what_it_answers_and_decides_without_seeing_the_unit(
    client: Client,
    readers: tuple[Person, Person],
    asked: Message,
    told: Conversation,
    care: Unit,
    noon: datetime,
) -> None:
    stand_in = make_person(name="Nora Relais", home_unit=care)
    Absence.objects.create(
        person=readers[0],
        delegate=stand_in,
        starts_at=asked.at - timedelta(days=400),
        ends_at=asked.at + timedelta(days=4_000),
    )
    client.force_login(stand_in)

    page = client.get(reverse("inbox:reply-review", args=[asked.approval_id]))
    silent = client.post(
        reverse("inbox:reply-decide", args=[asked.approval_id]), {"verdict": "refuse"}
    )
    done = client.post(
        reverse("inbox:reply-decide", args=[asked.approval_id]),
        {"verdict": "refuse", "comment": "No."},
    )
    asked.refresh_from_db()

    assert client.get(reverse("inbox:conversation-detail", args=[told.pk])).status_code == 404
    assert "It answers Bruno Carpentier" in page.text
    assert RISKY in page.text
    assert silent.status_code == 422
    assert (done.status_code, asked.standing) == (302, Standing.REFUSED)


@pytest.mark.parametrize("meanwhile", ["closed", "held"])
def test_what_happens_meanwhile_loses_no_word_of_an_answer(
    client: Client, told: Conversation, hugo: Person, karim: Person, noon: datetime, meanwhile: str
) -> None:
    client.force_login(hugo)
    if meanwhile == "closed":
        close(told.pk, by=karim, at=noon)
    else:
        Conversation.objects.filter(pk=told.pk).update(claimed_by=karim, claimed_at=noon)

    page = client.post(
        reverse("inbox:conversation-reply", args=[told.pk]),
        {"key": str(fresh_key()), "text": "Une longue réponse."},
    )

    assert page.status_code == 422
    assert "Une longue réponse.</textarea>" in page.text
    assert not Delivery.objects.exists()
