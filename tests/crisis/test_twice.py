"""Gestures made twice, pages read before somebody else wrote, hours that clocks repeat."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gouvernail.crisis import actions
from gouvernail.crisis.actions.room import remind_late_tasks
from gouvernail.crisis.errors import PlanInvalidError
from gouvernail.crisis.forms.moments import MomentField
from gouvernail.crisis.models import Call, Entry, Evidence, Incident, Message, Task
from gouvernail.people.models import Person
from gouvernail.publishing.actions import ask_lift, confirm_lift
from tests.make.crisis import make_contact, make_incident, make_plan

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_room_declared_by_a_form_sent_twice_is_one_room(client: Client, claire: Person) -> None:
    client.force_login(claire)
    page = reverse("crisis:incident-create")
    key = client.get(page).context["form"]["key"].value()
    said = {"title": "Fire in a kitchen", "kind": "reputation", "severity": 3, "key": str(key)}

    first, second = client.post(page, said), client.post(page, said)
    third = client.post(page, {**said, "title": "Another fire"})

    assert first["Location"] == second["Location"] != third["Location"]
    assert Incident.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "said", "model"),
    [
        ("entry-create", {"text": "The fire is out.", "kind": "fact"}, Entry),
        ("task-create", {"words": "Call the press"}, Task),
        ("evidence-create", {"title": "Seen", "text": "They lie"}, Evidence),
    ],
)
def test_what_is_sent_twice_in_the_room_is_kept_once(
    client: Client, claire: Person, name: str, said: dict[str, Any], model: Any
) -> None:
    incident = make_incident(by=claire)
    client.force_login(claire)
    before, page = model.objects.count(), reverse(f"crisis:{name}", args=[incident.pk])
    said["key"] = str(uuid4())

    assert client.post(page, said).status_code == 302
    assert client.post(page, said).status_code == 302

    assert model.objects.count() == before + 1


def test_a_message_prepared_twice_by_one_form_is_one(
    claire: Person, julie: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    actions.submit_statements(plan_id=plan.pk, by=claire, at=noon)
    row = plan.statements.filter(channel="banner")[0]
    actions.approve_statement(statement_id=row.pk, digest=row.digest, by=julie, at=noon)
    names = ("organisation", "subject", "place", "service", "account", "time", "next_time")
    values = dict.fromkeys((*names, "link", "phone", "contact", "action"), "16:30")
    key = uuid4()

    for _ in range(2):
        actions.prepare_message(
            incident_id=incident.pk, statement_id=row.pk, values=values, key=key, by=claire, at=noon
        )

    assert Message.objects.count() == 1


def test_a_unit_has_one_plan_of_a_kind_and_several_for_something_else(
    claire: Person, noon: datetime
) -> None:
    facts = actions.PlanFacts(title="Notre plan")
    make_plan(by=claire, at=noon)
    with pytest.raises(PlanInvalidError):
        actions.create_plan(kind="reputation", facts=facts, by=claire, at=noon)

    plans = [actions.create_plan(kind="other", facts=facts, by=claire, at=noon) for _ in range(2)]

    assert {plan.slug for plan in plans} == {"notre-plan", "notre-plan-2"}
    actions.update_plan(plan_id=plans[0].pk, facts=facts, by=claire, at=noon + MINUTE)
    assert make_incident(by=claire, at=noon, kind="other").plan == plans[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Quelqu’un l’a réécrit entre-temps"), ("en", "Somebody wrote it anew meanwhile")],
)
def test_where_things_stand_is_not_written_over_what_nobody_read(
    client: Client, claire: Person, noon: datetime, language: str, words: str
) -> None:
    incident = make_incident(by=claire, at=noon, situation="Two shops are closed.")
    Person.objects.filter(pk=claire.pk).update(language=language)
    client.force_login(claire)
    room = reverse("crisis:incident-detail", args=[incident.pk])
    seen = client.get(room).context["situation_form"]["seen"].value()
    actions.describe_situation(
        incident_id=incident.pk, situation="Three shops are closed.", by=claire, at=noon
    )
    page = reverse("crisis:incident-describe", args=[incident.pk])

    refused = client.post(page, {"situation": "Four shops are closed.", "seen": seen})

    assert refused.status_code == 422
    for shown in (words, "Three shops are closed.", "Four shops are closed."):
        assert shown in refused.text
    seen = refused.context["situation_form"]["seen"].value()
    client.post(page, {"situation": "Four shops are closed.", "seen": seen})
    incident.refresh_from_db()
    assert incident.situation == "Four shops are closed."


def test_a_plan_a_statement_and_a_contact_changed_meanwhile_are_not_written_over(
    client: Client, claire: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    contact = make_contact(by=claire)
    statement = plan.statements.all()[0]
    client.force_login(claire)
    pages = {
        reverse("crisis:plan-edit", args=[plan.pk]): {"title": "Mine"},
        reverse("crisis:statement-edit", args=[plan.pk, statement.pk]): {"text": "Mine"},
        reverse("crisis:contact-edit", args=[contact.pk]): {"name": "Mine"},
    }
    for page, mine in pages.items():
        form = client.get(page).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        sent = {name: "" if value is None else value for name, value in shown.items()}
        theirs = dict.fromkeys(mine, "Theirs")

        assert client.post(page, sent | theirs).status_code == 302
        refused = client.post(page, sent | mine)

        assert refused.status_code == 422, page
        assert "Somebody changed this meanwhile." in refused.text
        assert "Mine" in refused.text


def test_the_timeline_that_refreshes_keeps_the_kind_one_reads(
    client: Client, claire: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)
    for number in range(25):
        actions.add_entry(
            incident_id=incident.pk, kind="fact", text=f"Fact {number}", by=claire, at=noon
        )
    client.force_login(claire)
    address = reverse("crisis:incident-timeline", args=[incident.pk])
    room = reverse("crisis:incident-detail", args=[incident.pk])

    first = client.get(room, {"kind": "fact"})
    assert f'hx-get="{address}?kind=fact"' in first.text
    cursor = first.context["room"].timeline.next_cursor
    assert "every 30s" not in client.get(room, {"kind": "fact", "cursor": cursor}).text
    assert "Incident declared" not in client.get(address, {"kind": "fact"}).text


def test_everything_captured_and_prepared_can_be_opened(
    client: Client, claire: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    for number in range(27):
        actions.capture_evidence(
            incident_id=incident.pk,
            captured=actions.Captured(title=f"Post no. {number:02}", text="They lie"),
            by=claire,
            at=noon + number * MINUTE,
        )
        Message.objects.create(
            incident=incident,
            statement=plan.statements.all()[0],
            channel="banner",
            text=f"Message no. {number:02}",
            prepared_by=claire,
            prepared_at=noon + number * MINUTE,
        )
    client.force_login(claire)
    room = client.get(reverse("crisis:incident-detail", args=[incident.pk]))
    assert room.context["room"].evidence_count == 27

    for name, words in (("evidence-list", "Post no."), ("message-list", "Message no.")):
        page = reverse(f"crisis:{name}", args=[incident.pk])
        assert page in room.text
        first = client.get(page)
        following = client.get(page, {"cursor": first.context["page"].next_cursor})
        read = first.text + following.text
        assert all(f"{words} {number:02}" in read for number in range(27))


@pytest.mark.parametrize(
    ("typed", "zone", "instant"),
    [
        ("2026-11-17T14:00", "America/Toronto", datetime(2026, 11, 17, 19, 0, tzinfo=UTC)),
        ("2026-10-25T02:30|0", "Europe/Paris", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30|1", "Europe/Paris", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_the_readers_clock(typed: str, zone: str, instant: datetime) -> None:
    with timezone.override(zone):
        field = MomentField(label="When")

        assert field.clean(typed) == instant
        assert zone.rpartition("/")[2] in str(field.help_text)


@pytest.mark.parametrize(
    "typed",
    ["2026-03-29T02:30", "2026-10-25T02:30", "0001-01-01T00:00", "2026-11-17T14:00+02:00", "noon"],
)
def test_a_time_that_is_none_or_two_is_refused_at_its_field(
    client: Client, claire: Person, typed: str
) -> None:
    Person.objects.filter(pk=claire.pk).update(time_zone="Europe/Paris")
    incident = make_incident(by=claire)
    client.force_login(claire)
    said = {"text": "It was then.", "kind": "note", "happened_at": typed}

    refused = client.post(reverse("crisis:entry-create", args=[incident.pk]), said)

    assert refused.status_code == 422
    assert "It was then." in refused.text
    assert ("happened_at_pass" in refused.text) == (typed == "2026-10-25T02:30")


def test_a_lift_told_twice_is_written_once_and_late_tasks_are_looked_at_again(
    claire: Person, yann: Person, noon: datetime
) -> None:
    make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    freeze = actions.freeze_from_room(
        incident_id=incident.pk, scope_kind="organisation", scope_value="", by=claire, at=noon
    )
    ask_lift(freeze_id=freeze.pk, reason="Calm again.", by=claire, at=noon)
    confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)

    assert actions.note_lift(freeze_id=freeze.pk, at=noon) == 1
    assert actions.note_lift(freeze_id=freeze.pk, at=noon) == 0

    assert Entry.objects.filter(incident=incident, code="lifted").count() == 1
    later = noon + timedelta(hours=2)
    first = remind_late_tasks(at=later)
    assert first > 0
    assert remind_late_tasks(at=later) == 0


def test_one_call_settled_meanwhile_does_not_keep_the_others_waiting(
    claire: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = make_incident(by=claire, at=noon)
    calls = [
        actions.call_contact(
            incident_id=incident.pk,
            contact_id=make_contact(by=claire, name=name, delay_minutes=delay).pk,
            by=claire,
            at=noon,
        )
        for name, delay in (("First", 5), ("Second", 6))
    ]
    escalate = actions.calls.escalate_call

    def slow(**asked: Any) -> Call:
        if asked["call_id"] == calls[0].pk:  # answered between the look and the lock
            actions.answer_call(call_id=calls[0].pk, by=claire, at=noon)
        return escalate(**asked)

    monkeypatch.setattr("gouvernail.crisis.actions.calls.escalate_call", slow)

    assert actions.escalate_late(at=noon + 10 * MINUTE) == 1

    assert [Call.objects.get(pk=call.pk).status for call in calls] == ["answered", "escalated"]
