"""Pages of incidents, plans and the directory, as people use them."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.crisis import actions
from gouvernail.crisis.models import Entry, Incident, Message, Plan, Statement, Task
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion
from tests.make.conduct import make_staff_report
from tests.make.crisis import make_contact, make_incident, make_plan

pytestmark = pytest.mark.django_db


def room(incident: Incident) -> str:
    return reverse("crisis:incident-detail", args=[incident.pk])


def test_a_room_is_declared_by_hand_and_run_without_javascript(
    client: Client, claire: Person, yann: Person
) -> None:
    make_plan(by=claire)
    client.force_login(claire)
    refused = client.post(reverse("crisis:incident-create"), {"title": "Fire", "kind": "other"})
    assert refused.status_code == 422
    assert 'value="Fire"' in refused.text

    said = {"title": "Fire in a kitchen", "kind": "reputation", "severity": 3}
    client.post(reverse("crisis:incident-create"), said)
    incident = Incident.objects.get()
    client.post(
        reverse("crisis:entry-create", args=[incident.pk]),
        {"text": "The fire is out.", "kind": "fact"},
    )
    task = Task.objects.filter(incident=incident)[0]
    client.post(reverse("crisis:task-settle", args=[task.pk]), {"status": "done"})
    client.post(reverse("crisis:room-freeze", args=[incident.pk]), {"scope": "organisation|"})
    client.post(
        reverse("crisis:evidence-create", args=[incident.pk]),
        {"title": "First post", "text": "They lie", "address": "https://example.org/1"},
    )
    client.post(reverse("crisis:calls-start", args=[incident.pk]))
    shown = client.get(room(incident)).text

    assert "The fire is out." in shown
    assert "Publishing stopped: the whole organisation" in shown
    assert "What we cannot stop" in shown
    assert "First post" in shown
    assert task.said in shown


def test_what_is_refused_in_the_room_is_kept_beside_its_field(
    client: Client, claire: Person
) -> None:
    incident = make_incident(by=claire)
    client.force_login(claire)

    refused = client.post(
        reverse("crisis:evidence-create", args=[incident.pk]), {"title": "Seen on the web"}
    )

    assert refused.status_code == 422
    assert 'value="Seen on the web"' in refused.text
    assert "Add a file, or paste the words." in refused.text


def test_the_room_costs_the_same_whatever_happened_in_it(
    client: Client, claire: Person, noon: datetime
) -> None:
    make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    client.force_login(claire)
    actions.freeze_from_room(
        incident_id=incident.pk, scope_kind="organisation", scope_value="", by=claire, at=noon
    )
    actions.call_contacts(incident_id=incident.pk, by=claire, at=noon)

    def cost() -> int:

        with CaptureQueriesContext(connection) as seen:
            assert client.get(room(incident)).status_code == 200
        return len(seen)

    cost()
    first = cost()
    for number in range(15):
        actions.add_entry(
            incident_id=incident.pk, kind="note", text=f"Note {number}", by=claire, at=noon
        )
        actions.add_task(
            incident_id=incident.pk, words=f"Do {number}", owner_id=claire.pk, by=claire, at=noon
        )

    assert cost() <= first
    assert first <= 40


def test_a_plan_is_brought_in_named_and_made_a_policy_to_sign(
    client: Client, claire: Person, yann: Person
) -> None:
    client.force_login(claire)
    client.post(reverse("crisis:plan-import"), {"kind": "hijack"})
    plan = Plan.objects.get()
    page = reverse("crisis:plan-detail", args=[plan.pk])
    assert "Hijacked account" in client.get(page, HTTP_ACCEPT_LANGUAGE="en").text
    client.post(
        reverse("crisis:role-name", args=[plan.pk]),
        {"role": "lead", "holder": yann.email, "deputy": claire.email},
    )
    assert plan.roles.get(role="lead").holder == yann

    client.post(reverse("crisis:plan-policy", args=[plan.pk]))

    version = PolicyVersion.objects.get()
    plan.refresh_from_db()
    assert version.policy == plan.policy
    assert version.clauses.filter(title__contains="première heure").exists()
    assert version.clauses.filter(title_en__contains="first hour").exists()


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Qui fait quoi, et quand"), ("en", "Who does what, by when")]
)
def test_the_card_of_the_first_hour_is_one_sheet_in_the_language_asked_for(
    client: Client, claire: Person, language: str, words: str
) -> None:
    plan = make_plan(by=claire, kind="weather")
    client.force_login(claire)

    shown = client.get(reverse("crisis:plan-card", args=[plan.pk, language])).text

    assert words in shown
    step = plan.steps.filter(on_card=True)[0]
    assert (step.words_en if language == "en" else step.words)[:20] in shown


def test_a_statement_is_approved_by_somebody_else_then_filled_in_and_put_into_a_draft(
    client: Client, claire: Person, julie: Person, karim: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    client.force_login(claire)
    client.post(reverse("crisis:statements-submit", args=[plan.pk]))
    statement = Statement.objects.filter(plan=plan, channel="short_post")[0]
    own = client.post(
        reverse("crisis:statement-approve", args=[statement.pk]), {"digest": statement.digest}
    )
    assert own.status_code == 422
    assert "somebody else approves them" in own.text
    other = Statement.objects.get(pk=statement.pk)
    actions.approve_statement(statement_id=other.pk, digest=other.digest, by=julie, at=noon)
    fill = reverse("crisis:message-prepare", args=[incident.pk, statement.pk])
    refused = client.post(fill, {})
    assert refused.status_code == 422

    names = [name for name in refused.context["form"].fields if name != "key"]
    client.post(fill, dict.fromkeys(names, "16:30"))
    message = Message.objects.get()
    assert "{" not in message.text
    answer = client.post(reverse("crisis:message-draft", args=[message.pk]), {"language": "en"})

    message.refresh_from_db()
    assert message.status == "drafted"
    assert answer["Location"] == reverse("content:draft-edit", args=[message.draft_id])
    assert Entry.objects.filter(code="message_drafted").count() == 1


def test_a_message_to_staff_reaches_everybody_of_the_unit_once(
    client: Client, claire: Person, hugo: Person, ines: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    statement = plan.statements.filter(channel="staff_email")[0]
    message = Message.objects.create(
        incident=incident,
        statement=statement,
        channel="staff_email",
        text="Restez chez vous.",
        text_en="Stay at home.",
        prepared_by=claire,
        prepared_at=noon,
    )
    client.force_login(claire)

    client.post(reverse("crisis:message-send", args=[message.pk]))

    told = Notification.objects.filter(kind="incident.staff_message")
    assert {one.person for one in told} >= {hugo, ines}
    assert client.post(reverse("crisis:message-send", args=[message.pk])).status_code == 409


def test_the_directory_says_who_has_no_number_and_refuses_a_circle(
    client: Client, claire: Person
) -> None:
    make_plan(by=claire)
    first = make_contact(by=claire, name="First")
    second = make_contact(by=claire, name="Second", backup_id=first.pk)
    client.force_login(claire)
    assert "no number" in client.get(reverse("crisis:contact-list")).text

    refused = client.post(
        reverse("crisis:contact-edit", args=[first.pk]),
        {
            "name": "First",
            "phone": "1",
            "channel": "phone",
            "delay_minutes": 10,
            "backup": second.pk,
        },
    )

    assert refused.status_code == 422
    assert "lead back to the same contact" in refused.text


def test_every_page_opens_for_who_may_read_and_only_for_them(
    client: Client, claire: Person, hugo: Person
) -> None:
    plan = make_plan(by=claire, kind="hijack")
    make_incident(by=claire, kind="hijack")
    client.force_login(hugo)
    for name in ("incident-list", "plan-list", "contact-list", "incident-create"):
        assert client.get(reverse(f"crisis:{name}")).status_code == 200
    assert client.get(reverse("crisis:plan-detail", args=[plan.pk])).status_code == 200
    assert client.get(reverse("crisis:plan-edit", args=[plan.pk])).status_code == 403
    client.force_login(claire)
    step, statement = plan.steps.all()[0], plan.statements.all()[0]
    for name, keys in (
        ("plan-edit", [plan.pk]),
        ("plan-create", []),
        ("step-create", [plan.pk]),
        ("step-edit", [plan.pk, step.pk]),
        ("statement-create", [plan.pk]),
        ("statement-edit", [plan.pk, statement.pk]),
        ("contact-create", []),
    ):
        assert client.get(reverse(f"crisis:{name}", args=keys)).status_code == 200, name


def test_an_incident_declared_from_a_page_remembers_what_it_comes_from(
    client: Client, claire: Person, hugo: Person, noon: datetime
) -> None:
    report = make_staff_report(by=hugo, kind="threat", at=noon)
    client.force_login(claire)
    seen = client.get(reverse("conduct:report-detail", args=[report.pk])).text
    address = f"{reverse('crisis:incident-create')}?origin=report&amp;of={report.pk}"
    assert address in seen

    asked = client.get(
        reverse("crisis:incident-create"), {"origin": "report", "of": str(report.pk)}
    )
    said = {
        "title": "A threat",
        "kind": "threats",
        "severity": 2,
        "origin_kind": asked.context["form"].initial["origin_kind"],
        "origin_id": asked.context["form"].initial["origin_id"],
    }
    client.post(reverse("crisis:incident-create"), said)

    incident = Incident.objects.get()
    assert (incident.origin_kind, incident.origin_id) == ("report", str(report.pk))
    assert reverse("conduct:report-detail", args=[report.pk]) in client.get(room(incident)).text
