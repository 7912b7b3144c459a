"""Assignments: computed for everybody at once, followed as people join, move and leave (R84)."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, Settings

from gouvernail.foundation.clock import now, site_day
from gouvernail.foundation.outbox import deliver
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Role, Unit
from gouvernail.training import actions
from gouvernail.training.actions.importing import import_completions, read_completions
from gouvernail.training.actions.reminding import remind_by_hand, remind_of_dues, remind_of_ends
from gouvernail.training.errors import AssignmentInvalidError, ImportRefusedError, OwnTrainingError
from gouvernail.training.models import (
    Assignment,
    Certificate,
    Completion,
    Course,
    Due,
    TrainingFile,
)
from gouvernail.training.queries.progress import ProgressFilters, asked_of, progress_page
from gouvernail.training.tasks import READERS
from tests.make.ledger import leaves
from tests.make.media import make_picture
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account
from tests.make.training import NOON, make_course

TODAY = date(2026, 11, 17)


@pytest.fixture
def course(claire: Person, nordet: Unit) -> Course:
    return make_course(by=claire, unit=nordet)


def ask(course: Course, by: Person, unit: Unit, **said: object) -> Assignment:
    asked = actions.Asked(course_id=course.pk, unit_id=unit.pk, **said)  # type: ignore[arg-type]  # what a test says
    return actions.assign_course(asked=asked, by=by, at=NOON)


def who(assignment: Assignment) -> set[str]:
    rows = Due.objects.filter(assignment=assignment, gone_at__isnull=True)
    return set(rows.values_list("person__name", flat=True))


def test_a_unit_is_asked_and_joiners_movers_and_leavers_follow(
    course: Course, claire: Person, energy: Unit, care: Unit, nina: Person, hugo: Person
) -> None:
    nina.home_unit = hugo.home_unit = energy
    for one in (nina, hugo):
        one.save()
    assignment = ask(course, claire, energy)
    assert {"Nina", "Hugo"} <= {name.split()[0] for name in who(assignment)}

    joiner = make_person(name="Zoé Neuve", home_unit=energy)
    Person.objects.filter(pk=nina.pk).update(is_active=False)
    at = NOON + timedelta(days=3)
    assert actions.follow_assignment(assignment.pk, at=at) == 2
    assert actions.follow_assignment(assignment.pk, at=at) == 0

    assert joiner.name in who(assignment)
    assert nina.name not in who(assignment)
    due = Due.objects.get(person=joiner)
    assert due.due_on == date(2026, 12, 20)
    assert [one.assignment_id for one in asked_of(joiner, today=TODAY)] == [assignment.pk]


def test_roles_networks_and_risk_narrow_whom_it_applies_to(
    course: Course, claire: Person, nordet: Unit, energy: Unit, hugo: Person, karim: Person
) -> None:
    make_account(unit=energy, network="mastodon", owner=hugo, custody=1)

    assert who(ask(course, claire, nordet, networks=["mastodon"])) == {hugo.name}
    assert who(ask(course, claire, nordet, networks=["bluesky"])) == set()
    assert who(ask(course, claire, nordet, risks=["high"])) == {hugo.name}
    assert who(ask(course, claire, nordet, risks=["low"])) == set()
    assert who(ask(course, claire, nordet, roles=["delegate"])) == {karim.name}
    assert who(ask(course, claire, nordet, person_id=karim.pk)) == {karim.name}
    with pytest.raises(AssignmentInvalidError):
        ask(course, claire, nordet, networks=["minitel"])


def test_following_many_people_costs_the_same_statements(
    course: Course,
    claire: Person,
    energy: Unit,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    assignment = ask(course, claire, energy)
    Person.objects.bulk_create(
        Person(name=f"P {n}", email=f"p{n}@nordet.example", home_unit=energy) for n in range(50)
    )

    with django_assert_max_num_queries(24):
        assert actions.follow_assignment(assignment.pk, at=NOON) == 50


def test_people_are_reminded_until_they_are_done_or_let_off(
    course: Course, claire: Person, energy: Unit, nina: Person, hugo: Person
) -> None:
    ask(course, claire, energy, due_days=3, person_id=nina.pk)
    ask(course, claire, energy, due_days=3, person_id=hugo.pk)
    day = TODAY + timedelta(days=90)
    actions.waive(hugo.pk, course_id=course.pk, until=day, reason="En congé.", by=claire, at=NOON)
    with pytest.raises(OwnTrainingError):
        actions.waive(claire.pk, course_id=course.pk, until=day, reason="Non.", by=claire, at=NOON)

    assert remind_of_dues(at=NOON) == 1
    assert remind_of_dues(at=NOON + timedelta(days=4)) == 1

    told = Notification.objects.filter(person=nina).values_list("kind", flat=True)
    assert set(told) == {"training.asked", "training.due_soon", "training.due_late"}
    actions.certify(person_id=nina.pk, course_id=course.pk, by=claire, at=NOON)
    actions.follow_assignment(Due.objects.get(person=nina).assignment_id, at=NOON)
    assert remind_of_dues(at=NOON) == 0


def test_a_certificate_that_ends_is_reminded_of_and_asked_for_again(
    course: Course, claire: Person, energy: Unit, nina: Person
) -> None:
    assignment = ask(course, claire, energy, person_id=nina.pk)
    certificate = actions.certify(person_id=nina.pk, course_id=course.pk, by=claire, at=NOON)
    actions.follow_assignment(assignment.pk, at=NOON)
    assert asked_of(nina, today=TODAY) == []

    ahead = [remind_of_ends(at=NOON + timedelta(days=365 - left)) for left in (31, 30, 7, 1)]
    actions.follow_assignment(assignment.pk, at=NOON + timedelta(days=366))

    assert ahead == [0, 1, 1, 1]
    assert certificate.until is not None
    assert asked_of(nina, today=certificate.until)[0].due_on == date(2027, 11, 18)


def test_progress_is_shown_by_unit_and_leaves_as_csv_and_json(
    client: Client, course: Course, claire: Person, energy: Unit, nina: Person
) -> None:
    ask(course, claire, energy)
    client.force_login(claire)

    page = client.get(f"/training/progress/?course=securite&unit={energy.pk}&state=todo").text
    csv = b"".join(client.get("/training/progress/export").streaming_content).decode()  # type: ignore[attr-defined]  # streamed
    rows = b"".join(client.get("/training/progress/export?format=json").streaming_content)  # type: ignore[attr-defined]  # streamed

    assert nina.name in page
    assert f"{nina.name},{nina.email},energy,securite" in csv
    assert {row["state"] for row in json.loads(rows)} == {"todo"}
    assert client.get("/training/exemptions/").status_code == 200
    assert client.get("/training/asked/").status_code == 200
    client.force_login(nina)
    assert client.get("/training/progress/").status_code == 403
    assert "asked of you" in client.get("/learning/").text


def test_a_page_of_progress_costs_one_query(
    course: Course,
    claire: Person,
    nordet: Unit,
    nina: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ask(course, claire, nordet)
    claire = Person.objects.get(pk=claire.pk)

    with django_assert_num_queries(2):  # the grants of the reader, once
        page = progress_page(claire, ProgressFilters(), cursor="", today=TODAY)
        assert all(row.person.home_unit and row.assignment.course for row in page.rows)


def test_a_file_of_completions_is_looked_at_then_taken_in_once(
    client: Client, course: Course, claire: Person, nina: Person
) -> None:
    lines = [
        "person;course;done_on;score",
        f"{nina.email};securite;2026-11-02;85",
        f"{nina.email};inconnu;2026-11-02;",
        "personne@ailleurs.example;securite;2026-11-02;",
        f"{nina.email};securite;02/11/2026;",
        f"{claire.email};securite;2026-11-02;",
    ]
    data = "\n".join(lines).encode()

    found = read_completions(data, viewer=claire, at=NOON)
    assert [(line.number, bool(line.problem)) for line in found] == [
        *((2, False), (3, True), (4, True), (5, True), (6, True))
    ]
    assert import_completions(data, by=claire, at=NOON) == (1, 0)
    assert import_completions(data, by=claire, at=NOON) == (0, 1)
    assert Completion.objects.get().score_percent == 85
    assert str(Certificate.objects.get(person=nina).until) == "2027-11-02"

    client.force_login(claire)
    exported = client.get("/training/completions/export.csv")
    out = b"".join(exported.streaming_content)  # type: ignore[attr-defined]  # streamed
    assert import_completions(out, by=claire, at=NOON) == (0, 1)
    shown = client.post(
        "/training/completions/import/", {"file": SimpleUploadedFile("a.csv", data)}
    )
    assert "Line 3:" in shown.text
    bad = SimpleUploadedFile("a.csv", b"name\nNina\n")
    refused = client.post("/training/completions/import/", {"file": bad})
    assert (refused.status_code, "done_on" in refused.text) == (422, True)


def test_a_certificate_from_elsewhere_is_sent_with_its_file_and_accepted_by_another(
    client: Client, course: Course, claire: Person, energy: Unit, nina: Person
) -> None:
    nina.home_unit = energy
    nina.save()
    client.force_login(nina)
    day = now().date()
    sent = {"issuer": "Cybermalveillance", "issued_on": day - timedelta(days=9)}
    paper = SimpleUploadedFile("brevet.png", make_picture())
    assert client.post("/courses/securite/proof/", sent).status_code == 422
    assert client.post("/courses/securite/proof/", sent | {"file": paper}).status_code == 302
    assert "Cybermalveillance" in client.get("/learning/").text
    client.force_login(claire)
    assert "Cybermalveillance" in client.get("/training/proofs/").text
    proof = nina.outside_proofs.get()
    assert client.get(f"/training-files/{proof.file_id}/").status_code == 200
    answer = f"/training/proofs/{proof.pk}/decide"
    assert client.post(answer, {"answer": "refuse", "reason": " "}).status_code == 422

    assert client.post(answer, {"answer": "accept"}).status_code == 302

    held = Certificate.objects.get(person=nina)
    assert (held.completion.how, held.completion.note) == ("outside", "Cybermalveillance")


def test_a_staff_number_keeps_its_capitals_and_a_shared_reference_hides_no_line(
    course: Course, claire: Person, nina: Person, hugo: Person
) -> None:
    for one, number in ((nina, "AB-12"), (hugo, "CD-34")):
        one.external_id, one.home_unit = number, course.unit
        one.save()
    lines = [
        "person,course,done_on,reference",
        "AB-12,securite,2026-11-02,batch 7",
        "CD-34,securite,2026-11-02,batch 7",
        "CD-34,securite,2026-11-03,batch 7",
        "CD-34,securite,2026-11-03,batch 7",
    ]
    data = "\n".join(lines).encode()

    assert [line.problem for line in read_completions(data, viewer=claire, at=NOON)] == [""] * 4
    assert import_completions(data, by=claire, at=NOON) == (3, 1)
    assert import_completions(data, by=claire, at=NOON) == (0, 4)


def test_a_day_of_a_file_is_a_day_where_the_site_is(
    settings: Settings, course: Course, claire: Person, nina: Person
) -> None:
    settings.SITE_TIME_ZONE = "Pacific/Auckland"
    data = f"person,course,done_on\n{nina.email},securite,2026-11-02\n".encode()

    import_completions(data, by=claire, at=NOON)

    assert site_day(Completion.objects.get().done_at) == date(2026, 11, 2)
    assert import_completions(data, by=claire, at=NOON) == (0, 1)


def test_progress_shows_the_late_first_then_names_as_french_sorts_them(
    course: Course, claire: Person, energy: Unit
) -> None:
    for name in ("Yann Zola", "Élodie Roux", "Émile Roux", "Eva Petit"):
        person = make_person(name=name, home_unit=energy)
        ask(course, claire, energy, person_id=person.pk, due_days=30)
    Due.objects.filter(person__name="Yann Zola").update(due_on=TODAY - timedelta(days=1))

    first = progress_page(claire, ProgressFilters(), cursor="", today=TODAY)

    assert [due.person.name for due in first.rows] == [
        *("Yann Zola", "Élodie Roux", "Émile Roux", "Eva Petit")
    ]


def test_whoever_keeps_training_reminds_once_a_day_and_the_journal_says_so(
    client: Client, course: Course, claire: Person, energy: Unit, nina: Person, hugo: Person
) -> None:
    ask(course, claire, energy, person_id=nina.pk)
    ask(course, claire, energy, person_id=hugo.pk)
    due = Due.objects.get(person=nina)
    client.force_login(claire)
    shown = client.get("/training/progress/?course=securite").text
    assert f'href="/team/{nina.pk}/"' in shown

    told = [
        client.post("/training/progress/remind?course=securite", body, follow=True).text
        for body in ({"due": str(due.pk)}, {}, {})
    ]

    assert "1 person reminded." in told[0]
    assert "reminded today" in told[0]
    assert "1 person reminded." in told[1]
    assert "Nobody reminded" in told[2]
    assert Notification.objects.filter(person=nina, kind="training.due_soon").count() == 1
    noted = leaves(verb="training_assignment.reminded")
    assert len(noted) == 2
    client.force_login(nina)
    assert client.post("/training/progress/remind").status_code == 403


def test_who_answers_for_a_unit_sees_what_is_asked_from_above(
    client: Client, course: Course, claire: Person, nordet: Unit, energy: Unit, nina: Person
) -> None:
    ask(course, claire, nordet)
    lead = make_person(name="Karim", home_unit=energy)
    make_grant(person=lead, unit=energy, role=Role.LEAD)
    client.force_login(lead)

    page = client.get("/training/asked/").text

    assert "Asked from above" in page
    assert "No course is asked of anybody" not in page


def test_what_is_to_be_renewed_is_counted_with_what_is_asked(
    client: Client, course: Course, claire: Person, nina: Person
) -> None:
    actions.certify(person_id=nina.pk, course_id=course.pk, by=claire, at=NOON)
    Certificate.objects.update(until=now().date() + timedelta(days=3))
    client.force_login(nina)

    page = client.get("/learning/").text

    assert "1 certificate is to be renewed." in page
    assert "Nothing is asked of you now." not in page


def test_a_file_of_completions_may_name_its_columns_in_french(
    course: Course, claire: Person, nina: Person
) -> None:
    data = f"Personne;Formation;Faite le;Note\n{nina.email};securite;2026-11-02;85\n".encode()

    assert import_completions(data, by=claire, at=NOON) == (1, 0)
    with override("fr"), pytest.raises(ImportRefusedError, match="faite le"):
        read_completions(b"personne;formation\na;b\n", viewer=claire, at=NOON)


def test_the_file_of_a_refused_certificate_from_elsewhere_goes_with_its_name(
    client: Client, course: Course, nina: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(nina)
    day = now().date()
    sent = {"issuer": "Cybermalveillance", "issued_on": day}

    def send(colour: str, **said: object) -> int:
        paper = SimpleUploadedFile("Nina Roy.png", make_picture(colour=colour))
        return client.post(
            f"/courses/{course.slug}/proof/", sent | said | {"file": paper}
        ).status_code

    assert send("red", issued_on=day + timedelta(days=9)) == 422
    assert send("blue") == 302
    assert send("blue") == 409  # one waits; its file, of the same bytes, is shown
    deliver(READERS, at=now())

    file = TrainingFile.objects.get()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [file.sha256]


def test_nobody_is_reminded_of_a_course_twice_in_a_day_by_hand_or_not(
    course: Course, claire: Person, energy: Unit, nina: Person
) -> None:
    for days in (14, 3):
        ask(course, claire, energy, due_days=days, person_id=nina.pk)
    reminders = Notification.objects.filter(person=nina, kind__startswith="training.due_")

    assert remind_of_dues(at=NOON) == 1
    assert remind_by_hand(ProgressFilters(), by=claire, at=NOON) == 0
    assert reminders.count() == 1

    later = NOON + timedelta(days=7)  # one is late, the other is to come
    assert remind_by_hand(ProgressFilters(), by=claire, at=later) == 1
    assert remind_of_dues(at=later) == 0
    assert [one.kind for one in reminders.order_by("at")] == [
        *("training.due_soon", "training.due_late")
    ]
