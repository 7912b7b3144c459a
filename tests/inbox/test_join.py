"""Two conversations made one: nothing that waits in either is buried."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.inbox import actions
from gouvernail.inbox.models import Conversation
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.inbox import make_conversation
from tests.make.registry import make_account
from tests.make.teams import make_team

Status, Priority = Conversation.Status, Conversation.Priority


@pytest.fixture
def ours(energy: Unit) -> Account:
    """Return an account that people write to."""
    return make_account(unit=energy)


@pytest.mark.parametrize("kept_as", [Status.CLOSED, Status.WAITING, Status.SNOOZED])
def test_what_waits_in_the_joined_one_waits_in_the_one_that_is_kept(
    ours: Account, hugo: Person, noon: datetime, kept_as: str
) -> None:
    asked = make_conversation(ours, remote_id="at://asked")
    kept = make_conversation(ours, remote_id="at://kept")
    due = noon + timedelta(hours=1)
    Conversation.objects.filter(pk=asked.pk).update(
        priority=Priority.URGENT, first_due_at=due, late_at=noon, complaint_at=noon
    )
    Conversation.objects.filter(pk=kept.pk).update(
        status=kept_as,
        closed_at=noon if kept_as == Status.CLOSED else None,
        snoozed_until=due if kept_as == Status.SNOOZED else None,
        first_answer_at=noon,
    )

    found = actions.merge(asked.pk, into_id=kept.pk, by=hugo, at=noon)

    assert (found.status, found.closed_at, found.snoozed_until) == (Status.OPEN, None, None)
    assert (found.priority, found.due_at, found.late_at) == (Priority.URGENT, due, noon)
    assert found.is_to_hand_over
    assert Conversation.objects.get(pk=asked.pk).due_at is None


def test_of_two_complaints_one_is_still_to_hand_over(
    ours: Account, hugo: Person, noon: datetime
) -> None:
    asked, kept = (make_conversation(ours, remote_id=f"at://{one}") for one in range(2))
    for one in (asked, kept):
        actions.flag_complaint(one.pk, by=hugo, at=noon)
    actions.hand_over_complaint(kept.pk, reference="R-1", by=hugo, at=noon)

    found = actions.merge(asked.pk, into_id=kept.pk, by=hugo, at=noon)

    assert found.is_to_hand_over


def test_a_long_thread_joins_in_few_queries(ours: Account, hugo: Person, noon: datetime) -> None:
    counts = []
    for length in (1, 12):
        kept = make_conversation(ours, remote_id=f"at://kept{length}")
        for number in range(length):
            make_conversation(ours, remote_id=f"at://{length}.{number}", root_id=f"at://{length}")
        old = Conversation.objects.get(root_id=f"at://{length}")
        with CaptureQueriesContext(connection) as asked:
            actions.merge(old.pk, into_id=kept.pk, by=hugo, at=noon)
        counts.append(len(asked))
        assert kept.messages.filter(kind="in").count() == length + 1

    assert counts[1] <= counts[0]


def test_a_team_called_in_reads_no_other_conversation_of_the_person(
    client: Client, ours: Account, ines: Person, hugo: Person, care: Unit
) -> None:
    asked = make_conversation(ours, remote_id="at://asked")
    secret = make_conversation(ours, remote_id="at://secret", text="Mon numéro de contrat est 12.")
    Conversation.objects.filter(pk=asked.pk).update(team=make_team(ines, unit=care))
    address = reverse("inbox:conversation-detail", args=[asked.pk])

    client.force_login(ines)
    theirs = client.get(address)
    joined = client.post(reverse("inbox:conversation-merge", args=[asked.pk]), {"into": secret.pk})
    client.force_login(hugo)

    assert "numéro de contrat" not in theirs.text
    assert joined.status_code == 422
    assert "numéro de contrat" in client.get(address).text
