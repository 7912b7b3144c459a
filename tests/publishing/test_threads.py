"""A thread leaves post by post, stops on the first doubt, and no post of it ever goes twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from gouvernail.charter.models import Charter
from gouvernail.foundation.models import OutboxEvent
from gouvernail.networks.contract import Absent, Connector, Sent, Session, WireRequest
from gouvernail.people.models import Person, Unit
from gouvernail.practice.connector import PracticeConnector
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import (
    cancel_deliveries,
    engage_freeze,
    reschedule_missed,
    resolve_delivery,
    stop_thread,
)
from gouvernail.publishing.actions.sending import claim_delivery
from gouvernail.publishing.errors import DeliveryMovedOnError, InFlightError
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.queries import is_locked
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.sending import send_due
from gouvernail.records.models import Record
from gouvernail.registry.models import Account
from tests.make.publishing import make_practice_account, make_thread, status_of

PARTS = ("Un.", "Deux.", "Trois.")
Wire = Callable[[Connector, Session, WireRequest], object]


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_practice_account(unit=energy, by=hugo)


@pytest.fixture
def thread(account: Account, hugo: Person) -> Delivery:
    return make_thread(account, by=hugo, parts=PARTS)


def turns(noon: datetime, *seconds: int) -> None:
    for one in seconds:
        turn(clock=lambda one=one: noon + timedelta(seconds=one))  # type: ignore[misc]  # bound now


def break_the_wire(monkeypatch: pytest.MonkeyPatch, *, at: int, heard: bool) -> list[str]:
    """Break the call number `at` (from 1); `heard` when the network took it all the same."""
    real, keys = steps._on_the_wire, list[str]()

    def wire(adapter: Connector, session: Session, request: WireRequest) -> object:
        keys.append(request.sha256)
        if len(keys) != at:
            return real(adapter, session, request)
        if heard:
            real(adapter, session, request)
        raise ValueError("the line broke")

    monkeypatch.setattr(steps, "_on_the_wire", wire)
    return keys


def online() -> list[str]:
    return list(Post.objects.order_by("pk").values_list("text", flat=True))


def test_every_post_answers_the_one_before_and_has_its_own_key(
    thread: Delivery, noon: datetime
) -> None:
    turns(noon, 0, 1, 2, 30)

    thread.refresh_from_db()
    first, second, third = Post.objects.order_by("pk")
    assert online() == list(PARTS)
    assert (first.reply_to, second.reply_to, third.reply_to) == (None, first, second)
    assert (thread.status, thread.parts_out, thread.remote_id) == ("verified", 3, str(first.pk))
    posts = RemoteStep.objects.filter(kind="post")
    assert len({step.key for step in posts}) == len({step.request_sha256 for step in posts}) == 3
    assert sorted(Record.objects.values_list("text", flat=True)) == sorted(PARTS)
    told = OutboxEvent.objects.filter(topic="records.archived").values_list("payload", flat=True)
    assert [each["subject_id"] for each in told] == [str(thread.subject_id)] * len(PARTS)


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_it_stops_on_a_doubt_looks_and_goes_on_without_repeating(
    thread: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch, *, heard: bool, at: int
) -> None:
    keys = break_the_wire(monkeypatch, at=at, heard=heard)

    turns(noon, 0, 1, 2, 3)
    assert status_of(thread.pk) == "unknown"
    assert len(keys) == at
    assert RemoteStep.objects.get(kind="post", position=at - 1).status == "unknown"
    turns(noon, 30, 60, 90, 91, 92, 93, 120, 150)

    assert online() == list(PARTS)
    assert status_of(thread.pk) == "verified"
    assert len(keys) == len(PARTS) + (0 if heard else 1)


@pytest.fixture
def lost(thread: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """Return a thread whose second post only people can settle; the network holds it not."""
    break_the_wire(monkeypatch, at=2, heard=False)
    with monkeypatch.context() as blind:
        blind.setattr(PracticeConnector, "find", lambda *_a, **_k: Absent(conclusive=False))
        turns(noon, 0, 1, *range(2, 2400, 60))
    assert status_of(thread.pk) == "needs_human"
    assert online() == ["Un."]
    return thread


def test_a_person_who_saw_the_post_lets_the_rest_go_on_from_there(
    lost: Delivery, karim: Person, noon: datetime
) -> None:
    first = Post.objects.get()
    seen = Post.objects.create(
        profile=first.profile, key="seen", text="Deux.", lang="fr", at=noon, reply_to=first
    )
    url = f"https://practice.example/practice/energie/{seen.pk}/"
    resolve_delivery(delivery_id=lost.pk, verdict="online", url=url, by=karim, at=noon)

    turns(noon, 3000, 3030)

    lost.refresh_from_db()
    assert online() == list(PARTS)
    assert Post.objects.get(text="Trois.").reply_to == seen
    assert lost.status == "verified"
    assert Record.objects.filter(source="by_hand", text="Deux.").count() == 1


def test_a_person_who_did_not_see_it_sends_that_post_again_and_no_other(
    lost: Delivery, karim: Person, noon: datetime
) -> None:
    Charter.objects.update(separation=Charter.Separation.SMALL)
    resolve_delivery(delivery_id=lost.pk, verdict="resend", by=karim, at=noon)

    turns(noon, 3000, 3001, 3030)

    assert online() == list(PARTS)
    assert status_of(lost.pk) == "verified"


def test_what_people_give_up_leaves_what_is_out_and_nothing_more(
    lost: Delivery, karim: Person, noon: datetime
) -> None:
    resolve_delivery(delivery_id=lost.pk, verdict="cancel", by=karim, at=noon)

    turns(noon, 3000, 3001, 3030)

    lost.refresh_from_db()
    assert online() == ["Un."]
    assert (lost.status, lost.parts_out) == ("verified", 1)
    assert not is_locked(lost.subject_id)


def test_a_post_that_cannot_be_named_ends_the_thread_instead_of_hanging_it_nowhere(
    lost: Delivery, karim: Person, noon: datetime
) -> None:
    resolve_delivery(
        delivery_id=lost.pk, verdict="online", url="https://practice.example/?", by=karim, at=noon
    )

    turns(noon, 3000, 3030)

    lost.refresh_from_db()
    assert (lost.status, lost.parts_out) == ("sent", 2)
    assert online() == ["Un."]


def test_a_thread_half_out_cannot_be_edited_away(
    thread: Delivery, hugo: Person, noon: datetime
) -> None:
    turns(noon, 0)

    assert is_locked(thread.subject_id)
    with pytest.raises(InFlightError):
        cancel_deliveries(subject_id=thread.subject_id, by=hugo, at=noon, why="edited")


def test_a_freeze_stops_a_thread_between_two_posts_and_a_person_says_what_then(
    thread: Delivery, hugo: Person, karim: Person, noon: datetime
) -> None:
    turns(noon, 0)
    freeze = engage_freeze(by=hugo, at=noon)
    turns(noon, 1, 2)
    assert online() == ["Un."]
    freeze.status = freeze.Status.LIFTED
    freeze.save()

    turns(noon, 4 * 3600)
    assert status_of(thread.pk) == "missed"
    late = noon + timedelta(hours=4)
    reschedule_missed(delivery_id=thread.pk, by=karim, at=late)
    turns(late, 0, 1)

    assert online() == list(PARTS)


def test_people_may_leave_a_thread_as_it_stands(
    thread: Delivery, karim: Person, noon: datetime
) -> None:
    with pytest.raises(DeliveryMovedOnError):
        stop_thread(delivery_id=thread.pk, by=karim, at=noon)
    turns(noon, 0)

    stop_thread(delivery_id=thread.pk, by=karim, at=noon)
    turns(noon, 1, 2, 60)

    assert online() == ["Un."]
    assert status_of(thread.pk) == "verified"
    assert RemoteStep.objects.filter(kind="post", status="failed").count() == 2


def test_a_sender_that_dies_between_two_posts_leaves_the_rest_to_the_next_one(
    thread: Delivery, noon: datetime
) -> None:
    send_due(clock=lambda: noon)
    claim_delivery(delivery_id=thread.pk, owner="dead:1", at=noon)

    turns(noon, 30, 60, 61, 90)

    assert online() == list(PARTS)


def test_a_post_that_moved_or_changed_is_noticed(thread: Delivery, noon: datetime) -> None:
    turns(noon, 0, 1, 2)
    Post.objects.filter(text="Trois.").update(reply_to=None)
    Post.objects.filter(text="Deux.").update(text="Autre.")

    turns(noon, 30)

    thread.refresh_from_db()
    assert thread.status == "altered"
    assert set(thread.explanation_facts["differences"]) == {"text", "thread"}


def test_the_digest_holds_every_post(thread: Delivery, noon: datetime) -> None:
    turns(noon, 0)
    thread.refresh_from_db()
    thread.fields["parts"][2] = "Autre chose."
    Delivery.objects.filter(pk=thread.pk).update(fields=thread.fields)

    turns(noon, 1, 2)

    assert status_of(thread.pk) == "void"
    assert online() == ["Un."]


def test_the_network_s_own_words_are_what_the_next_post_answers(
    thread: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets(_adapter: Connector, session: Session, request: WireRequest) -> Sent:
        sent = _adapter.send(session, request)
        assert isinstance(sent, Sent)
        return Sent(remote_id=sent.remote_id, url=sent.url, response_sha256="")

    monkeypatch.setattr(steps, "_on_the_wire", forgets)
    turns(noon, 0, 1, 2)

    second = Post.objects.get(text="Deux.")
    assert second.reply_to == Post.objects.get(text="Un.")


def test_an_answer_that_names_an_earlier_post_is_not_believed(
    thread: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = steps._on_the_wire

    def confused(adapter: Connector, session: Session, request: WireRequest) -> object:
        sent = real(adapter, session, request)
        assert isinstance(sent, Sent)
        first = Post.objects.order_by("pk")[0]
        return Sent(remote_id=str(first.pk), url=sent.url, response_sha256="")

    monkeypatch.setattr(steps, "_on_the_wire", confused)
    turns(noon, 0, 1)
    thread.refresh_from_db()
    assert (thread.status, thread.explanation) == ("unknown", "another_post")

    turns(noon, 30, 31, 60, 90)

    assert online() == list(PARTS)
    assert status_of(thread.pk) == "verified"
