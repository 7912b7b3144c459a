"""A published post is corrected in one gesture: withdrawn, and a draft of what replaces it."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from gouvernail.content.models import Draft
from gouvernail.content.tasks import READERS
from gouvernail.foundation.models import OutboxMark
from gouvernail.foundation.outbox import deliver
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import ask_withdrawal
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.registry.models import Account
from tests.make.content import make_draft
from tests.make.publishing import make_delivery, make_practice_account, status_of
from tests.make.registry import make_account


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    account = make_practice_account(unit=energy, by=hugo)
    account.status = Account.Status.OFFICIAL
    account.save()
    return account


@pytest.fixture
def draft(energy: Unit, hugo: Person, account: Account) -> Draft:
    other = make_account(unit=energy, network="x", handle="energie")
    return make_draft(
        author=hugo, unit=energy, accounts=(account, other), status="published", revision=1
    )


@pytest.fixture
def published(draft: Draft, account: Account, hugo: Person, noon: datetime) -> Delivery:
    delivery = make_delivery(account, by=hugo, subject_id=draft.pk)
    for seconds in (0, 30):
        turn(clock=lambda seconds=seconds: noon + timedelta(seconds=seconds))  # type: ignore[misc]  # bound now
    delivery.refresh_from_db()
    return delivery


def test_a_correction_withdraws_and_starts_a_draft_for_that_account(
    draft: Draft, published: Delivery, account: Account, karim: Person, noon: datetime
) -> None:
    ask_withdrawal(
        delivery_id=published.pk, reason="Wrong price.", purpose="correct", by=karim, at=noon
    )
    turn(clock=lambda: noon + timedelta(minutes=1))
    deliver(READERS, at=noon)

    correction = Draft.objects.exclude(pk=draft.pk).get()
    assert (correction.status, correction.author, correction.text) == (
        "drafting",
        karim,
        draft.text,
    )
    assert [one.account for one in correction.variants.all()] == [account]
    assert status_of(published.pk) == "withdrawn"
    assert Post.objects.get().deleted_at is not None
    told = Notification.objects.get(person=karim, kind="draft.to_correct")
    assert told.path == reverse("content:draft-edit", args=[correction.pk])


def test_heard_twice_it_is_one_draft(
    draft: Draft, published: Delivery, karim: Person, noon: datetime
) -> None:
    ask_withdrawal(
        delivery_id=published.pk, reason="Wrong price.", purpose="correct", by=karim, at=noon
    )
    deliver(READERS, at=noon)
    OutboxMark.objects.all().delete()
    deliver(READERS, at=noon)

    assert Draft.objects.exclude(pk=draft.pk).count() == 1


def test_a_plain_withdrawal_starts_nothing_and_tells_the_author(
    draft: Draft, published: Delivery, hugo: Person, karim: Person, noon: datetime
) -> None:
    ask_withdrawal(delivery_id=published.pk, reason="Wrong price.", by=karim, at=noon)
    turn(clock=lambda: noon + timedelta(minutes=1))
    deliver(READERS, at=noon)

    assert Draft.objects.get() == draft
    assert Notification.objects.filter(person=hugo, kind="delivery.withdrawn").count() == 1
