"""From a queued delivery to a post on the practice network, and every way not to get there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from gouvernail.foundation.models import OutboxEvent
from gouvernail.ledger.models import Leaf
from gouvernail.media.queries import place_of
from gouvernail.networks.contract import Refused, Sent
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post, Profile
from gouvernail.publishing.actions import (
    cancel_deliveries,
    claim_delivery,
    queue_delivery,
    reschedule_missed,
    settle_refused,
    settle_sent,
)
from gouvernail.publishing.errors import DeliveryMovedOnError, InFlightError, StaleWriteError
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.queries import order_digest
from gouvernail.publishing.sender import locks
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.sending import send_one
from gouvernail.records.models import Record
from gouvernail.registry.models import Connection
from gouvernail.vault.models import Secret
from tests.make.media import make_asset
from tests.make.publishing import make_delivery, make_order, make_practice_account, status_of

SENT = Sent(remote_id="1", url="", response_sha256="")


def test_a_due_delivery_is_sent_archived_recorded_and_read_back(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo, text="Éolien : c’est parti.")

    turn(clock=lambda: noon)

    delivery.refresh_from_db()
    post = Post.objects.get()
    assert (delivery.status, post.text) == ("sent", "Éolien : c’est parti.")
    assert delivery.remote_id == str(post.pk)
    assert Record.objects.get().text == "Éolien : c’est parti."
    assert OutboxEvent.objects.filter(topic="publishing.changed").count() == 2
    verbs = Leaf.objects.filter(subject_kind="delivery").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        "delivery.queued",
        "delivery.claimed",
        "delivery.intended",
        "delivery.sent",
    ]

    turn(clock=lambda: noon + timedelta(minutes=1))

    assert status_of(delivery.pk) == "verified"
    assert Post.objects.count() == 1


def test_nothing_is_sent_before_its_time(energy: Unit, hugo: Person, noon: datetime) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)

    turn(clock=lambda: noon - timedelta(seconds=1))

    assert (status_of(delivery.pk), Post.objects.count()) == ("queued", 0)


def test_what_is_two_hours_late_waits_for_a_word(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    late = noon + timedelta(hours=2, seconds=1)

    turn(clock=lambda: late)
    assert (status_of(delivery.pk), Post.objects.count()) == ("missed", 0)


def test_a_person_may_let_it_out_late(
    energy: Unit, hugo: Person, karim: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    late = noon + timedelta(hours=3)
    turn(clock=lambda: late)

    reschedule_missed(delivery_id=delivery.pk, by=karim, at=late)
    turn(clock=lambda: late)

    assert (status_of(delivery.pk), Post.objects.count()) == ("sent", 1)
    with pytest.raises(DeliveryMovedOnError):
        reschedule_missed(delivery_id=delivery.pk, by=karim, at=late)


def test_a_changed_payload_is_never_sent(energy: Unit, hugo: Person, noon: datetime) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    Delivery.objects.filter(pk=delivery.pk).update(fields={**delivery.fields, "text": "Autre."})

    turn(clock=lambda: noon)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.explanation) == ("void", "digest_mismatch")
    assert Post.objects.count() == 0


def test_a_dead_sender_before_the_intent_gives_the_delivery_back(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    claim_delivery(delivery_id=delivery.pk, owner="dead:1", at=noon)

    turn(clock=lambda: noon)

    assert (status_of(delivery.pk), Post.objects.count()) == ("sent", 1)


def test_a_dead_sender_after_the_intent_is_looked_up_and_never_resent_blindly(
    energy: Unit, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    monkeypatch.setattr("gouvernail.publishing.actions.settle_sent", _die, raising=True)
    with pytest.raises(KeyboardInterrupt):
        send_one(delivery.pk, clock=lambda: noon)
    monkeypatch.undo()
    assert (status_of(delivery.pk), Post.objects.count()) == ("sending", 1)

    turn(clock=lambda: noon + timedelta(seconds=1))
    assert status_of(delivery.pk) == "unknown"
    turn(clock=lambda: noon + timedelta(minutes=1))

    assert status_of(delivery.pk) in {"sent", "verified"}
    assert Post.objects.count() == 1


def _die(**_given: object) -> None:
    raise KeyboardInterrupt


def test_an_unknown_that_is_surely_absent_twice_is_sent_again_under_the_same_key(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    claimed = claim_delivery(delivery_id=delivery.pk, owner="dead:1", at=noon)
    assert claimed is not None
    Delivery.objects.filter(pk=delivery.pk).update(
        status="sending", intent_key=str(delivery.pk), intent_created_at=noon
    )

    for minute in range(5):
        at = noon + timedelta(minutes=minute)
        turn(clock=lambda at=at: at)  # type: ignore[misc]  # bound now

    post = Post.objects.get()
    assert post.key == str(delivery.pk)
    assert status_of(delivery.pk) == "verified"


def test_while_its_owner_lives_nobody_takes_a_delivery_over(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("advisory locks belong to a session: tested with two processes")
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    with locks.held(f"delivery-{delivery.pk}"):
        claim_delivery(delivery_id=delivery.pk, owner="alive:1", at=noon)

        turn(clock=lambda: noon + timedelta(hours=1))

        assert status_of(delivery.pk) == "claimed"


def test_a_stale_owner_writes_nothing(energy: Unit, hugo: Person, noon: datetime) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    claimed = claim_delivery(delivery_id=delivery.pk, owner="slow:1", at=noon)
    assert claimed is not None
    turn(clock=lambda: noon)

    with pytest.raises(StaleWriteError):
        settle_sent(delivery_id=delivery.pk, fence=claimed.fence, sent=SENT, at=noon)


def test_content_is_locked_while_a_delivery_is_in_flight(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo)
    Delivery.objects.filter(pk=delivery.pk).update(status="unknown")

    with pytest.raises(InFlightError):
        cancel_deliveries(subject_id=delivery.subject_id, by=hugo, at=noon, why="edited")
    second = make_order(account, subject_id=delivery.subject_id, revision=2)
    with pytest.raises(InFlightError):
        queue_delivery(order=second, by=hugo, at=noon)


def test_the_database_refuses_two_deliveries_in_flight(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    first = make_delivery(account, by=hugo)
    second = make_delivery(account, by=hugo, subject_id=first.subject_id, revision=2)
    Delivery.objects.filter(pk=first.pk).update(status="unknown")

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=second.pk).update(status="sending")


def test_an_account_without_connector_waits_for_a_hand(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo, handle="AlizeX", network="x")
    delivery = make_delivery(account, by=hugo)

    turn(clock=lambda: noon)

    assert (delivery.mode, status_of(delivery.pk)) == ("by_hand", "to_hand_off")


def test_a_lost_session_fails_with_a_reason_and_sends_nothing(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo)
    Secret.objects.all().delete()
    turn(clock=lambda: noon)

    delivery.refresh_from_db()
    assert delivery.status == "failed"
    assert delivery.explanation


def test_what_makes_senders_stop_again_and_again_is_given_to_a_person(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    Delivery.objects.filter(pk=delivery.pk).update(status="claimed", attempt=6)

    turn(clock=lambda: noon)

    assert (status_of(delivery.pk), Post.objects.count()) == ("failed", 0)


def test_a_missing_vault_key_is_waited_for(
    energy: Unit, hugo: Person, noon: datetime, settings: Settings
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    kept, settings.VAULT_PRIVATE_KEY_FILE = settings.VAULT_PRIVATE_KEY_FILE, "/nowhere/vault.key"

    turn(clock=lambda: noon)
    assert status_of(delivery.pk) == "queued"
    settings.VAULT_PRIVATE_KEY_FILE = kept
    turn(clock=lambda: noon + timedelta(minutes=20))

    assert status_of(delivery.pk) == "sent"


def test_a_picture_in_a_bucket_that_is_away_is_waited_for(
    energy: Unit, hugo: Person, noon: datetime, settings: Settings
) -> None:
    asset = make_asset(unit=energy, by=hugo)
    place = place_of(asset.sha256)
    order = make_order(make_practice_account(unit=energy, by=hugo))
    picture = {"sha256": asset.sha256, "mime": asset.mime, "alt": "Teal", "order": 0}
    picture |= {"width": asset.width, "height": asset.height}
    fields = {**order.fields, "media": [picture]}
    order = replace(order, fields=fields, digest=order_digest(fields))
    delivery = queue_delivery(order=order, by=hugo, at=noon)
    data = place.read_bytes()
    place.unlink()
    settings.MEDIA_STORE, settings.S3_PRIVATE = "s3", True
    settings.S3_ENDPOINT, settings.S3_BUCKET = "http://127.0.0.1:9", "away"
    settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = "key", "secret"

    turn(clock=lambda: noon)
    assert status_of(delivery.pk) == "queued"
    place.write_bytes(data)
    turn(clock=lambda: noon + timedelta(minutes=20))

    assert status_of(delivery.pk) == "sent"
    assert Post.objects.count() == 1


def test_a_network_that_no_longer_knows_us_marks_the_connection(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo)
    Profile.objects.update(token_digest="0" * 64)

    turn(clock=lambda: noon)

    assert status_of(delivery.pk) == "failed"
    assert Connection.objects.get(account=account).status == Connection.Status.FAILING


def test_a_picture_the_server_forgot_is_handed_over_again(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    claimed = claim_delivery(delivery_id=delivery.pk, owner="one:1", at=noon)
    assert claimed is not None
    RemoteStep.objects.create(
        delivery=delivery, position=0, sha256="a" * 64, status="done", result={"reference": "r"}
    )
    lost = Refused(code="upload_lost", message="blob not found", permanent=False)

    settle_refused(delivery_id=delivery.pk, fence=claimed.fence, refused=lost, at=noon)

    assert RemoteStep.objects.get().status == RemoteStep.Status.WAITING
    assert status_of(delivery.pk) == "queued"
