"""What a person makes of a publication that nobody could tell."""

from datetime import datetime

import pytest

from gouvernail.charter.models import Charter
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import resolve_delivery, say_posted
from gouvernail.publishing.errors import (
    AccountNotInUseError,
    DeliveryMovedOnError,
    SecondPersonNeededError,
)
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.records.models import Record
from gouvernail.registry.models import Account
from tests.make.publishing import make_delivery, make_practice_account, status_of


@pytest.fixture
def lost(energy: Unit, hugo: Person) -> Delivery:
    """Return a delivery whose outcome only a person can tell."""
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    Delivery.objects.filter(pk=delivery.pk).update(status="needs_human")
    return delivery


def test_what_is_online_is_archived(lost: Delivery, karim: Person, noon: datetime) -> None:
    resolve_delivery(
        delivery_id=lost.pk, verdict="online", url="https://x.com/a/status/1", by=karim, at=noon
    )

    assert status_of(lost.pk) == "sent"
    assert Record.objects.get().url == "https://x.com/a/status/1"


def test_sending_again_takes_two_people(
    lost: Delivery, karim: Person, claire: Person, noon: datetime
) -> None:
    resolve_delivery(delivery_id=lost.pk, verdict="resend", by=karim, at=noon)
    turn(clock=lambda: noon)
    assert (status_of(lost.pk), Post.objects.count()) == ("needs_human", 0)
    with pytest.raises(SecondPersonNeededError):
        resolve_delivery(delivery_id=lost.pk, verdict="resend", by=karim, at=noon)

    resolve_delivery(delivery_id=lost.pk, verdict="resend", by=claire, at=noon)
    turn(clock=lambda: noon)

    assert (status_of(lost.pk), Post.objects.count()) == ("sent", 1)


def test_a_small_team_sends_again_alone(
    lost: Delivery, karim: Person, charter: Charter, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()

    resolve_delivery(delivery_id=lost.pk, verdict="resend", by=karim, at=noon)

    assert status_of(lost.pk) == "queued"


def test_giving_up_ends_it(lost: Delivery, karim: Person, noon: datetime) -> None:
    resolve_delivery(delivery_id=lost.pk, verdict="cancel", by=karim, at=noon)

    assert status_of(lost.pk) == "cancelled"
    with pytest.raises(DeliveryMovedOnError):
        resolve_delivery(delivery_id=lost.pk, verdict="cancel", by=karim, at=noon)


def test_a_contributor_may_not_and_a_word_is_needed(
    lost: Delivery, hugo: Person, karim: Person, noon: datetime
) -> None:
    with pytest.raises(RightMissingError):
        resolve_delivery(delivery_id=lost.pk, verdict="cancel", by=hugo, at=noon)
    with pytest.raises(InvalidInputError):
        resolve_delivery(delivery_id=lost.pk, verdict="", by=karim, at=noon)


def test_nobody_posts_by_hand_on_an_account_closed_since(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo, handle="AlizeX", network="x")
    delivery = make_delivery(account, by=hugo)
    Account.objects.filter(pk=account.pk).update(status=Account.Status.CLOSED)

    with pytest.raises(AccountNotInUseError):
        say_posted(delivery_id=delivery.pk, by=hugo, at=noon)
