"""An account that was closed, or changed hands, is no longer spoken on."""

from datetime import datetime, timedelta

import pytest

from gouvernail.approvals.actions.decisions import Choice
from gouvernail.content.actions import decide_draft, submit_draft
from gouvernail.content.actions.following import follow_deliveries
from gouvernail.content.errors import DraftBlockedError
from gouvernail.content.models import Draft
from gouvernail.foundation.outbox import deliver
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.project.schedule import readers
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.registry.models import Account
from tests.make.content import make_draft, make_submitted
from tests.make.publishing import make_delivery, make_practice_account, status_of


def test_nothing_is_submitted_for_an_account_that_is_closed(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    draft = make_draft(author=hugo, unit=energy, accounts=(account,))
    Account.objects.update(status="closed")

    with pytest.raises(DraftBlockedError) as refused:
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert list(refused.value.fields) == [f"account-{account.pk}"]


def test_nothing_is_submitted_for_an_account_that_went_to_another_department(
    hugo: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    draft = make_draft(author=hugo, unit=energy, accounts=(account,))
    Account.objects.update(unit=care)

    with pytest.raises(DraftBlockedError):
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)


@pytest.mark.parametrize("status", ["closed", "suspended", "duplicate"])
def test_what_was_approved_for_an_account_now_closed_waits_for_a_word(
    hugo: Person, energy: Unit, noon: datetime, status: str
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    Account.objects.update(status=status)

    turn(clock=lambda: noon)

    assert (status_of(delivery.pk), Post.objects.count()) == ("missed", 0)
    assert Delivery.objects.get().explanation == "account_not_in_use"


def test_an_approval_of_which_nothing_is_left_needs_attention(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    draft, request = make_submitted(author=hugo, unit=energy, at=noon, accounts=(account,))
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    delivery = Delivery.objects.get()
    Delivery.objects.update(fields={**delivery.fields, "text": "Something else."})

    turn(clock=lambda: noon + timedelta(minutes=1))
    deliver(readers(), at=noon)

    assert status_of(delivery.pk) == "void"
    assert Draft.objects.get(pk=draft.pk).status == "problem"
    assert follow_deliveries(draft_id=draft.pk, revision=1, at=noon) is not None
