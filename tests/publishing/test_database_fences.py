"""What the database itself refuses, whatever code forgot to ask."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from gouvernail.approvals.models import Decision, Request, RequestEditor
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.registry.models import Account
from tests.make.content import make_submitted
from tests.make.publishing import make_delivery, make_order, make_practice_account


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_practice_account(unit=energy, by=hugo)


def _again(first: Delivery, account: Account, status: str) -> Delivery:
    order = make_order(account, subject_id=first.subject_id, revision=2)
    return Delivery(
        subject_id=order.subject_id, revision=2, title="Encore", account=account,
        fields=dict(order.fields), digest=order.digest, mode="automatic", status=status,
        publish_at=order.publish_at, time_zone="UTC", wall_time="", created_at=order.publish_at,
    )  # fmt: skip


@pytest.mark.parametrize("standing", ["sending", "unknown"])
@pytest.mark.parametrize("status", ["queued", "claimed", "to_hand_off"])
def test_no_second_delivery_is_written_while_one_is_on_its_way(
    account: Account, hugo: Person, standing: str, status: str
) -> None:
    first = make_delivery(account, by=hugo)
    Delivery.objects.filter(pk=first.pk).update(status=standing)

    with pytest.raises(IntegrityError), transaction.atomic():
        _again(first, account, status).save(force_insert=True)


def test_no_second_delivery_is_taken_up_while_one_is_on_its_way(
    account: Account, hugo: Person
) -> None:
    first = make_delivery(account, by=hugo)
    second = _again(first, account, "missed")
    second.save(force_insert=True)
    Delivery.objects.filter(pk=first.pk).update(status="unknown")

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=second.pk).update(status="queued")
    Delivery.objects.filter(pk=first.pk).update(status="cancelled")
    assert Delivery.objects.filter(pk=second.pk).update(status="queued") == 1


def test_another_account_of_the_same_subject_goes_on(
    account: Account, care: Unit, hugo: Person
) -> None:
    first = make_delivery(account, by=hugo)
    Delivery.objects.filter(pk=first.pk).update(status="sending")
    other = make_practice_account(unit=care, by=hugo, handle="clients")

    _again(first, other, "queued").save(force_insert=True)

    assert Delivery.objects.count() == 2


# --- who approves ---------------------------------------------------------------------------------


@pytest.fixture
def request_of_hugo(hugo: Person, energy: Unit, noon: datetime) -> Request:
    return make_submitted(author=hugo, unit=energy, at=noon)[1]


def _decide(request: Request, person: Person, verdict: str, at: datetime) -> Decision:
    step = request.steps.first()
    return Decision.objects.create(
        request=request, step=step, person=person, seat="colleague", verdict=verdict,
        digest=request.digest, at=at,
    )  # fmt: skip


def test_a_verdict_of_the_author_does_not_become_an_approval(
    request_of_hugo: Request, hugo: Person, noon: datetime
) -> None:
    decision = _decide(request_of_hugo, hugo, "changes", noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(verdict="approve")


def test_who_approved_does_not_become_an_editor(
    request_of_hugo: Request, camille: Person, noon: datetime
) -> None:
    _decide(request_of_hugo, camille, "approve", noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEditor.objects.create(request=request_of_hugo, person=camille)
