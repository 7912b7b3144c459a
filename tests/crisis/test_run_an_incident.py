"""An incident from its declaration to its end, through the actions."""

import hashlib
from datetime import datetime, timedelta

import pytest

from gouvernail.crisis import actions
from gouvernail.crisis.errors import (
    IncidentClosedError,
    IncidentFrozenError,
    IncidentInvalidError,
    IncidentNotFoundError,
    SettledError,
)
from gouvernail.crisis.models import Call, Entry, Evidence, Incident, Plan, Seat, Task
from gouvernail.crisis.queries import open_incidents
from gouvernail.crisis.queries.timeline import timeline_of
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.publishing.actions import ask_lift, confirm_lift
from tests.make.crisis import make_contact, make_incident, make_plan

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_an_incident_opens_with_the_seats_and_tasks_of_its_plan(
    claire: Person, yann: Person, karim: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    actions.name_role(
        plan_id=plan.pk, role="lead", holder_id=yann.pk, deputy_id=claire.pk, by=claire, at=noon
    )

    incident = make_incident(by=claire, at=noon, severity=3)

    plan = Plan.objects.get(pk=plan.pk)
    assert (incident.plan, incident.plan_edition) == (plan, plan.edition)
    lead = Seat.objects.get(incident=incident, role="lead", until__isnull=True)
    assert (lead.person, lead.deputy) == (yann, claire)
    tasks = Task.objects.filter(incident=incident)
    assert tasks.count() == plan.steps.count()
    first = tasks.filter(on_card=True).first()
    assert first is not None
    assert first.due_at == noon + timedelta(minutes=plan.steps.filter(on_card=True)[0].minute)
    assert set(tasks.filter(role="lead").values_list("owner_id", flat=True)) == {yann.pk}
    told = Notification.objects.filter(kind="incident.declared")
    assert set(told.values_list("person__name", flat=True)) == {"Yann Le Goff"}
    assert list(open_incidents(claire)) == [incident]


def test_what_makes_no_incident_is_told_at_its_field(claire: Person, noon: datetime) -> None:
    with pytest.raises(IncidentInvalidError) as refused:
        actions.declare(
            kind="flood", title=" ", severity=5, origin=("moon", ""), by=claire, at=noon
        )

    assert set(refused.value.fields) == {"kind", "title", "severity", "origin"}
    assert not Incident.objects.exists()


def test_an_incident_of_another_department_is_a_missing_one(
    karim: Person, ines: Person, noon: datetime
) -> None:
    incident = make_incident(by=karim, at=noon)

    assert incident.unit == karim.home_unit
    with pytest.raises(IncidentNotFoundError):
        actions.grade_incident(
            incident_id=incident.pk, severity=4, reason="worse", by=ines, at=noon
        )


def test_who_only_works_there_reads_and_writes_nothing_until_they_hold_a_seat(
    karim: Person, hugo: Person, noon: datetime
) -> None:
    incident = make_incident(by=karim, at=noon)
    with pytest.raises(RightMissingError):
        actions.add_entry(incident_id=incident.pk, kind="note", text="seen", by=hugo, at=noon)

    actions.take_seat(incident_id=incident.pk, role="watch", person_id=hugo.pk, by=karim, at=noon)
    entry = actions.add_entry(
        incident_id=incident.pk, kind="fact", text="The fire is out.", by=hugo, at=noon
    )

    assert entry.written_by == hugo


def test_a_shift_that_hands_over_keeps_who_held_what_when(
    claire: Person, yann: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)
    task = Task.objects.create(incident=incident, role="lead", owner=claire, words="Call")
    later = noon + timedelta(hours=6)

    actions.take_seat(
        incident_id=incident.pk,
        role="lead",
        person_id=yann.pk,
        handover="The mayor calls back at 20:00.",
        by=claire,
        at=later,
    )

    before, after = Seat.objects.filter(incident=incident, role="lead").order_by("since")
    assert (before.person, before.until, before.handover) == (
        claire,
        later,
        "The mayor calls back at 20:00.",
    )
    assert (after.person, after.since, after.after) == (yann, later, before)
    task.refresh_from_db()
    assert task.owner == yann
    newest = timeline_of(incident).rows[0]
    assert newest.words == "Yann Le Goff takes over from Claire Morvan: Crisis lead"
    assert newest.detail == "The mayor calls back at 20:00."
    assert newest.link


def test_an_entry_is_corrected_by_another_and_every_one_has_its_leaf(
    claire: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)
    wrong = actions.add_entry(
        incident_id=incident.pk, kind="fact", text="Two hurt.", by=claire, at=noon
    )

    right = actions.add_entry(
        incident_id=incident.pk,
        kind="fact",
        text="Nobody is hurt.",
        corrects_id=wrong.pk,
        by=claire,
        at=noon + MINUTE,
    )

    assert right.corrects == wrong
    rows = timeline_of(incident).rows
    assert [row.words for row in rows[:2]] == ["Nobody is hurt.", "Two hurt."]
    numbers = [row.number for row in rows]
    assert all(numbers)
    assert len(set(numbers)) == len(rows)
    with pytest.raises(IncidentInvalidError):
        actions.add_entry(
            incident_id=incident.pk, kind="freeze", text="Frozen!", by=claire, at=noon
        )


def test_severity_changes_with_a_reason_only(claire: Person, noon: datetime) -> None:
    incident = make_incident(by=claire, at=noon)
    with pytest.raises(IncidentInvalidError):
        actions.grade_incident(incident_id=incident.pk, severity=4, reason=" ", by=claire, at=noon)

    actions.grade_incident(
        incident_id=incident.pk, severity=4, reason="A child is hurt.", by=claire, at=noon
    )

    newest = timeline_of(incident).rows[0]
    assert (newest.words, newest.detail) == ("Severity raised from 2 to 4", "A child is hurt.")


def test_a_task_not_needed_says_why_and_may_be_taken_up_again(
    claire: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)
    task = actions.add_task(incident_id=incident.pk, words="Call the press", by=claire, at=noon)
    with pytest.raises(IncidentInvalidError):
        actions.settle_task(task_id=task.pk, status="dropped", by=claire, at=noon)

    actions.settle_task(task_id=task.pk, status="done", by=claire, at=noon)
    with pytest.raises(SettledError):
        actions.settle_task(task_id=task.pk, status="done", by=claire, at=noon)
    actions.reopen_task(task_id=task.pk, by=claire, at=noon)

    task.refresh_from_db()
    assert (task.status, task.settled_at) == ("open", None)


def test_who_does_not_answer_within_the_delay_is_escalated_to_who_stands_in(
    claire: Person, yann: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    second = make_contact(by=claire, name="Astreinte", delay_minutes=20)
    first = make_contact(
        by=claire,
        name="Directrice",
        person_id=yann.pk,
        backup_id=second.pk,
        delay_minutes=10,
        plan_ids=(plan.pk,),
    )
    incident = make_incident(by=claire, at=noon)
    actions.call_contacts(incident_id=incident.pk, by=claire, at=noon)
    call = Call.objects.get(incident=incident, contact=first)
    assert call.due_at == noon + 10 * MINUTE
    assert Notification.objects.filter(kind="incident.called", person=yann).exists()

    assert actions.escalate_late(at=noon + 9 * MINUTE) == 0
    actions.escalate_late(at=noon + 10 * MINUTE)

    call.refresh_from_db()
    assert call.status == "escalated"
    instead = Call.objects.get(incident=incident, contact=second)
    assert (instead.instead_of, instead.due_at) == (call, noon + 30 * MINUTE)
    actions.answer_call(
        call_id=instead.pk, note_of_it="On the way", by=claire, at=noon + 12 * MINUTE
    )
    assert timeline_of(incident).rows[0].words == "Reached: Astreinte"


def test_the_person_called_answers_without_any_other_right(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    contact = make_contact(by=claire, name="Hugo", person_id=hugo.pk)
    incident = make_incident(by=claire, at=noon)
    call = actions.call_contact(incident_id=incident.pk, contact_id=contact.pk, by=claire, at=noon)

    actions.answer_call(call_id=call.pk, by=hugo, at=noon + MINUTE)

    call.refresh_from_db()
    assert (call.status, call.settled_by) == ("answered", hugo)


def test_the_room_freezes_and_closes_only_once_two_people_lifted_it(
    claire: Person, yann: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)
    freeze = actions.freeze_from_room(
        incident_id=incident.pk, scope_kind="organisation", scope_value="", by=claire, at=noon
    )
    with pytest.raises(IncidentFrozenError):
        actions.close_incident(incident_id=incident.pk, closing="Over.", by=claire, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="Calm again.", by=claire, at=noon)
    confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)
    actions.note_lift(freeze_id=freeze.pk, at=noon + MINUTE)
    assert "Claire Morvan" in timeline_of(incident).rows[0].words

    actions.close_incident(
        incident_id=incident.pk, closing="Over.", by=claire, at=noon + 2 * MINUTE
    )

    assert not Seat.objects.filter(incident=incident, until__isnull=True).exists()
    with pytest.raises(IncidentClosedError):
        actions.add_entry(incident_id=incident.pk, kind="note", text="More", by=claire, at=noon)


def test_words_captured_keep_their_digest_and_where_they_were_seen(
    claire: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)

    actions.capture_evidence(
        incident_id=incident.pk,
        captured=actions.Captured(
            title="First rumour", text="They lie", address="https://example.org/1"
        ),
        by=claire,
        at=noon,
    )

    row = Evidence.objects.get()
    assert row.text_sha256 == hashlib.sha256(b"They lie").hexdigest()
    assert Entry.objects.filter(incident=incident, code="captured").count() == 1
    with pytest.raises(IncidentInvalidError) as refused:
        actions.capture_evidence(
            incident_id=incident.pk,
            captured=actions.Captured(title="", address="javascript:1"),
            by=claire,
            at=noon,
        )
    assert set(refused.value.fields) == {"title", "text", "address"}
