"""Taking in what people say: once, whole, in its conversation."""

from datetime import datetime, timedelta

import pytest

from gouvernail.inbox.actions import close, receive
from gouvernail.inbox.models import Conversation, Desk, Message, RoutingRule
from gouvernail.people.models import Person, Unit
from tests.make.inbox import make_conversation, make_received
from tests.make.registry import make_account
from tests.make.teams import make_team

ALL_DAY = {str(day): [["00:00", "00:00"]] for day in range(7)}


def test_the_same_message_twice_is_one(care: Unit, noon: datetime) -> None:
    incoming = make_received(make_account(unit=care))

    first = receive(incoming=incoming, at=noon)
    second = receive(incoming=incoming, at=noon + timedelta(minutes=1))

    assert first == second
    assert Message.objects.count() == 1


def test_a_thread_is_one_conversation_and_opens_again(
    care: Unit, ines: Person, noon: datetime
) -> None:
    account = make_account(unit=care)
    conversation = make_conversation(account, remote_id="at://root")
    close(conversation.pk, by=ines, at=noon)

    make_conversation(account, remote_id="at://b", root_id="at://root", parent_id="at://root")
    make_conversation(account, remote_id="at://c", parent_id="at://b", author_key="did:plc:other")
    conversation.refresh_from_db()

    assert Conversation.objects.count() == 1
    assert conversation.status == Conversation.Status.OPEN
    assert conversation.messages.filter(kind="in").count() == 3


def test_an_answer_heard_before_what_it_answers_is_in_its_thread(care: Unit) -> None:
    account = make_account(unit=care)

    answer = make_conversation(account, remote_id="at://b", root_id="at://a", parent_id="at://a")
    root = make_conversation(account, remote_id="at://a")

    assert root == answer


def test_letters_of_one_person_are_one_conversation_without_a_clock(
    care: Unit, noon: datetime
) -> None:
    Desk.objects.create(clocks_on=True, opening=ALL_DAY)
    account = make_account(unit=care, network="facebook")

    first = make_conversation(account, remote_id="mail:1", by_hand=True)
    second = make_conversation(account, remote_id="mail:2", by_hand=True)

    assert first == second
    assert second.due_at is None


def test_a_brand_named_without_an_account_goes_to_the_top(nordet: Unit) -> None:
    assert make_conversation(None).unit == nordet


def test_the_first_rule_that_holds_routes_and_the_light_form_routes_nothing(
    care: Unit, ines: Person, noon: datetime
) -> None:
    account = make_account(unit=care)
    team = make_team(ines, unit=care)
    RoutingRule.objects.create(position=1, keyword="DÉBITÉ, remboursé", team=team, priority=2)

    light = make_conversation(account, remote_id="at://1")
    Desk.objects.create(routing_on=True)
    routed = make_conversation(account, remote_id="at://2")
    other = make_conversation(account, remote_id="at://3", text="Merci au technicien")

    assert (light.team, other.team) == (None, None)
    assert (routed.team, routed.priority) == (team, 2)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"lang": "fr"}, True),
        ({"lang": "en"}, False),
        ({"sentiment": "negative"}, True),
        ({"author": "@bruno.example"}, True),
        ({"network": "mastodon"}, False),
        ({"most_open": 1}, False),
    ],
)
def test_every_condition_of_a_rule_must_hold(
    condition: dict[str, object],
    holds: bool,  # noqa: FBT001 - a case
    care: Unit,
    ines: Person,
) -> None:
    account = make_account(unit=care, network="bluesky")
    team = make_team(ines, unit=care)
    make_conversation(account, remote_id="at://0")
    Conversation.objects.update(team=team)
    Desk.objects.create(routing_on=True)
    RoutingRule.objects.create(team=team, **condition)

    routed = make_conversation(account, remote_id="at://1", lang="fr-FR", sentiment="negative")

    assert (routed.team == team) is holds


def test_promised_delays_run_in_hours_of_opening(care: Unit, noon: datetime) -> None:
    week = {str(day): [["08:00", "12:00"], ["13:00", "19:00"]] for day in range(5)}
    Desk.objects.create(clocks_on=True, opening=week, holidays="FR", zone="Europe/Paris")
    evening = noon.replace(hour=17, minute=45)  # a quarter of an hour before the end, in Paris

    conversation = make_conversation(make_account(unit=care), posted_at=evening, at=evening)

    assert conversation.first_due_at == datetime.fromisoformat("2026-11-18T07:45:00+00:00")
    assert conversation.turn_at == conversation.first_due_at
