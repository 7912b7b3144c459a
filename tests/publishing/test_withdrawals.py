"""A publication is withdrawn in one gesture: asked, done with care, seen to be gone, and kept."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.queries import replay_differences
from gouvernail.networks.contract import Deleted, Found, Refused, Session, Unknown, Unreadable
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.practice.connector import PracticeConnector
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import (
    ask_withdrawal,
    confirm_hand_off,
    confirm_taken_down,
    drop_withdrawal,
    engage_freeze,
)
from gouvernail.publishing.actions.withdrawals import MAX_ATTEMPTS, claim_withdrawal
from gouvernail.publishing.errors import (
    DeliveryMovedOnError,
    DeliveryNotFoundError,
    WithdrawalMovedOnError,
)
from gouvernail.publishing.models import Delivery, Withdrawal
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.withdrawing import withdraw
from gouvernail.records.models import Ending, Record
from gouvernail.registry.models import Account
from tests.make.publishing import make_delivery, make_practice_account, make_thread, status_of


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_practice_account(unit=energy, by=hugo)


@pytest.fixture
def published(account: Account, hugo: Person, noon: datetime) -> Delivery:
    delivery = make_delivery(account, by=hugo)
    turns(noon, 0, 30)
    delivery.refresh_from_db()
    assert delivery.status == "verified"
    return delivery


def turns(noon: datetime, *seconds: int) -> None:
    for one in seconds:
        turn(clock=lambda one=one: noon + timedelta(seconds=one))  # type: ignore[misc]  # bound now


def online() -> int:
    return Post.objects.filter(deleted_at__isnull=True).count()


def test_it_is_deleted_seen_to_be_gone_marked_and_told(
    published: Delivery, karim: Person, noon: datetime
) -> None:
    withdrawal = ask_withdrawal(
        delivery_id=published.pk, reason="The price is wrong.", by=karim, at=noon
    )
    turns(noon, 60)

    published.refresh_from_db()
    withdrawal.refresh_from_db()
    assert (online(), published.status, withdrawal.status) == (0, "withdrawn", "done")
    assert withdrawal.proof["read_back"] == (noon + timedelta(seconds=60)).isoformat()
    ending = Ending.objects.get()
    assert (ending.record, ending.reason, ending.by) == (
        Record.objects.get(),
        "The price is wrong.",
        karim,
    )
    assert Record.objects.get().text == "Bonjour à tous."
    ours = {"delivery", "withdrawal", "record", "ending"}
    assert [one for one in replay_differences() if one.subject_kind in ours] == []


def test_of_a_thread_every_post_is_taken_down_the_last_one_first(
    account: Account, hugo: Person, karim: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = make_thread(account, by=hugo, parts=("Un.", "Deux.", "Trois."))
    turns(noon, 0, 1)  # two of three are out
    gone, real = list[str](), PracticeConnector.delete

    def delete(self: PracticeConnector, session: Session, remote_id: str) -> object:
        gone.append(Post.objects.get(pk=remote_id).text)
        return real(self, session, remote_id)

    monkeypatch.setattr(PracticeConnector, "delete", delete)
    ask_withdrawal(delivery_id=thread.pk, reason="No.", by=karim, at=noon)
    turns(noon, 2, 3, 60)

    assert gone == ["Deux.", "Un."]
    assert (online(), Post.objects.count(), status_of(thread.pk)) == (0, 2, "withdrawn")
    assert Ending.objects.count() == 2


def test_the_page_of_a_thread_says_that_its_posts_are_gone_and_numbers_its_copies(
    client: Client, account: Account, hugo: Person, karim: Person, noon: datetime
) -> None:
    thread = make_thread(account, by=hugo, parts=("Un.", "Deux.", "Trois."))
    turns(noon, 0, 1, 2, 30)
    page = reverse("publishing:delivery-detail", args=[thread.pk])
    Person.objects.filter(pk=karim.pk).update(language="fr")
    client.force_login(karim)
    before = client.get(page)
    assert [post.state for post in before.context["thread"]] == ["ok"] * 3
    assert "3 sur 3 en ligne" in before.text
    for number, text in enumerate(("Un.", "Deux.", "Trois."), start=1):
        address = reverse("records:record-detail", args=[Record.objects.get(text=text).pk])
        assert f'<a href="{address}">Envoyée par Gouvernail, {number} sur 3</a>' in before.text

    ask_withdrawal(delivery_id=thread.pk, reason="No.", by=karim, at=noon)
    turns(noon, 60, 90)
    after = client.get(page)

    assert status_of(thread.pk) == "withdrawn"
    shown = [(post.state, post.word, post.url) for post in after.context["thread"]]
    assert shown == [("idle", "retirée", "")] * 3
    assert "retirées : 3 sur 3" in " ".join(after.text.replace("\xa0", " ").split())
    assert "en ligne</span>" not in after.text
    assert "Voir en ligne" not in after.text

    Delivery.objects.filter(pk=thread.pk).update(status="disappeared")
    lost = client.get(page)
    assert [(post.word, post.url) for post in lost.context["thread"]] == [
        ("a été en ligne", "")
    ] * 3
    assert "Voir en ligne" not in lost.text


@pytest.mark.parametrize("heard", [True, False])
def test_a_doubt_is_settled_by_looking_and_asking_again(
    published: Delivery,
    karim: Person,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    *,
    heard: bool,
) -> None:
    real = PracticeConnector.delete
    answers = iter([Unknown(reason="timeout")])

    def delete(self: PracticeConnector, session: Session, remote_id: str) -> object:
        answer = next(answers, None)
        if answer is None or heard:
            real(self, session, remote_id)
        return answer or Deleted(remote_id=remote_id)

    monkeypatch.setattr(PracticeConnector, "delete", delete)
    ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)
    turns(noon, 60)
    assert Withdrawal.objects.get().status == "unknown"
    assert status_of(published.pk) == "verified"

    turns(noon, *range(90, 300, 20))

    assert (online(), status_of(published.pk)) == (0, "withdrawn")


def test_what_stays_online_although_the_network_says_otherwise_is_told_to_people(
    published: Delivery, karim: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def lies(_self: object, _session: Session, remote_id: str) -> Deleted:
        calls.append(remote_id)
        return Deleted(remote_id=remote_id)

    monkeypatch.setattr(PracticeConnector, "delete", lies)
    ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)
    turns(noon, *range(60, 1200, 20))

    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.status, withdrawal.explanation) == ("failed", "still_there")
    assert len(calls) == MAX_ATTEMPTS
    assert status_of(published.pk) == "verified"


def test_what_cannot_be_read_is_never_taken_for_gone(
    published: Delivery, karim: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PracticeConnector, "read", lambda *_given: Unreadable(reason="timeout"))
    ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)

    turns(noon, *range(60, 600, 20))

    assert Withdrawal.objects.get().status == "unknown"
    monkeypatch.undo()
    turns(noon, 700)
    assert status_of(published.pk) == "withdrawn"


@pytest.mark.parametrize(
    ("code", "permanent", "status"),
    [
        ("rate_limited", False, "queued"),
        ("not_supported", True, "by_hand"),
        ("signed_out", True, "by_hand"),
        ("not_allowed", True, "failed"),
    ],
)
def test_a_refusal_says_who_goes_on(
    published: Delivery,
    karim: Person,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    *,
    permanent: bool,
    status: str,
) -> None:
    refused = Refused(code=code, message="", retry_after_seconds=90, permanent=permanent)
    monkeypatch.setattr(PracticeConnector, "delete", lambda *_given: refused)
    ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)

    turns(noon, 60, 61)

    found = Withdrawal.objects.get()
    assert (found.status, found.attempt, status_of(published.pk)) == (status, 1, "verified")


# --- the freeze -----------------------------------------------------------------------------------


def test_a_freeze_holds_a_withdrawal_until_the_lift(
    published: Delivery, karim: Person, hugo: Person, noon: datetime
) -> None:
    freeze = engage_freeze(by=hugo, at=noon)
    ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)

    turns(noon, 60, 120)
    assert (online(), Withdrawal.objects.get().attempt) == (1, 0)
    freeze.status = freeze.Status.LIFTED
    freeze.save()
    turns(noon, 180)

    assert (online(), status_of(published.pk)) == (0, "withdrawn")


def test_who_could_lift_the_freeze_lets_one_withdrawal_go_and_the_entry_names_them(
    published: Delivery, account: Account, karim: Person, hugo: Person, noon: datetime
) -> None:
    waiting = make_delivery(account, by=hugo)
    engage_freeze(by=hugo, at=noon)

    withdrawal = ask_withdrawal(
        delivery_id=published.pk, reason="No.", by=karim, at=noon, despite_freeze=True
    )
    turns(noon, 60, 120)

    assert (online(), status_of(published.pk)) == (0, "withdrawn")
    assert status_of(waiting.pk) == "queued"
    withdrawal.refresh_from_db()
    assert withdrawal.despite_freeze == karim


def test_who_could_not_lift_it_cannot(
    published: Delivery, hugo: Person, ines: Person, noon: datetime
) -> None:
    for by, refusal in ((hugo, RightMissingError), (ines, DeliveryNotFoundError)):
        for despite in (True, False):
            with pytest.raises(refusal):
                ask_withdrawal(
                    delivery_id=published.pk, reason="No.", by=by, at=noon, despite_freeze=despite
                )
    assert not Withdrawal.objects.exists()


# --- by hand, given up, taken over ----------------------------------------------------------------


def test_by_hand_a_person_brings_what_the_address_shows(
    energy: Unit, hugo: Person, karim: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo, handle="AlizeX", network="x")
    delivery = make_delivery(account, by=hugo)
    confirm_hand_off(delivery_id=delivery.pk, url="https://x.com/AlizeX/status/1", by=hugo, at=noon)
    withdrawal = ask_withdrawal(delivery_id=delivery.pk, reason="No.", by=karim, at=noon)
    assert withdrawal.status == "by_hand"
    turns(noon, 60)

    with pytest.raises(InvalidInputError):
        confirm_taken_down(withdrawal_id=withdrawal.pk, saw=" ", by=karim, at=noon)
    confirm_taken_down(withdrawal_id=withdrawal.pk, saw="This post was deleted.", by=karim, at=noon)

    withdrawal.refresh_from_db()
    assert withdrawal.proof["saw"] == "This post was deleted."
    assert withdrawal.proof["posts"] == ["https://x.com/AlizeX/status/1"]
    assert status_of(delivery.pk) == "withdrawn"
    assert Ending.objects.get().record.url == "https://x.com/AlizeX/status/1"


def test_it_is_asked_once_and_may_be_given_up(
    published: Delivery, karim: Person, noon: datetime
) -> None:
    first = ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)
    with pytest.raises(WithdrawalMovedOnError):
        ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)

    drop_withdrawal(withdrawal_id=first.pk, by=karim, at=noon)
    turns(noon, 60)
    assert (online(), status_of(published.pk)) == (1, "verified")
    ask_withdrawal(delivery_id=published.pk, reason="Yes.", by=karim, at=noon)
    turns(noon, 120)

    assert online() == 0


def test_what_is_not_online_cannot_be_withdrawn(
    account: Account, hugo: Person, karim: Person, noon: datetime
) -> None:
    waiting = make_delivery(account, by=hugo)

    with pytest.raises(DeliveryMovedOnError):
        ask_withdrawal(delivery_id=waiting.pk, reason="No.", by=karim, at=noon)
    with pytest.raises(InvalidInputError):
        ask_withdrawal(delivery_id=waiting.pk, reason=" ", by=karim, at=noon)


def test_a_withdrawal_whose_sender_died_is_looked_at_then_done(
    published: Delivery, karim: Person, noon: datetime
) -> None:
    withdrawal = ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)
    claim_withdrawal(withdrawal_id=withdrawal.pk, owner="dead:1", at=noon)

    turns(noon, *range(60, 200, 20))

    assert (online(), status_of(published.pk)) == (0, "withdrawn")


def test_a_post_on_its_way_out_is_not_reported_as_vanished(
    published: Delivery, karim: Person, noon: datetime
) -> None:
    engage_freeze(by=karim, at=noon)
    ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)
    Post.objects.update(deleted_at=noon)

    turns(noon, *range(3600, 3600 * 6, 3600))

    assert status_of(published.pk) == "verified"


def test_a_look_never_writes(
    published: Delivery, karim: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_withdrawal(delivery_id=published.pk, reason="No.", by=karim, at=noon)
    Withdrawal.objects.update(status="unknown")
    seen = SimpleNamespace(count=0)

    def read(*_given: object) -> Found:
        seen.count += 1
        return Found(remote_id="1", url="", text="", matches=True)

    monkeypatch.setattr(PracticeConnector, "read", read)
    withdraw(clock=lambda: noon)

    assert (seen.count, online()) == (1, 1)


# --- the page -------------------------------------------------------------------------------------


def test_the_page_asks_why_and_tells_what_became_of_it(
    client: Client, published: Delivery, karim: Person, hugo: Person, noon: datetime
) -> None:
    page = reverse("publishing:delivery-detail", args=[published.pk])
    client.force_login(karim)
    assert client.get(page).context["withdraw_form"] is not None

    client.post(
        reverse("publishing:delivery-withdraw", args=[published.pk]), {"reason": "Wrong price."}
    )
    withdrawal = Withdrawal.objects.get()
    assert "Wrong price." in client.get(page).text
    turn(clock=lambda: withdrawal.asked_at)
    shown = client.get(page)

    assert shown.context["withdraw_form"] is None
    assert [one.event.verb for one in shown.context["story"] if one.event][-1].startswith(
        ("withdrawal.", "delivery.")
    )
    assert status_of(published.pk) == "withdrawn"
    assert Notification.objects.count() == 0  # told by the worker, not by the page
