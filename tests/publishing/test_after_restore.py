"""A restored site starts frozen, and what left after the backup does not leave again."""

from datetime import datetime, timedelta

import pytest

from gouvernail.foundation.models import OutboxEvent
from gouvernail.ledger.models import Leaf
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import (
    after_restore,
    ask_lift,
    confirm_lift,
    engage_freeze,
)
from gouvernail.publishing.errors import AlreadyFrozenError
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import freezes_in_force
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.telling import tell_people
from gouvernail.registry.models import Account
from tests.make.publishing import make_delivery, make_practice_account, status_of


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_practice_account(unit=energy, by=hugo)


def _forget(delivery: Delivery) -> None:
    """Put the row back as the backup has it: the sending itself is not undone."""
    Delivery.objects.filter(pk=delivery.pk).update(
        status="queued", intent_key="", intent_created_at=None, remote_id="", attempt=0, fence=0
    )


def test_what_left_after_the_backup_is_found_and_not_sent_again(
    account: Account, hugo: Person, claire: Person, noon: datetime
) -> None:
    left = make_delivery(account, by=hugo)
    turn(clock=lambda: noon)
    _forget(left)
    at = noon + timedelta(minutes=10)

    restored = after_restore(backup_taken_at=noon - timedelta(minutes=5), by=claire, at=at)
    assert [one.pk for one in restored.doubtful] == [left.pk]
    assert (restored.freeze.cause, status_of(left.pk)) == (Freeze.Cause.RESTORE, "unknown")
    for minute in (1, 2, 3):
        turn(clock=lambda minute=minute: at + timedelta(minutes=minute))  # type: ignore[misc]

    assert status_of(left.pk) in {"sent", "verified"}
    assert Post.objects.count() == 1


def test_what_did_not_leave_waits_for_people_even_after_the_lift(
    account: Account, hugo: Person, claire: Person, karim: Person, noon: datetime
) -> None:
    waiting = make_delivery(account, by=hugo)
    later = make_delivery(account, by=hugo, publish_at=noon + timedelta(days=1))
    restored = after_restore(backup_taken_at=noon, by=claire, at=noon)
    at = noon
    for _turn in range(4):
        at += timedelta(minutes=1)
        turn(clock=lambda at=at: at)  # type: ignore[misc]  # bound now
    assert (status_of(waiting.pk), status_of(later.pk)) == ("queued", "queued")

    ask_lift(freeze_id=restored.freeze.pk, reason="Looked at.", by=karim, at=at)
    confirm_lift(freeze_id=restored.freeze.pk, by=claire, at=at)
    turn(clock=lambda: at)

    assert (status_of(waiting.pk), status_of(later.pk)) == ("missed", "queued")
    assert Post.objects.count() == 0


def test_where_keys_are_drawn_absence_proves_nothing(
    energy: Unit, hugo: Person, claire: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo)
    Account.objects.filter(pk=account.pk).update(network="bluesky")

    after_restore(backup_taken_at=noon, by=claire, at=noon)

    delivery.refresh_from_db()
    assert delivery.intent_facts == {"guessed": True}
    Account.objects.filter(pk=account.pk).update(network="practice")
    at = noon
    for _turn in range(10):
        at += timedelta(minutes=1)
        turn(clock=lambda at=at: at)  # type: ignore[misc]  # bound now
    assert status_of(delivery.pk) == "needs_human"


@pytest.mark.parametrize("status", ["claimed", "sending", "unknown"])
def test_what_was_under_way_in_the_backup_is_doubted(
    account: Account, hugo: Person, claire: Person, noon: datetime, status: str
) -> None:
    delivery = make_delivery(account, by=hugo)
    Delivery.objects.filter(pk=delivery.pk).update(status=status, fence=3)

    after_restore(backup_taken_at=noon, by=claire, at=noon)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.explanation, delivery.fence) == ("unknown", "restored", 4)
    leaf = Leaf.objects.filter(verb="delivery.unknown").get()
    assert b"restored" in bytes(leaf.leaf)


@pytest.mark.parametrize("cause", list(Freeze.Cause))
def test_a_restore_freezes_beside_what_the_backup_holds(
    claire: Person, karim: Person, noon: datetime, cause: str
) -> None:
    standing = engage_freeze(by=claire, at=noon, cause=cause)

    own = after_restore(backup_taken_at=noon, by=claire, at=noon).freeze

    assert own != standing
    announced = OutboxEvent.objects.filter(topic="publishing.frozen").order_by("position").last()
    assert announced is not None
    tell_people(announced, noon)
    told = Notification.objects.filter(person=karim, kind="freeze.restored")
    assert told.count() == 1
    assert (own.cause, own.scope_kind) == (Freeze.Cause.RESTORE, Freeze.Scope.ORGANISATION)
    assert Leaf.objects.filter(verb="freeze.engaged").count() == 2
    ask_lift(freeze_id=standing.pk, reason="It was over.", by=karim, at=noon)
    confirm_lift(freeze_id=standing.pk, by=claire, at=noon)
    assert list(freezes_in_force()) == [own]
    with pytest.raises(AlreadyFrozenError):
        engage_freeze(by=claire, at=noon)


def test_who_may_not_freeze_may_not_restore(nina: Person, claire: Person, noon: datetime) -> None:
    with pytest.raises(RightMissingError):
        after_restore(backup_taken_at=noon, by=nina, at=noon)
    with pytest.raises(ValueError, match="after its restore"):
        after_restore(backup_taken_at=noon + timedelta(seconds=1), by=claire, at=noon)
