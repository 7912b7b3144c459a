"""Who keeps plans, contacts and statements, and what leaves with somebody erased."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.crisis import actions
from gouvernail.crisis.models import Contact, Entry, Plan
from gouvernail.crisis.queries.timeline import timeline_of
from gouvernail.ledger.models import SubjectKey
from gouvernail.ledger.queries.states import clear_state
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from tests.make.crisis import make_contact, make_incident, make_plan
from tests.make.people import make_grant

pytestmark = pytest.mark.django_db


def test_the_name_of_a_contact_stands_in_no_entry_and_leaves_with_them(
    claire: Person, hugo: Person, yann: Person, noon: datetime
) -> None:
    contact = make_contact(by=claire, name="Hugo Petit", person_id=hugo.pk)
    incident = make_incident(by=claire, at=noon)
    call = actions.call_contact(incident_id=incident.pk, contact_id=contact.pk, by=claire, at=noon)
    actions.answer_call(call_id=call.pk, by=claire, at=noon)
    assert timeline_of(incident).rows[0].words == "Reached: Hugo Petit"
    assert "Hugo" not in str(Entry.objects.get(code="reached").facts)
    actions.write_contact(
        facts=actions.ContactFacts(name="Yann", phone="1", person_id=yann.pk),
        contact_id=contact.pk,
        by=claire,
        at=noon,
    )

    openings = SubjectKey.objects.filter(subject_id=str(contact.pk))
    before = [bytes(one.key) for one in openings]

    assert actions.redact_contacts(person_id=hugo.pk, at=noon) == 1

    contact.refresh_from_db()
    assert (contact.name, contact.former_ids) == ("Yann", [])
    assert before
    assert not {bytes(one.key) for one in openings.all()} & set(before)


def test_words_captured_cannot_be_guessed_from_the_journal(claire: Person, noon: datetime) -> None:
    incident = make_incident(by=claire, at=noon)

    row = actions.capture_evidence(
        incident_id=incident.pk,
        captured=actions.Captured(title="Seen", text="He is ill."),
        by=claire,
        at=noon,
    )

    assert row.text_sha256
    assert row.text_sha256 not in str(clear_state(row))


def test_a_delegate_keeps_plans_where_they_run_incidents_whatever_else_they_may_do(
    client: Client, claire: Person, karim: Person, nordet: Unit, energy: Unit, solar: Unit
) -> None:
    make_grant(person=karim, unit=nordet, role=Role.CONTRIBUTOR)
    client.force_login(karim)

    made = client.post(
        reverse("crisis:contact-create"),
        {"name": "Mairie", "phone": "1", "channel": "phone", "delay_minutes": 15},
    )
    hours = {"hours_1": 0, "hours_2": 3, "hours_3": 2, "hours_4": 2}
    said = {"kind": "other", "title": "Autre", "unit": str(solar.pk), **hours}
    client.post(reverse("crisis:plan-create"), said)

    assert made.status_code == 302
    assert Contact.objects.get().unit == energy
    assert Plan.objects.get().unit == solar


def test_a_contact_enters_and_leaves_only_the_plans_that_one_keeps(
    claire: Person, karim: Person, noon: datetime
) -> None:
    above = make_plan(by=claire, at=noon)
    own = make_plan(by=karim, at=noon)
    contact = make_contact(by=claire, unit_id=own.unit_id, plan_ids=(above.pk,))
    editions = Plan.objects.in_bulk()

    actions.write_contact(
        facts=actions.ContactFacts(name="Mairie", phone="2", plan_ids=(own.pk,)),
        contact_id=contact.pk,
        by=karim,
        at=noon,
    )

    assert set(contact.plans.values_list("plan_id", flat=True)) == {above.pk, own.pk}
    later = Plan.objects.in_bulk()
    assert later[own.pk].edition == editions[own.pk].edition + 1
    assert later[above.pk].edition == editions[above.pk].edition
    with pytest.raises(RightMissingError):
        make_contact(by=karim, unit_id=own.unit_id, plan_ids=(above.pk,))


def test_a_contact_taken_out_while_one_waits_is_not_moved(
    client: Client, claire: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = make_contact(by=claire)

    def seen_before(contact_id: object, *, viewer: Person) -> Contact:
        Contact.objects.filter(pk=contact.pk).update(removed_at=noon)
        return contact

    monkeypatch.setattr("gouvernail.crisis.actions.contacts.visible_contact", seen_before)
    client.force_login(claire)

    moved = client.post(reverse("crisis:contact-move", args=[contact.pk]), {"to": "up"})

    assert moved.status_code == 404


def test_of_statements_nobody_approves_words_of_their_own_and_every_decider_is_told(
    client: Client, claire: Person, yann: Person, julie: Person, camille: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    row = plan.statements.all()[0]
    words = actions.Words(slug=row.slug, channel=row.channel, moment=row.moment, text="Un mot.")
    actions.write_statement(plan_id=plan.pk, words=words, statement_id=row.pk, by=yann, at=noon)

    actions.submit_statements(plan_id=plan.pk, by=yann, at=noon)

    row.refresh_from_db()
    client.force_login(claire)
    page = reverse("crisis:plan-detail", args=[plan.pk])
    assert reverse("crisis:statement-approve", args=[row.pk]) not in client.get(page).text
    refused = client.post(
        reverse("crisis:statement-approve", args=[row.pk]), {"digest": row.digest}
    )
    assert refused.status_code == 422
    told = Notification.objects.filter(kind="crisis_statement.submitted")
    assert {one.person for one in told} >= {claire, julie}
    client.force_login(camille)
    assert reverse("crisis:statement-approve", args=[row.pk]) not in client.get(page).text
    actions.approve_statement(statement_id=row.pk, digest=row.digest, by=julie, at=noon)
    row.refresh_from_db()
    assert row.status == "approved"


@pytest.mark.parametrize(
    ("language", "asked"),
    [("fr", "Pourquoi vous approuvez vos propres mots"), ("en", "Why you approve your own words")],
)
def test_alone_one_says_why_one_approves_ones_own_words(
    client: Client, claire: Person, charter: Any, noon: datetime, language: str, asked: str
) -> None:
    charter.separation = "small"
    charter.save()
    Person.objects.filter(pk=claire.pk).update(language=language)
    plan = make_plan(by=claire, at=noon)
    actions.submit_statements(plan_id=plan.pk, by=claire, at=noon)
    row = plan.statements.all()[0]
    client.force_login(claire)
    page = reverse("crisis:plan-detail", args=[plan.pk])
    assert asked in client.get(page).text
    approve = reverse("crisis:statement-approve", args=[row.pk])
    assert client.post(approve, {"digest": row.digest}).status_code == 422

    client.post(approve, {"digest": row.digest, "reason": "I am alone."})

    row.refresh_from_db()
    assert (row.status, row.reason) == ("approved", "I am alone.")
