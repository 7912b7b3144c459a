"""Who opens the room because it asks something of them, and how notices reach them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.crisis import actions
from gouvernail.crisis.errors import IncidentInvalidError, SeatTakenError
from gouvernail.crisis.models import Incident, Message, Seat
from gouvernail.crisis.permissions import visible_incidents
from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.notifications.tasks import URGENT
from gouvernail.people.models import Person
from gouvernail.publishing.models import Freeze
from tests.make.crisis import make_contact, make_incident, make_plan
from tests.make.people import make_person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lea(claire: Person) -> Person:
    """Return somebody who has no role at all."""
    return make_person(name="Léa Roche", email="lea@nordet.example")


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Ce qui a été dit"), ("en", "What was said")]
)
def test_whoever_is_called_opens_the_room_and_answers_there_until_it_closes(
    client: Client, claire: Person, lea: Person, noon: datetime, language: str, said: str
) -> None:
    contact = make_contact(by=claire, name="Léa", person_id=lea.pk)
    incident = make_incident(by=claire, at=noon)
    call = actions.call_contact(incident_id=incident.pk, contact_id=contact.pk, by=claire, at=noon)
    Person.objects.filter(pk=lea.pk).update(language=language)
    client.force_login(lea)
    room = reverse("crisis:incident-detail", args=[incident.pk])
    assert said in client.get(room).text
    assert client.get(reverse("crisis:incident-list")).status_code == 200

    answered = client.post(reverse("crisis:call-answer", args=[call.pk]), {}, follow=True)

    assert answered.status_code == 200
    call.refresh_from_db()
    assert (call.status, call.settled_by) == ("answered", lea)
    actions.close_incident(incident_id=incident.pk, closing="Over.", by=claire, at=noon)
    assert client.get(room).status_code == 404


def test_who_owns_a_task_settles_it_and_nothing_else(
    client: Client, claire: Person, lea: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)
    one, other = (
        actions.add_task(incident_id=incident.pk, words=words, owner_id=pk, by=claire, at=noon)
        for words, pk in (("Call the mayor", lea.pk), ("Call the press", claire.pk))
    )
    client.force_login(lea)

    not_mine = client.post(reverse("crisis:task-settle", args=[other.pk]), {"status": "done"})
    assert not_mine.status_code == 403
    client.post(reverse("crisis:task-settle", args=[one.pk]), {"status": "done"})

    one.refresh_from_db()
    assert (one.status, one.settled_by) == ("done", lea)


def test_the_deputy_of_a_seat_opens_the_room_and_takes_that_seat_only(
    client: Client, claire: Person, yann: Person, lea: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    actions.name_role(
        plan_id=plan.pk, role="watch", holder_id=yann.pk, deputy_id=lea.pk, by=claire, at=noon
    )
    incident = make_incident(by=claire, at=noon)
    client.force_login(lea)
    take = reverse("crisis:seat-take", args=[incident.pk])
    assert client.post(take, {"role": "lead"}).status_code == 403

    client.post(take, {"role": "watch"})

    assert Seat.objects.get(incident=incident, role="watch", until__isnull=True).person == lea


def test_a_seat_given_up_at_once_opens_nothing_and_a_shift_does(
    claire: Person, yann: Person, lea: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)

    def hold(since: datetime, minutes: int) -> bool:
        for person, at in ((lea, since), (yann, since + minutes * MINUTE)):
            actions.take_seat(
                incident_id=incident.pk, role="watch", person_id=person.pk, by=claire, at=at
            )
        return visible_incidents(lea).exists()

    assert not hold(noon, 1)
    assert hold(noon + 2 * MINUTE, 10)


def test_a_seat_that_changed_hands_since_the_page_was_read_is_not_taken(
    client: Client, claire: Person, yann: Person, noon: datetime
) -> None:
    incident = make_incident(by=claire, at=noon)
    vacant = Seat.objects.get(incident=incident, role="watch")
    actions.take_seat(incident_id=incident.pk, role="watch", person_id=yann.pk, by=claire, at=noon)
    client.force_login(claire)
    sent = {"role": "watch", "seen": str(vacant.pk), "handover": "The mayor calls at 8."}

    refused = client.post(reverse("crisis:seat-take", args=[incident.pk]), sent)

    assert refused.status_code == 422
    assert "Yann Le Goff took this seat meanwhile." in refused.text
    assert "The mayor calls at 8." in refused.text
    assert Seat.objects.get(incident=incident, role="watch", until__isnull=True).person == yann
    with pytest.raises(SeatTakenError):
        actions.take_seat(
            incident_id=incident.pk, role="watch", person_id=None, seen=["x"], by=claire, at=noon
        )


def test_what_wakes_people_in_a_crisis_waits_for_no_daily_letter() -> None:
    assert {
        *("incident.declared", "incident.drill_declared", "incident.called"),
        *("incident.unanswered", "incident.seated", "incident.task_late"),
        "incident.staff_message",
    } <= URGENT


def prepared(incident: Incident, text: str, *, by: Person, at: datetime) -> Message:
    assert incident.plan is not None
    return Message.objects.create(
        incident=incident,
        statement=incident.plan.statements.filter(channel="staff_email")[0],
        channel="staff_email",
        text=text,
        prepared_by=by,
        prepared_at=at,
    )


def test_everybody_means_those_without_a_unit_too_and_the_whole_text(
    claire: Person, hugo: Person, lea: Person, noon: datetime
) -> None:
    make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    Person.objects.filter(pk=lea.pk).update(home_unit=None)
    long = prepared(incident, "x" * 1801, by=claire, at=noon)
    with pytest.raises(IncidentInvalidError, match=r"missing|1801"):
        actions.send_to_staff(message_id=long.pk, by=claire, at=noon)

    message = prepared(incident, "Restez chez vous.", by=claire, at=noon)
    actions.send_to_staff(message_id=message.pk, by=claire, at=noon)

    told = Notification.objects.filter(kind="incident.staff_message")
    assert {one.person for one in told} >= {hugo, lea}


def test_a_statement_too_long_once_it_is_filled_in_is_refused_before_it_is_kept(
    claire: Person, julie: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire, at=noon)
    incident = make_incident(by=claire, at=noon)
    words = actions.Words(
        slug="long", channel="staff_email", moment="update", text="{time}" + "x" * 1700
    )
    row = actions.write_statement(plan_id=plan.pk, words=words, by=claire, at=noon)
    actions.submit_statements(plan_id=plan.pk, by=claire, at=noon)
    actions.approve_statement(statement_id=row.pk, digest=row.digest, by=julie, at=noon)

    with pytest.raises(IncidentInvalidError) as refused:
        actions.prepare_message(
            incident_id=incident.pk,
            statement_id=row.pk,
            values={"time": "y" * 200},
            by=claire,
            at=noon,
        )

    assert "1900" in refused.value.fields["length"]
    assert not Message.objects.exists()


def drill(claire: Person, hugo: Person, noon: datetime) -> Incident:
    plan = make_plan(by=claire, at=noon)
    actions.name_role(
        plan_id=plan.pk, role="watch", holder_id=hugo.pk, deputy_id=None, by=claire, at=noon
    )
    return make_incident(by=claire, at=noon, is_drill=True)


@pytest.mark.parametrize(
    ("language", "begins"), [("fr", "Exercice. "), ("en", "Drill. ")], ids=["fr", "en"]
)
def test_every_notice_of_a_drill_says_that_it_is_one(
    claire: Person, hugo: Person, ines: Person, noon: datetime, language: str, begins: str
) -> None:
    incident = drill(claire, hugo, noon)
    message = prepared(incident, "Restez chez vous.", by=claire, at=noon)
    actions.grade_incident(incident_id=incident.pk, severity=4, reason="Worse.", by=claire, at=noon)

    actions.send_to_staff(message_id=message.pk, by=claire, at=noon)

    told = Notification.objects.filter(person=hugo)
    kinds = {one.kind for one in told}
    assert kinds >= {"incident.graded", "incident.staff_message", "incident.drill_declared"}
    assert not Notification.objects.filter(person=ines).exists()
    with translation.override(language):
        for one in told.exclude(kind="incident.drill_declared"):
            assert sentence(one.kind, one.facts).startswith(begins)


def test_a_drill_stops_the_practice_network_and_more_only_in_so_many_words(
    client: Client, claire: Person, hugo: Person, noon: datetime
) -> None:
    incident = drill(claire, hugo, noon)
    client.force_login(claire)
    stop = reverse("crisis:room-freeze", args=[incident.pk])

    refused = client.post(stop, {"scope": "organisation|", "reason": "We practise."})

    assert refused.status_code == 422
    assert "We practise." in refused.text
    assert not Freeze.objects.exists()
    client.post(stop, {"scope": "network|practice"})
    client.post(stop, {"scope": "organisation|", "in_earnest": "on", "reason": "We practise."})
    scopes = {one.scope_kind: one.reason for one in Freeze.objects.all()}
    assert set(scopes) == {"network", "organisation"}
    assert scopes["organisation"] == "[Exercice – Drill] We practise."


def test_the_draft_of_a_drill_says_so_in_its_title_and_in_its_words(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    incident = drill(claire, hugo, noon)
    message = prepared(incident, "Nous savons.", by=claire, at=noon)
    Message.objects.filter(pk=message.pk).update(channel="short_post")

    draft = actions.draft_message(message_id=message.pk, language="fr", by=claire, at=noon)

    assert draft.title.startswith("[Exercice] ")
    assert draft.text.startswith("[Exercice] Nous savons.")


def test_calls_end_when_the_incident_does_and_nobody_is_called_afterwards(
    claire: Person, lea: Person, noon: datetime
) -> None:
    backup = make_contact(by=claire, name="Astreinte")
    contact = make_contact(by=claire, name="Léa", person_id=lea.pk, backup_id=backup.pk)
    incident = make_incident(by=claire, at=noon)
    call = actions.call_contact(incident_id=incident.pk, contact_id=contact.pk, by=claire, at=noon)

    actions.close_incident(incident_id=incident.pk, closing="Over.", by=claire, at=noon)

    call.refresh_from_db()
    assert (call.status, call.settled_by) == ("ended", claire)
    assert actions.escalate_late(at=noon + timedelta(hours=1)) == 0
    assert incident.calls.count() == 1
