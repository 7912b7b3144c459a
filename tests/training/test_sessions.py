"""Sessions: seats, waiting list, calendars that follow, who was there, cascade (R88, R89)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from gouvernail.foundation.clock import now
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import deliver
from gouvernail.people.models import Person, Unit
from gouvernail.training import actions
from gouvernail.training.errors import SessionInvalidError
from gouvernail.training.models import Certificate, Course, Place, Resource, Session
from gouvernail.training.queries.sessions import calendar_of
from gouvernail.training.tasks import READERS
from tests.make.training import NOON, make_course


@pytest.fixture
def course(claire: Person, nordet: Unit) -> Course:
    return make_course(by=claire, unit=nordet, session_certifies=True)


@pytest.fixture
def team(energy: Unit, nina: Person, hugo: Person) -> list[Person]:
    for one in (nina, hugo):
        one.home_unit = energy
        one.save()
    return [nina, hugo]


def facts(unit: Unit, trainer: Person, **said: object) -> actions.SessionFacts:
    begins = NOON + timedelta(days=7)
    kept: dict[str, object] = {"kind": "live", "place": "Salle 4, 2e étage; porte A", **said}
    kept.setdefault("starts_at", begins)
    kept.setdefault("ends_at", begins + timedelta(hours=1))
    return actions.SessionFacts(
        unit_id=unit.pk,
        trainer_id=trainer.pk,
        time_zone="Europe/Paris",
        **kept,  # type: ignore[arg-type]  # what a test says
    )


def plan(course: Course, by: Person, unit: Unit, **said: object) -> Session:
    return actions.plan_session(course.pk, facts=facts(unit, by, **said), by=by, at=NOON)


def status(session: Session, person: Person) -> str:
    return Place.objects.get(session=session, person=person).status


def test_a_seat_that_becomes_free_goes_to_who_has_waited_longest(
    course: Course, claire: Person, energy: Unit, team: list[Person]
) -> None:
    nina, hugo = team
    session = plan(course, claire, energy, seats=1)
    actions.answer_invitation(session.pk, coming=True, by=nina, at=NOON)
    actions.answer_invitation(session.pk, coming=True, by=hugo, at=NOON)
    assert (status(session, nina), status(session, hugo)) == ("going", "waiting")

    actions.answer_invitation(session.pk, coming=False, by=nina, at=NOON)

    assert (status(session, nina), status(session, hugo)) == ("declined", "going")
    with pytest.raises(SessionInvalidError):
        actions.invite(
            session.pk, emails=["a@ailleurs.example"], everyone_asked=False, by=claire, at=NOON
        )


def test_invitations_updates_and_cancellations_reach_calendars_in_order(
    course: Course, claire: Person, energy: Unit, team: list[Person]
) -> None:
    nina = team[0]
    session = plan(course, claire, energy)
    email = str(nina.email)
    invited = actions.invite(session.pk, emails=[email], everyone_asked=False, by=claire, at=NOON)
    assert invited == 1
    deliver(READERS, at=NOON)
    later = facts(energy, claire, place="Salle 5")
    actions.change_session(session.pk, facts=later, by=claire, at=NOON)
    actions.cancel_session(session.pk, reason="Grève.", by=claire, at=NOON)
    deliver(READERS, at=NOON)

    assert OutboxEvent.objects.filter(topic="training.calendar").count() == 3
    assert len(mail.outbox) == 2  # the update was overtaken by the cancellation
    calendars = [one.attachments[0][1] for one in mail.outbox]
    first, last = (str(one).replace("\r\n ", "") for one in calendars)
    assert "METHOD:REQUEST" in first
    assert "SEQUENCE:0" in first
    assert "LOCATION:Salle 4\\, 2e étage\\; porte A" in first
    assert "DTSTART:20261124T120000Z" in first
    assert f'ATTENDEE;CN="{nina.name}";ROLE=REQ-PARTICIPANT:mailto:{nina.email}' in first
    assert "METHOD:CANCEL" in last
    assert "SEQUENCE:2" in last
    assert "STATUS:CANCELLED" in last


def test_no_name_breaks_a_calendar(course: Course, claire: Person, nordet: Unit) -> None:
    session = plan(course, claire, nordet, note="Ligne 1\nBEGIN:VALARM, etc.")
    claire.name = 'É"vil:\r\nATTENDEE;x' + "é" * 90

    text = calendar_of(session, claire, method="REQUEST", at=NOON)

    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text.replace("\r\n ", "").split("\r\n")
    assert sum(line.startswith("ATTENDEE") for line in whole) == 1
    assert "BEGIN:VALARM" not in whole


def test_who_was_there_holds_the_certificate_and_who_said_they_would_was_absent(
    client: Client, course: Course, claire: Person, energy: Unit, team: list[Person]
) -> None:
    nina, hugo = team
    begins = now() + timedelta(hours=1)
    session = plan(course, claire, energy, starts_at=begins, ends_at=begins + timedelta(hours=1))
    for one in team:
        client.force_login(one)
        client.post(f"/training/sessions/{session.pk}/answer", {"answer": "yes"})
    Session.objects.filter(pk=session.pk).update(
        starts_at=now() - timedelta(hours=2), ends_at=now() - timedelta(hours=1)
    )
    client.force_login(claire)
    assert nina.name in client.get(f"/training/sessions/{session.pk}/").text

    client.post(f"/training/sessions/{session.pk}/hold", {"present": [nina.pk]})

    assert (status(session, nina), status(session, hugo)) == ("attended", "absent")
    assert Certificate.objects.get().completion.how == "session"
    for address in ("/training/sessions/?past=1", f"/training/sessions/{session.pk}/session.ics"):
        assert client.get(address).status_code == 200


def test_a_manager_passes_a_course_on_and_it_is_shown_as_such(
    client: Client, course: Course, karim: Person, energy: Unit, team: list[Person]
) -> None:
    nina = team[0]
    client.force_login(karim)
    address = f"/courses/securite/pass-on/?unit={energy.pk}"
    assert nina.name in client.get(address).text
    begun = (now() - timedelta(days=1)).strftime("%Y-%m-%dT10:00")
    said = {"starts_at": begun, "ends_at": begun[:-5] + "10:30", "unit": energy.pk}
    assert client.post(address, said).status_code == 422

    done = client.post(address, said | {"present": [nina.pk]}, follow=True)

    assert "Passed on to the team" in done.text
    held = Certificate.objects.get(person=nina)
    assert held.completion.how == "cascade"
    assert "passed on by their manager" in client.get(f"/certificates/{held.pk}/").text


def test_a_session_is_planned_on_its_page_in_the_zone_chosen(
    client: Client, course: Course, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    day = (now() + timedelta(days=30)).strftime("%Y-%m-%d")
    said = {"kind": "virtual", "unit": nordet.pk, "trainer": claire.pk, "starts_at": f"{day}T09:00"}
    said |= {"ends_at": f"{day}T10:00", "time_zone": "America/Montreal"}

    refused = client.post("/courses/securite/sessions/", said)
    assert (refused.status_code, 'id="id_link_error"' in refused.text) == (422, True)
    made = client.post("/courses/securite/sessions/", said | {"link": "https://salle.example/1"})

    assert made.status_code == 302
    assert Session.objects.get().starts_at.hour in {13, 14}
    assert "salle.example" in client.get(made.headers["Location"]).text
    assert client.get("/courses/securite/sessions/part").status_code == 200
    edit = f"/training/sessions/{Session.objects.get().pk}/edit/"
    assert f"{day}T09:00" in client.get(edit).text


def test_the_library_is_searched_by_word_topic_and_network(
    client: Client, claire: Person, nordet: Unit, nina: Person
) -> None:
    client.force_login(claire)
    day = now().date() + timedelta(days=90)
    said = {"title": "Répondre à un avis", "topic": "answering", "unit": nordet.pk}
    said |= {"owner": claire.pk, "review_on": day, "networks": ["mastodon"]}
    assert client.post("/resources/new/", said).status_code == 422
    assert client.post("/resources/new/", said | {"link": "javascript:x"}).status_code == 422
    made = client.post("/resources/new/", said | {"text": "Merci, **d’abord**."})
    assert made.status_code == 302
    address = made.headers["Location"]
    client.force_login(nina)
    for query, found in (
        ("?q=avis&network=mastodon", True),
        ("?network=bluesky", False),
        ("?topic=brand", False),
    ):
        assert ("Répondre à un avis" in client.get(f"/resources/{query}").text) is found
    assert "<strong>d’abord</strong>" in client.get(address).text
    assert client.post(f"{address}review", {"review_on": day}).status_code == 403
    client.force_login(claire)
    assert client.get(f"{address}edit/").status_code == 200
    later = day + timedelta(days=90)
    assert client.post(f"{address}review", {"review_on": later}).status_code == 302
    assert Resource.objects.get().review_on == later
    assert client.post(f"{address}archive").status_code == 302
    assert client.get(address).status_code == 404
