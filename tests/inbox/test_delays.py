"""What is promised is kept, or told once that it was not, wherever the conversation stands."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from gouvernail.foundation.actions import as_one
from gouvernail.inbox import actions
from gouvernail.inbox.actions.telling import WORKER, keep, note_public
from gouvernail.inbox.models import Conversation, Desk
from gouvernail.inbox.tasks import note_late_ones
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.inbox import make_conversation
from tests.make.registry import make_account
from tests.make.teams import make_team

ALL_DAY = {str(day): [["00:00", "00:00"]] for day in range(7)}
HOUR = timedelta(hours=1)


@pytest.fixture
def ours(energy: Unit) -> Account:
    """Return an account that people write to."""
    return make_account(unit=energy)


def promise(**minutes: int) -> Desk:
    """Let clocks run day and night."""
    return Desk.objects.create(clocks_on=True, opening=ALL_DAY, zone="UTC", **minutes)


def write_again(conversation: Conversation, at: datetime) -> Conversation:
    """Let the same person write once more in the thread."""
    return make_conversation(
        conversation.account,
        remote_id=f"at://{uuid4()}",
        root_id=conversation.root_id,
        posted_at=at,
        at=at,
    )


def answer(conversation: Conversation, at: datetime) -> None:
    """Let an answer of ours be public."""
    conversation.refresh_from_db()
    note_public(conversation, written_at=at, answered_at=at)
    conversation.status = Conversation.Status.WAITING
    as_one(keep)(conversation, "conversation.answered", by=WORKER, at=at)


def told() -> set[tuple[str, str]]:
    rows = Notification.objects.filter(kind="conversation.late")
    return set(rows.values_list("person__name", "subject_id"))


def test_without_team_and_holder_whoever_answers_in_the_unit_is_told(
    ours: Account, hugo: Person, karim: Person, odile: Person, noon: datetime
) -> None:
    promise()
    alone = make_conversation(ours)

    note_late_ones(noon + HOUR)

    names = {name for name, _key in told()}
    assert {hugo.name, karim.name} <= names
    assert odile.name not in names
    assert {key for _name, key in told()} == {str(alone.pk)}


def test_a_holder_who_left_hides_the_team_from_nobody(
    ours: Account, hugo: Person, karim: Person, noon: datetime
) -> None:
    promise()
    held = make_conversation(ours)
    Conversation.objects.update(team=make_team(karim, unit=ours.unit), claimed_by=hugo)
    Person.objects.filter(pk=hugo.pk).update(is_active=False)

    note_late_ones(noon + HOUR)

    assert told() == {(karim.name, str(held.pk))}


def test_put_off_with_an_expert_or_behind_a_freeze_it_is_late_all_the_same(
    ours: Account, hugo: Person, karim: Person, noon: datetime
) -> None:
    promise()
    put_off, asked, stuck = (make_conversation(ours, remote_id=f"at://{one}") for one in range(3))
    actions.snooze(put_off.pk, until=noon + 3 * HOUR, by=hugo, at=noon)
    due = noon + 4 * HOUR
    actions.ask_expert(asked.pk, expert_id=karim.pk, words="Ah ?", due_at=due, by=hugo, at=noon)
    Conversation.objects.filter(pk=stuck.pk).update(
        status=Conversation.Status.WAITING, claimed_by=hugo
    )

    note_late_ones(noon + HOUR)
    note_late_ones(noon + HOUR + timedelta(minutes=1))

    assert {key for _name, key in told()} == {str(one.pk) for one in (put_off, asked, stuck)}
    assert not Conversation.objects.filter(late_at=None).exists()


def test_who_insists_is_not_answered_later_and_what_was_late_stays_so(
    ours: Account, hugo: Person, noon: datetime
) -> None:
    promise()
    asked = make_conversation(ours)
    actions.snooze(asked.pk, until=noon + 5 * HOUR, by=hugo, at=noon)
    note_late_ones(noon + HOUR)

    again = write_again(asked, noon + 2 * HOUR)

    assert (again.due_at, again.late_at) == (noon + HOUR, noon + HOUR)
    answer(again, noon + 3 * HOUR)
    last = write_again(asked, noon + 4 * HOUR)
    assert last.late_at == noon + HOUR
    assert (last.due_at, last.alarm_at) == (noon + 5 * HOUR, noon + 5 * HOUR)


def test_the_end_is_told_while_we_wait_for_them(
    ours: Account, hugo: Person, noon: datetime
) -> None:
    promise(solve_minutes=180)
    asked = make_conversation(ours)
    actions.claim(asked.pk, by=hugo, at=noon)
    answer(asked, noon + timedelta(minutes=10))

    note_late_ones(noon + 2 * HOUR)
    assert told() == set()
    note_late_ones(noon + 3 * HOUR)

    assert told() == {(hugo.name, str(asked.pk))}


@pytest.mark.parametrize("clocks", ["no first answer promised", "clocks on since"])
def test_the_next_answer_is_promised_where_the_first_never_was(
    ours: Account, hugo: Person, noon: datetime, clocks: str
) -> None:
    if clocks == "no first answer promised":
        promise(first_minutes=0, next_minutes=60, solve_minutes=0)
    asked = make_conversation(ours)
    actions.claim(asked.pk, by=hugo, at=noon)
    answer(asked, noon)
    if clocks == "clocks on since":
        promise(next_minutes=60, solve_minutes=0)

    again = write_again(asked, noon + HOUR)
    note_late_ones(noon + 2 * HOUR)

    assert again.due_at == noon + 2 * HOUR
    assert told() == {(hugo.name, str(asked.pk))}


def test_what_they_write_while_our_answer_waits_has_its_own_delay(
    ours: Account, hugo: Person, noon: datetime
) -> None:
    promise()
    asked = make_conversation(ours)
    write_again(asked, noon + timedelta(minutes=20))
    asked.refresh_from_db()

    note_public(asked, written_at=noon + timedelta(minutes=10), answered_at=noon + HOUR)

    assert asked.first_answer_at == noon + HOUR
    assert asked.running == noon + timedelta(minutes=80)


def test_a_post_that_says_it_is_old_is_neither_late_nor_first(
    ours: Account, noon: datetime
) -> None:
    promise()
    first = make_conversation(ours, remote_id="at://first")
    at = noon + timedelta(minutes=30)
    old = make_conversation(
        ours, remote_id="at://old", posted_at=noon - timedelta(days=9_000), at=at
    )

    assert old.due_at == at + timedelta(minutes=45)
    assert first.turn_at < old.turn_at


def test_closed_and_written_to_again_a_conversation_begins_anew(
    ours: Account, hugo: Person, noon: datetime
) -> None:
    promise()
    asked = make_conversation(ours)
    actions.close(asked.pk, by=hugo, at=noon)
    later = noon + timedelta(days=30)

    again = write_again(asked, later)

    assert (again.due_at, again.late_at) == (later + HOUR, None)
