"""How comments are answered, on one page; what came of it, as figures and as a file."""

from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.inbox import actions
from gouvernail.inbox.actions import DeskFacts
from gouvernail.inbox.models import Conversation, Desk, RoutingRule
from gouvernail.inbox.tasks import note_late_ones
from gouvernail.ledger.models import Leaf
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from tests.make.inbox import make_conversation
from tests.make.listening import make_topic
from tests.make.registry import make_account
from tests.make.teams import make_team

ALL_DAY = {str(day): [["00:00", "00:00"]] for day in range(7)}
SAID = {
    "zone": "Europe/Paris",
    "opening": "08:00-12:00, 13:00-19:00\n\n09:00-12:00",
    "holidays": "FR",
    "clocks_on": "on",
    "first_minutes": "60",
    "next_minutes": "60",
    "solve_minutes": "960",
    "rules_fr": "Une personne, une voix.",
    "kept_days": "396",
    "private_days": "92",
    "complaint_days": "1827",
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Paris"),
        ("opening", "de 8 h à midi"),
        ("opening", ""),
        ("holidays", "Bretagne"),
        ("first_minutes", "-1"),
        ("kept_days", "7"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field_and_nothing_is_lost(
    client: Client, claire: Person, field: str, value: str
) -> None:
    client.force_login(claire)

    page = client.post(reverse("inbox:desk-edit"), SAID | {field: value})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert "Une personne, une voix." in page.text
    assert not Desk.objects.exists()


def test_the_page_is_kept_and_whoever_answers_reads_it(
    client: Client, claire: Person, hugo: Person
) -> None:
    client.force_login(claire)
    kept = client.post(reverse("inbox:desk-edit"), SAID)
    again = client.get(reverse("inbox:desk-edit"))
    client.force_login(hugo)

    assert kept.status_code == 302
    assert Desk.objects.get().private_days == Desk.Kept.QUARTER
    assert Desk.objects.get().opening == {
        "0": [["08:00", "12:00"], ["13:00", "19:00"]],
        "2": [["09:00", "12:00"]],
    }
    assert "08:00-12:00, 13:00-19:00\n\n09:00-12:00" in again.text
    assert "Une personne, une voix." in client.get(reverse("inbox:conversation-list")).text
    assert client.get(reverse("inbox:desk-edit")).status_code == 403


def test_two_who_write_the_page_at_once_write_one(
    claire: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.write_desk(facts=DeskFacts(rules_fr="Une voix."), by=claire, at=noon)
    monkeypatch.setattr(QuerySet, "first", lambda _rows: None)  # the other's row, not seen yet

    actions.write_desk(facts=DeskFacts(rules_fr="Une personne."), by=claire, at=noon)

    assert Desk.objects.get().rules_fr == "Une personne."


def test_rules_of_routing_are_added_and_dropped(
    client: Client, claire: Person, hugo: Person, energy: Unit
) -> None:
    client.force_login(claire)
    team = make_team(hugo, unit=energy)
    address = reverse("inbox:rule-create")

    refused = client.post(address, {"keyword": "débité", "team": "", "priority": "2"})
    client.post(address, {"keyword": "débité", "team": team.pk, "priority": "2"})
    rule = RoutingRule.objects.get()
    shown = client.get(reverse("inbox:desk-edit"))
    client.post(reverse("inbox:rule-drop", args=[rule.pk]))
    twice = client.post(reverse("inbox:rule-drop", args=[rule.pk]))
    rule.refresh_from_db()

    assert refused.status_code == 422
    assert "débité" in refused.text
    assert (rule.keyword, rule.priority) == ("débité", 2)
    assert "débité" in shown.text
    assert rule.dropped_at is not None
    assert twice.status_code == 404
    assert "débité" not in client.get(reverse("inbox:desk-edit")).text


def test_a_rule_asks_for_an_account_and_a_topic_and_can_be_asked_earlier(
    client: Client, claire: Person, hugo: Person, energy: Unit
) -> None:
    client.force_login(claire)
    team, account = make_team(hugo, unit=energy), make_account(unit=energy, name="Énergie")
    topic = make_topic(unit=energy, owner=claire)
    address, last = reverse("inbox:rule-create"), {"team": team.pk, "priority": "1"}
    client.post(address, last | {"keyword": "facture"})
    client.post(address, last | {"account": account.pk, "topic": topic.pk})
    first, second = RoutingRule.objects.order_by("position")

    shown = client.get(reverse("inbox:desk-edit"))
    client.post(reverse("inbox:rule-move", args=[second.pk]))
    client.post(reverse("inbox:rule-move", args=[second.pk]))

    assert "Énergie · Our name" in shown.text
    assert (second.account, second.topic_id) == (account, topic.pk)
    assert list(RoutingRule.objects.order_by("position")) == [second, first]
    Desk.objects.create(routing_on=True)
    routed = make_conversation(account, topic_id=topic.pk)
    assert routed.team == team


def test_a_delay_that_passed_is_told_once_to_who_has_it_or_to_its_team(
    energy: Unit, hugo: Person, karim: Person, noon: datetime
) -> None:
    Desk.objects.create(clocks_on=True, opening=ALL_DAY, zone="UTC", first_minutes=60)
    account = make_account(unit=energy)
    held = make_conversation(account, remote_id="at://held")
    teamed = make_conversation(account, remote_id="at://teamed")
    actions.claim(held.pk, by=hugo, at=noon)
    Conversation.objects.filter(pk=teamed.pk).update(team=make_team(karim, unit=energy))

    note_late_ones(noon + timedelta(minutes=59))
    assert not Notification.objects.exists()
    note_late_ones(noon + timedelta(minutes=60))
    note_late_ones(noon + timedelta(minutes=61))

    told = Notification.objects.filter(kind="conversation.late")
    assert sorted(told.values_list("person__name", "subject_id")) == sorted(
        [(hugo.name, str(held.pk)), (karim.name, str(teamed.pk))]
    )
    assert Conversation.objects.filter(late_at=noon + timedelta(minutes=60)).count() == 2


def test_the_report_says_what_was_answered_and_how_soon(
    client: Client, energy: Unit, hugo: Person, karim: Person
) -> None:
    at = clock.now() - timedelta(hours=3)
    account = make_account(unit=energy)
    team = make_team(hugo, unit=energy, name="=Clients")
    team.name_en = "=Customers"
    team.save()
    told = [
        make_conversation(account, remote_id=f"at://{one}", posted_at=at, at=at) for one in range(3)
    ]
    Conversation.objects.filter(pk__in=[one.pk for one in told]).update(team=team)
    Conversation.objects.filter(pk=told[0].pk).update(first_answer_at=at + timedelta(minutes=30))
    Conversation.objects.filter(pk=told[1].pk).update(first_answer_at=at + timedelta(minutes=60))
    actions.close(told[1].pk, by=hugo, at=at)
    old = at - timedelta(days=31)
    make_conversation(account, remote_id="at://old", posted_at=old, at=old)
    client.force_login(karim)

    page = client.get(reverse("inbox:report"))
    file = client.get(reverse("inbox:report-export"))
    rows = file.getvalue().decode("utf-8-sig").splitlines()

    (line,) = page.context["lines"]
    assert (line.opened, line.answered, line.closed) == (3, 2, 1)
    assert line.first == timedelta(minutes=45)
    assert len(rows) == 2
    assert rows[1].replace(";", ",").endswith(",3,2,1,0,45")
    assert rows[1].lstrip('"').startswith("'=Customers")


def test_leaves_of_the_page_hold_none_of_its_words(client: Client, claire: Person) -> None:
    client.force_login(claire)
    client.post(reverse("inbox:desk-edit"), SAID)

    told = b"".join(bytes(one) for one in Leaf.objects.values_list("leaf", flat=True))
    assert b"une voix" not in told
