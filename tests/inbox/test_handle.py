"""Whose turn it is: one person answers, the others are told."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gouvernail.inbox import actions
from gouvernail.inbox.errors import (
    ConversationHeldError,
    ConversationInvalidError,
    ConversationNotFoundError,
    ConversationStateError,
)
from gouvernail.inbox.models import Conversation
from gouvernail.inbox.permissions import may_answer, visible_conversation
from gouvernail.inbox.queries.queue import Filters, queue_page
from gouvernail.inbox.queries.thread import thread_of
from gouvernail.inbox.starters.heating import conflict_stage
from gouvernail.inbox.tasks import remind_experts, wake_put_off
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from tests.make.inbox import make_conversation
from tests.make.people import make_grant, make_person, make_unit
from tests.make.registry import make_account
from tests.make.teams import make_team

Status = Conversation.Status


@pytest.fixture
def asked(energy: Unit) -> Conversation:
    """Return a conversation that nobody has taken up."""
    return make_conversation(make_account(unit=energy))


def test_a_second_claim_is_refused_and_says_who_has_it(
    asked: Conversation, hugo: Person, karim: Person, noon: datetime
) -> None:
    actions.claim(asked.pk, by=hugo, at=noon)
    actions.claim(asked.pk, by=hugo, at=noon)

    with pytest.raises(ConversationHeldError, match="Hugo Petit"):
        actions.claim(asked.pk, by=karim, at=noon)
    assert [one.code for one in thread_of(asked) if one.code] == ["claimed"]


def test_a_team_of_another_unit_reads_and_answers_what_is_given_to_it(
    asked: Conversation, karim: Person, ines: Person, claire: Person, care: Unit, noon: datetime
) -> None:
    team = make_team(ines, unit=care, duty="sales")
    with pytest.raises(ConversationNotFoundError):
        visible_conversation(asked.pk, viewer=ines)

    actions.assign(asked.pk, team_id=team.pk, by=claire, at=noon)
    actions.claim(asked.pk, by=ines, at=noon)

    assert [one.pk for one in queue_page(ines, Filters(box="team")).rows] == [asked.pk]
    told = Notification.objects.filter(person=ines, kind="conversation.assigned")
    assert told.count() == 1


def test_whoever_does_not_answer_there_is_given_nothing(
    asked: Conversation, karim: Person, odile: Person, noon: datetime
) -> None:
    elsewhere = make_person(name="Elsewhere", home_unit=asked.unit)
    with pytest.raises(ConversationInvalidError) as refused:
        actions.assign(asked.pk, person_id=elsewhere.pk, by=karim, at=noon)
    assert set(refused.value.fields) == {"person"}
    with pytest.raises(RightMissingError):
        actions.claim(asked.pk, by=odile, at=noon)


def test_put_off_it_comes_back_by_itself(asked: Conversation, hugo: Person, noon: datetime) -> None:
    actions.snooze(asked.pk, until=noon + timedelta(hours=1), by=hugo, at=noon)
    wake_put_off(noon + timedelta(minutes=59))
    asked.refresh_from_db()
    assert asked.status == Status.SNOOZED

    wake_put_off(noon + timedelta(hours=1))
    asked.refresh_from_db()

    assert asked.status == Status.OPEN


def test_joined_conversations_are_one_and_what_comes_next_follows(
    asked: Conversation, hugo: Person, noon: datetime
) -> None:
    other = make_conversation(asked.account, remote_id="at://other", text="Toujours rien ?")
    actions.merge(other.pk, into_id=asked.pk, by=hugo, at=noon)

    later = make_conversation(asked.account, remote_id="at://later", root_id="at://other")

    assert later == asked
    assert asked.messages.filter(kind="in").count() == 3


def test_a_regulated_complaint_is_handed_over_once_with_its_reference(
    asked: Conversation, hugo: Person, noon: datetime
) -> None:
    with pytest.raises(ConversationStateError):
        actions.hand_over_complaint(asked.pk, reference="R-1", by=hugo, at=noon)
    actions.flag_complaint(asked.pk, by=hugo, at=noon)
    kept = actions.hand_over_complaint(asked.pk, reference="R-1", by=hugo, at=noon)

    assert (kept.complaint_reference, kept.handed_at) == ("R-1", noon)


def test_an_expert_answers_and_it_comes_back_to_who_asked(
    asked: Conversation, hugo: Person, karim: Person, noon: datetime
) -> None:
    due = noon + timedelta(hours=4)
    question = actions.ask_expert(
        asked.pk, expert_id=karim.pk, words="Est-ce vrai ?", due_at=due, by=hugo, at=noon
    )
    remind_experts(due)
    remind_experts(due + timedelta(minutes=5))
    actions.answer_expert(question.pk, words="Oui, remboursé demain.", by=karim, at=due)
    asked.refresh_from_db()

    assert (asked.status, asked.claimed_by) == (Status.OPEN, hugo)
    assert "Oui, remboursé demain." in [one.text for one in thread_of(asked)]
    kinds = Notification.objects.values_list("person__name", "kind")
    assert sorted(kinds) == [
        ("Hugo Petit", "question.answered"),
        ("Hugo Petit", "question.unanswered"),
        ("Karim Benali", "question.asked"),
        ("Karim Benali", "question.late"),
    ]


def test_an_expert_reads_neither_notes_nor_what_is_said_once_they_have_answered(
    client: Client, asked: Conversation, hugo: Person, nina: Person, noon: datetime
) -> None:
    due = noon + timedelta(hours=4)
    question = actions.ask_expert(
        asked.pk, expert_id=nina.pk, words="Est-ce vrai ?", due_at=due, by=hugo, at=noon
    )
    actions.add_note(asked.pk, words="Client difficile", by=hugo, at=noon)
    actions.answer_expert(question.pk, words="Oui.", by=nina, at=noon)
    later = noon + timedelta(minutes=1)
    make_conversation(
        asked.account,
        remote_id="at://later",
        root_id=asked.root_id,
        text="Je vais mal.",
        posted_at=later,
        at=later,
    )
    client.force_login(nina)

    page = client.get(reverse("inbox:question-answer", args=[question.pk])).text

    assert asked.subject in page
    assert "Client difficile" not in page
    assert "Je vais mal." not in page


def test_a_place_in_a_closed_team_answers_nothing(
    asked: Conversation, odile: Person, care: Unit, noon: datetime
) -> None:
    team = make_team(odile, unit=care)
    Conversation.objects.update(team=team)
    asked.refresh_from_db()
    assert may_answer(odile, asked)
    team.closed_at = noon
    team.save()

    assert not may_answer(odile, asked)
    with pytest.raises(RightMissingError):
        actions.claim(asked.pk, by=odile, at=noon)


def test_whoever_loses_a_conversation_is_told_and_others_neither_close_it_nor_put_it_off(
    asked: Conversation, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    actions.claim(asked.pk, by=hugo, at=noon)
    with pytest.raises(ConversationHeldError):
        actions.close(asked.pk, by=karim, at=noon)
    with pytest.raises(ConversationHeldError):
        actions.snooze(asked.pk, until=noon + timedelta(hours=1), by=karim, at=noon)

    actions.assign(asked.pk, person_id=karim.pk, by=claire, at=noon)

    told = Notification.objects.values_list("person__name", "kind")
    assert set(told) == {
        (hugo.name, "conversation.passed_on"),
        (karim.name, "conversation.assigned"),
    }


def test_a_complaint_is_not_closed_before_the_register_has_it(
    client: Client, asked: Conversation, hugo: Person, noon: datetime
) -> None:
    actions.flag_complaint(asked.pk, by=hugo, at=noon)
    with pytest.raises(ConversationStateError):
        actions.close(asked.pk, by=hugo, at=noon)
    Conversation.objects.update(status=Status.CLOSED, closed_at=noon)  # as one closed before
    client.force_login(hugo)

    page = client.get(reverse("inbox:conversation-detail", args=[asked.pk])).text

    assert reverse("inbox:conversation-register", args=[asked.pk]) in page


def test_a_thread_that_heats_up_shows_the_plan_for_conflicts(energy: Unit, noon: datetime) -> None:
    account = make_account(unit=energy)
    calm = make_conversation(account, remote_id="at://0", sentiment="negative")
    assert conflict_stage(thread_of(calm), at=noon) is None

    for number in range(1, 6):
        make_conversation(
            account, remote_id=f"at://{number}", root_id="at://0", sentiment="negative"
        )
    stage = conflict_stage(thread_of(calm), at=noon)

    assert stage is not None
    assert stage.heat == "hot"
    assert conflict_stage(thread_of(calm), at=noon + timedelta(hours=2)) is None


def test_the_pages_hold_whoever_may_and_keep_what_was_typed(
    client: Client, asked: Conversation, hugo: Person, energy: Unit
) -> None:
    client.force_login(hugo)
    one = reverse("inbox:conversation-detail", args=[asked.pk])

    page = client.get(reverse("inbox:conversation-list"), {"q": "bruno", "sentiment": "odd"})
    client.post(reverse("inbox:conversation-claim", args=[asked.pk]))
    empty = client.post(reverse("inbox:conversation-note", args=[asked.pk]), {"words": " "})
    refused = client.post(
        reverse("inbox:conversation-expert", args=[asked.pk]),
        {"expert": "Nobody Known", "words": "Est-ce vrai ?", "due": "24"},
    )
    reader = make_person(name="Reader", home_unit=energy)
    make_grant(person=reader, unit=energy, role=Role.AUDITOR)

    assert "Bruno Carpentier" in page.text
    assert (empty.status_code, refused.status_code) == (422, 422)
    assert "Est-ce vrai ?" in refused.text
    assert "Hugo Petit" in client.get(one).text
    client.force_login(reader)
    assert reverse("inbox:conversation-reply", args=[asked.pk]) not in client.get(one).text


def test_today_says_what_one_is_asked_has_taken_up_and_what_is_late_in_ones_teams(
    client: Client, asked: Conversation, hugo: Person, karim: Person, noon: datetime
) -> None:
    late = make_conversation(asked.account, remote_id="at://late", text="Personne ?")
    team = make_team(hugo, unit=asked.unit)
    Conversation.objects.filter(pk=late.pk).update(team=team, due_at=noon)
    actions.claim(asked.pk, by=hugo, at=noon)
    expert = make_person(name="Jeanne Savoir", home_unit=asked.unit)
    other = make_conversation(asked.account, remote_id="at://odd", text="La borne ?")
    due = noon + timedelta(days=1)
    actions.ask_expert(
        other.pk, expert_id=expert.pk, words="À nous ?", due_at=due, by=karim, at=noon
    )

    client.force_login(hugo)
    mine = client.get("/to-do/?topic=conversations").text
    client.force_login(expert)
    theirs = client.get("/").text

    for one in (asked, late):
        assert reverse("inbox:conversation-detail", args=[one.pk]) in mine
    question = other.questions.get()
    assert reverse("inbox:question-answer", args=[question.pk]) in theirs
    assert reverse("inbox:question-list") in theirs
    assert client.get(reverse("inbox:question-answer", args=[question.pk])).status_code == 200


def test_who_has_it_is_told_in_the_time_of_the_reader(
    asked: Conversation, hugo: Person, karim: Person, noon: datetime
) -> None:
    actions.claim(asked.pk, by=hugo, at=noon)

    with timezone.override("Asia/Tokyo"), pytest.raises(ConversationHeldError, match=r"9 p\.m"):
        actions.claim(asked.pk, by=karim, at=noon)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forms_are_read_without_holding_the_conversation(client: Client) -> None:
    unit = make_unit(name="Clients", code="care")
    hugo = make_person(name="Hugo Petit", home_unit=unit)
    make_grant(person=hugo, unit=unit, role=Role.CONTRIBUTOR)
    asked = make_conversation(make_account(unit=unit))
    client.force_login(hugo)

    for act in ("reply", "expert", "merge", "moderate"):
        refused = client.post(reverse(f"inbox:conversation-{act}", args=[asked.pk]))

        assert refused.status_code == 422
