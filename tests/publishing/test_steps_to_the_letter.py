"""Each step of a sending writes these fields, these leaves and these events, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.models import OutboxEvent
from gouvernail.networks.contract import Intent, Refused, Sent
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import (
    claim_delivery,
    give_back,
    intend_delivery,
    miss_delivery,
    note_stale_write,
    note_upload,
    settle_failed,
    settle_refused,
    settle_sent,
    settle_unknown,
    void_delivery,
)
from gouvernail.publishing.actions.sending import LATEST, MAX_ATTEMPTS, NOT_IN_USE, SETTLE
from gouvernail.publishing.errors import StaleWriteError
from gouvernail.publishing.models import Delivery, Pace, RemoteStep
from gouvernail.publishing.sender import owners, pace
from gouvernail.records.models import Record
from gouvernail.registry.models import Account, Connection
from tests.make.ledger import leaves
from tests.make.publishing import make_delivery, make_practice_account, make_thread

SENT = Sent(remote_id="7", url="https://example.org/7", response_sha256="c" * 64, reference="r7")
SECOND = timedelta(seconds=1)


@pytest.fixture
def queued(energy: Unit, hugo: Person) -> Delivery:
    return make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)


@pytest.fixture
def claimed(queued: Delivery, noon: datetime) -> Delivery:
    delivery = claim_delivery(delivery_id=queued.pk, owner="here:1", at=noon)
    assert delivery is not None
    return delivery


@pytest.fixture
def sending(claimed: Delivery, noon: datetime) -> Delivery:
    return intend(claimed, noon)


def intend(delivery: Delivery, at: datetime, **facts: str) -> Delivery:
    intent = Intent(
        key="k1", created_at=at, delivery_id="d", author="a", mentions={"m": "n"}, **facts
    )
    return intend_delivery(
        delivery_id=delivery.pk,
        fence=delivery.fence,
        intent=intent,
        request_sha256="b" * 64,
        at=at,
    )


def stored(delivery: Delivery, *names: str) -> tuple[Any, ...]:
    found = Delivery.objects.values_list(*names).get(pk=delivery.pk)
    return tuple(found)


def last_leaf() -> dict[str, Any]:
    return [one for one in leaves() if one["subject"]["kind"] == "delivery"][-1]


def told() -> int:
    return OutboxEvent.objects.filter(topic="publishing.changed").count()


def test_a_claim_takes_the_delivery_for_four_times_a_call(
    claimed: Delivery, noon: datetime
) -> None:
    names = ("status", "owner", "fence", "attempt", "claimed_at", "deadline_at")
    until = noon + timedelta(seconds=4 * settings.SEND_TIMEOUT_SECONDS)

    assert stored(claimed, *names) == ("claimed", "here:1", 1, 1, noon, until)
    assert last_leaf()["type"] == "delivery.claimed"
    assert claim_delivery(delivery_id=claimed.pk, owner="there:2", at=noon) is None


def test_a_delivery_is_due_at_its_instant_and_at_that_of_its_next_try(
    queued: Delivery, noon: datetime
) -> None:
    def tried(at: datetime) -> bool:
        return claim_delivery(delivery_id=queued.pk, owner="here:1", at=at) is not None

    assert not tried(noon - timedelta(microseconds=1))
    Delivery.objects.update(next_try_at=noon + SECOND)
    assert not tried(noon)
    assert claim_delivery(delivery_id=uuid7(), owner="here:1", at=noon) is None
    assert tried(noon + SECOND)


@pytest.mark.parametrize("status", sorted(NOT_IN_USE))
def test_an_account_no_longer_in_use_is_for_a_person_to_decide(
    queued: Delivery, noon: datetime, status: str
) -> None:
    Account.objects.update(status=status, **when(status, noon))
    before = told()

    assert claim_delivery(delivery_id=queued.pk, owner="here:1", at=noon) is None

    assert stored(queued, "status", "explanation") == ("missed", "account_not_in_use")
    assert last_leaf()["type"] == "delivery.missed"
    assert last_leaf()["data"]["why"] == "account_not_in_use"
    assert told() == before + 1


def when(status: str, at: datetime) -> dict[str, Any]:
    """Return what else the database wants of an account of that status."""
    fields = {field.name for field in Account._meta.concrete_fields}
    return {name: at for name in (f"{status}_at",) if name in fields}


def test_fields_that_are_not_those_agreed_to_never_leave(queued: Delivery, noon: datetime) -> None:
    Delivery.objects.update(digest="0" * 64)

    assert claim_delivery(delivery_id=queued.pk, owner="here:1", at=noon) is None

    assert stored(queued, "status", "explanation") == ("void", "digest_mismatch")
    assert last_leaf()["type"] == "delivery.voided"
    assert last_leaf()["data"]["why"] == "digest_mismatch"


def test_giving_back_waits_two_seconds_and_frees_the_owner(
    claimed: Delivery, noon: datetime
) -> None:
    give_back(delivery_id=claimed.pk, fence=1, why="frozen", at=noon)

    names = ("status", "owner", "explanation", "next_try_at", "fence")
    assert stored(claimed, *names) == ("queued", "", "frozen", noon + 2 * SECOND, 1)
    assert (last_leaf()["type"], last_leaf()["data"]["why"]) == ("delivery.released", "frozen")


def test_what_was_uploaded_is_kept_by_its_owner_only(claimed: Delivery, noon: datetime) -> None:
    step = RemoteStep.objects.create(
        delivery=claimed, kind=RemoteStep.Kind.UPLOAD, position=0, key="a" * 64
    )
    with pytest.raises(StaleWriteError):
        note_upload(step_id=step.pk, fence=2, reference="r", at=noon)

    note_upload(step_id=step.pk, fence=1, reference="r", at=noon)

    step.refresh_from_db()
    assert (step.status, step.result, step.done_at) == ("done", {"reference": "r"}, noon)


def test_an_intent_says_exactly_what_will_leave(claimed: Delivery, noon: datetime) -> None:
    before = told()
    intend(claimed, noon)

    facts = {"author": "a", "mentions": {"m": "n"}}
    names = ("status", "intent_key", "intent_created_at", "request_sha256", "intent_facts")
    assert stored(claimed, *names) == ("sending", "k1", noon, "b" * 64, facts)
    assert (last_leaf()["type"], told()) == ("delivery.intended", before + 1)


def test_an_intent_of_a_reply_says_what_it_answers(claimed: Delivery, noon: datetime) -> None:
    place = {"root": "r", "parent": "p", "parent_id": "41"}

    intend(claimed, noon, **place)

    (facts,) = stored(claimed, "intent_facts")
    assert facts == {"author": "a", "mentions": {"m": "n"}, **place}


def test_what_is_sent_is_archived_told_and_looked_at_later(
    sending: Delivery, noon: datetime
) -> None:
    Delivery.objects.update(explanation="before", absences=3)
    Pace.objects.filter(name=pace.name_of(sending.account_id)).update(failures=2)
    before = told()

    settle_sent(delivery_id=sending.pk, fence=1, sent=SENT, at=noon)

    names = ("status", "owner", "explanation", "remote_id", "remote_url", "response_sha256")
    url = "https://example.org/7"
    assert stored(sending, *names) == ("sent", "", "", "7", url, "c" * 64)
    assert stored(sending, "sent_at", "settle_at", "absences") == (noon, noon + SETTLE, 0)
    assert (last_leaf()["type"], told()) == ("delivery.sent", before + 1)
    assert Record.objects.get().source == Record.Source.SENT
    assert Pace.objects.get(name=pace.name_of(sending.account_id)).failures == 0


def test_an_unknown_outcome_is_found_sent_later_but_never_by_a_former_owner(
    sending: Delivery, noon: datetime
) -> None:
    settle_unknown(delivery_id=sending.pk, fence=1, reason="connector: Lost\x00 it", at=noon)

    names = ("status", "owner", "explanation", "settle_at", "looks", "absences")
    assert stored(sending, *names) == ("unknown", "", "connector", noon + SETTLE, 0, 0)
    assert stored(sending, "explanation_facts") == ({"reason": "connector: Lost it"},)
    assert last_leaf()["type"] == "delivery.unknown"
    assert "Lost" not in repr(last_leaf())
    assert Pace.objects.get(name=pace.name_of(sending.account_id)).failures == 1
    with pytest.raises(StaleWriteError):
        settle_sent(delivery_id=sending.pk, fence=2, sent=SENT, at=noon)
    with pytest.raises(StaleWriteError):
        settle_unknown(delivery_id=sending.pk, fence=1, reason="x", at=noon)
    assert settle_sent(delivery_id=sending.pk, fence=1, sent=SENT, at=noon).status == "sent"


@pytest.mark.parametrize(
    ("code", "verb", "signed_in"),
    [
        ("rate_limited", "delivery.refused", True),
        ("unavailable", "delivery.put_off", True),
        ("signed_out", "delivery.refused", False),
        ("expired_token", "delivery.refused", False),
    ],
)
def test_a_refusal_that_may_pass_is_tried_again_when_the_network_asks(
    sending: Delivery, noon: datetime, code: str, verb: str, *, signed_in: bool
) -> None:
    refused = Refused(
        code=code, message="No\x00" + "x" * 400, permanent=False, retry_after_seconds=90
    )
    before = told()

    settle_refused(delivery_id=sending.pk, fence=1, refused=refused, at=noon)

    names = ("status", "owner", "explanation", "next_try_at")
    assert stored(sending, *names) == ("queued", "", code, noon + 90 * SECOND)
    assert stored(sending, "explanation_facts") == ({"message": ("No" + "x" * 400)[:300]},)
    leaf = last_leaf()
    assert (leaf["type"], leaf["data"]["code"], leaf["data"]["attempt"]) == (verb, code, 1)
    assert told() == before + 1
    held = Pace.objects.get(name=pace.name_of(sending.account_id)).held_until
    assert held == noon + 90 * SECOND
    assert Connection.objects.get().status == ("connected" if signed_in else "failing")


def test_nobody_waits_longer_than_six_hours_because_a_network_asked(
    sending: Delivery, noon: datetime
) -> None:
    refused = Refused(
        code="rate_limited", message="", permanent=False, retry_after_seconds=10_000_000
    )

    settle_refused(delivery_id=sending.pk, fence=1, refused=refused, at=noon)

    assert stored(sending, "next_try_at") == (noon + timedelta(hours=6),)
    assert timedelta(hours=2) == LATEST


@pytest.mark.parametrize(
    ("attempt", "permanent", "status"),
    [(MAX_ATTEMPTS, False, "failed"), (MAX_ATTEMPTS - 1, False, "queued"), (1, True, "failed")],
)
def test_six_attempts_or_one_refusal_for_good_end_it(
    sending: Delivery, noon: datetime, attempt: int, status: str, *, permanent: bool
) -> None:
    Delivery.objects.update(attempt=attempt)
    refused = Refused(code="invalid", message="No", permanent=permanent)

    settle_refused(delivery_id=sending.pk, fence=1, refused=refused, at=noon)

    assert stored(sending, "status") == (status,)
    expected = "delivery.failed" if status == "failed" else "delivery.refused"
    assert last_leaf()["type"] == expected
    (again,) = stored(sending, "next_try_at")
    assert (again is None) == (status == "failed")
    assert again is None or again > noon


@pytest.mark.parametrize(("code", "left"), [("upload_lost", "waiting"), ("invalid", "done")])
def test_only_a_lost_picture_is_handed_over_again(
    sending: Delivery, noon: datetime, code: str, left: str
) -> None:
    for position, kind in enumerate((RemoteStep.Kind.UPLOAD, RemoteStep.Kind.POST)):
        RemoteStep.objects.create(
            delivery=sending,
            kind=kind,
            position=position,
            key=f"{position}" * 64,
            status=RemoteStep.Status.DONE,
            result={"reference": "r"},
            done_at=noon,
        )

    refused = Refused(code=code, message="", permanent=False)
    settle_refused(delivery_id=sending.pk, fence=1, refused=refused, at=noon)

    picture, post = sending.steps.order_by("position")
    assert (picture.status, post.status) == (left, "done")
    assert (picture.result == {}) == (left == "waiting")
    assert (picture.done_at is None) == (left == "waiting")


def test_what_can_never_be_sent_fails_with_its_reason(claimed: Delivery, noon: datetime) -> None:
    settle_failed(delivery_id=claimed.pk, fence=1, why="too_many_pictures", at=noon)

    assert stored(claimed, "status", "explanation") == ("failed", "too_many_pictures")


def test_a_claimed_delivery_is_voided_and_a_queued_one_missed_and_no_other(
    claimed: Delivery, noon: datetime
) -> None:
    before = told()
    assert miss_delivery(delivery_id=claimed.pk, why="too_late", at=noon) is None
    with pytest.raises(StaleWriteError):
        void_delivery(delivery_id=claimed.pk, fence=2, why="stricter", at=noon)

    void_delivery(delivery_id=claimed.pk, fence=1, why="stricter", at=noon)

    assert stored(claimed, "status", "owner", "explanation") == ("void", "", "stricter")
    assert (last_leaf()["type"], last_leaf()["data"]["why"]) == ("delivery.voided", "stricter")
    assert told() == before + 1


def test_every_step_after_the_claim_is_refused_to_a_former_owner(
    claimed: Delivery, noon: datetime
) -> None:
    late: dict[str, Any] = {"delivery_id": claimed.pk, "fence": 0, "at": noon}

    for step, more in (
        (give_back, {"why": "x"}),
        (settle_failed, {"why": "x"}),
        (settle_sent, {"sent": SENT}),
        (settle_unknown, {"reason": "x"}),
        (void_delivery, {"why": "x"}),
    ):
        with pytest.raises(StaleWriteError):
            step(**late, **more)
    with pytest.raises(StaleWriteError):  # not sent before it was intended
        settle_sent(**{**late, "fence": 1}, sent=SENT)
    assert stored(claimed, "status") == ("claimed",)


def test_a_late_owner_leaves_a_leaf_and_the_present_one_none(
    claimed: Delivery, noon: datetime
) -> None:
    def note(delivery_id: Any, fence: int) -> Delivery | None:
        return note_stale_write(delivery_id=delivery_id, fence=fence, owner="old:1", at=noon)

    assert note(claimed.pk, 1) is None
    assert note(uuid7(), 0) is None
    assert note(claimed.pk, 0) == claimed
    data = last_leaf()["data"]
    assert last_leaf()["type"] == "delivery.stale_write"
    assert (data["fence"], data["owner"]) == (0, "old:1")


def test_a_thread_goes_back_to_the_queue_with_nothing_of_the_post_that_left(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    thread = make_thread(account, by=hugo, parts=("One.", "Two."))
    claim_delivery(delivery_id=thread.pk, owner="here:1", at=noon)
    thread.refresh_from_db()
    intend(thread, noon)
    first, second = thread.steps.order_by("position")
    assert (first.status, first.key, first.request_sha256) == ("sending", "k1", "b" * 64)
    assert second.status == "waiting"

    settle_sent(delivery_id=thread.pk, fence=1, sent=SENT, at=noon)

    first.refresh_from_db()
    assert (first.status, first.done_at, first.remote_id) == ("done", noon, "7")
    assert first.result == {"reference": "r7", "response_sha256": "c" * 64}
    assert first.remote_url == "https://example.org/7"
    names = ("status", "owner", "parts_out", "remote_id", "remote_url", "sent_at", "attempt")
    url = "https://example.org/7"
    assert stored(thread, *names) == ("queued", "", 1, "7", url, noon, 0)
    intent = ("intent_key", "intent_created_at", "request_sha256", "intent_facts", "next_try_at")
    assert stored(thread, *intent) == ("", None, "", {}, noon)
    assert last_leaf()["type"] == "delivery.part_sent"

    claim_delivery(delivery_id=thread.pk, owner="here:1", at=noon)
    thread.refresh_from_db()
    intend(thread, noon)
    settle_unknown(delivery_id=thread.pk, fence=2, reason="lost", at=noon)
    second.refresh_from_db()
    assert second.status == "unknown"
    last = Sent(remote_id="8", url="https://example.org/8", response_sha256="e" * 64)
    settle_sent(delivery_id=thread.pk, fence=2, sent=last, at=noon + SECOND)
    end = ("status", "parts_out", "remote_id", "sent_at", "response_sha256")
    assert stored(thread, *end) == ("sent", 2, "7", noon + SECOND, "e" * 64)


def test_an_owner_is_a_machine_and_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "a:" + "b" * 60)
    monkeypatch.setattr("os.getpid", lambda: 42)

    assert owners.owner_name() == "a:" + "b" * 48 + ":42"
    assert owners.here() == "a:" + "b" * 48
    assert owners.host_of(owners.owner_name()) == owners.here()
