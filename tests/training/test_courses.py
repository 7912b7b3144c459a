"""Courses: written as drafts, published once, followed to a certificate (R83, R84)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gouvernail.people.models import Person, Role, Unit
from gouvernail.training import actions
from gouvernail.training.errors import CourseVersionStateError, LessonsLeftError
from gouvernail.training.models import Certificate, Completion, Course, CourseVersion, Lesson
from gouvernail.training.queries import certificates, quiz_passed
from tests.make.media import make_picture
from tests.make.people import make_grant, make_person
from tests.make.training import NOON, make_course, make_quiz


@pytest.fixture
def course(claire: Person, nordet: Unit) -> Course:
    return make_course(by=claire, unit=nordet)


def read_all(course: Course, person: Person) -> None:
    for lesson in Lesson.objects.filter(version__course=course, version__status="published"):
        actions.read_lesson(course.pk, lesson_id=lesson.pk, by=person, at=NOON)


def test_what_is_published_never_changes_and_the_next_version_supersedes_it(
    course: Course, claire: Person
) -> None:
    first = CourseVersion.objects.get()
    text = actions.LessonText(title="Encore", text="Un mot.")
    with pytest.raises(CourseVersionStateError):
        actions.write_lesson(course.pk, text=text, by=claire, at=NOON)

    actions.start_draft(course.pk, by=claire, at=NOON)
    actions.write_lesson(course.pk, text=text, by=claire, at=NOON)
    second = actions.publish_version(course.pk, by=claire, at=NOON)

    first.refresh_from_db()
    assert (first.status, first.lessons.count()) == ("superseded", 2)
    assert (second.number, second.lessons.count()) == (2, 3)
    assert first.digest != second.digest


def test_a_course_without_a_quiz_is_finished_once_every_lesson_is_read(
    course: Course, nina: Person
) -> None:
    with pytest.raises(LessonsLeftError):
        actions.finish_course(course.pk, by=nina, at=NOON)
    read_all(course, nina)

    first = actions.finish_course(course.pk, by=nina, at=NOON)
    again = actions.finish_course(course.pk, by=nina, at=NOON)

    assert again == first
    assert Completion.objects.get().version == course.versions.get()
    assert str(first.until) == "2027-11-17"
    held = certificates([nina.pk], at=NOON)[nina.pk]
    assert [(one.course_slug, one.until) for one in held] == [("securite", first.until)]
    assert certificates([nina.pk], at=NOON + timedelta(days=400)) == {nina.pk: []}


def test_a_renewal_within_its_window_follows_on_the_old_certificate(
    course: Course, nina: Person
) -> None:
    read_all(course, nina)
    actions.finish_course(course.pk, by=nina, at=NOON)

    early = NOON + timedelta(days=345)
    renewed = actions.finish_course(course.pk, by=nina, at=early)

    assert str(renewed.until) == "2028-11-17"


def test_a_learner_goes_from_the_list_to_the_certificate_and_anybody_checks_it(
    client: Client, course: Course, claire: Person, nina: Person
) -> None:
    client.force_login(nina)
    assert "Security" in client.get("/courses/").text
    page = client.get("/courses/securite/lessons/1/").text
    assert "<strong>long</strong>" in page
    for lesson in Lesson.objects.filter(version__course=course):
        client.post(f"/courses/securite/lessons/{lesson.pk}/read")

    done = client.post("/courses/securite/finish", follow=True)

    certificate = Certificate.objects.get(person=nina)
    assert certificate.code in done.text
    assert client.get(f"/certificates/{certificate.pk}/certificate.pdf").content[:5] == b"%PDF-"
    client.logout()
    assert nina.name in client.get(f"/certificates/check/{certificate.code.lower()}/").text
    assert client.get("/certificates/check/?code=AAAA-BBBB-CCCC-DDDD").status_code == 404
    actions.revoke_certificate(certificate.pk, reason="Mauvaise personne.", by=claire, at=NOON)
    assert "withdrawn" in client.get(f"/certificates/check/{certificate.code}/").text


def test_an_editor_writes_with_a_picture_and_what_is_missing_is_said_at_its_field(
    client: Client, claire: Person, nordet: Unit, nina: Person
) -> None:
    client.force_login(claire)
    facts = {"title": "Bases", "slug": "bases", "topic": "brand", "unit": nordet.pk}
    facts |= {"owner": claire.pk, "lasts_months": "", "renewal_days": 30}
    assert client.post("/courses/new/", facts | {"slug": "new"}).status_code == 422
    assert client.post("/courses/new/", facts).status_code == 302
    nothing = client.post("/courses/bases/write/lessons/", {"title": "Vide"})
    assert nothing.status_code == 422
    picture = SimpleUploadedFile("vue.png", make_picture())
    unseen = client.post("/courses/bases/write/lessons/", {"title": "Vue", "file": picture})
    assert (unseen.status_code, 'id="id_alt_error"' in unseen.text) == (422, True)
    picture = SimpleUploadedFile("vue.png", make_picture())
    kept = {"title": "Vue", "alt": "Le tableau de bord", "file": picture}
    assert client.post("/courses/bases/write/lessons/", kept).status_code == 302
    assert client.get("/courses/bases/write/").status_code == 200

    assert client.post("/courses/bases/write/publish").status_code == 302

    lesson = Lesson.objects.get(version__course__slug="bases")
    client.force_login(nina)
    assert client.get(f"/training-files/{lesson.file_id}/").status_code == 200
    part = client.get(f"/training-files/{lesson.file_id}/", headers={"Range": "bytes=0-3"})
    assert (part.status_code, len(part.content)) == (206, 4)


def test_a_starter_course_is_taken_with_one_button(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    assert client.get("/courses/starters/").status_code == 200

    taken = client.post("/courses/starters/", {"starter": "etiquette", "unit": nordet.pk})

    assert taken.status_code == 302
    course = Course.objects.get()
    assert (course.starter, course.versions.get().status) == ("etiquette", "draft")
    assert course.versions.get().quiz is not None
    page = client.get(taken.headers["Location"]).text
    assert course.versions.get().lessons.first().title_en in page  # type: ignore[union-attr]  # it has some


def test_passing_the_quiz_of_a_course_finishes_it(
    claire: Person, nordet: Unit, nina: Person
) -> None:
    quiz = make_quiz(by=claire, unit=nordet)
    course = make_course(by=claire, unit=nordet, quiz=quiz)
    with pytest.raises(LessonsLeftError):
        actions.start_attempt(quiz.pk, course_id=course.pk, by=nina, at=NOON)
    read_all(course, nina)
    attempt = actions.start_attempt(quiz.pk, course_id=course.pk, by=nina, at=NOON)
    for place, asked in enumerate(attempt.questions):
        actions.answer_question(attempt.pk, place=place, given=asked["right"], by=nina, at=NOON)

    assert Certificate.objects.get(person=nina).completion.score_percent == 100
    assert quiz_passed(nina.pk, quiz.pk)
    assert not quiz_passed(nina.pk, quiz.pk, since=NOON + timedelta(days=1))


def test_a_course_renewed_twice_at_the_same_time_gives_one_certificate(
    claire: Person, nordet: Unit, nina: Person
) -> None:
    course = make_course(by=claire, unit=nordet, lessons=1)
    lesson = Lesson.objects.get(version__course=course)
    actions.read_lesson(course.pk, lesson_id=lesson.pk, by=nina, at=NOON)
    actions.finish_course(course.pk, by=nina, at=NOON)
    renewal = NOON + timedelta(days=350)

    first = actions.finish_course(course.pk, by=nina, at=renewal)
    second = actions.finish_course(course.pk, by=nina, at=renewal)

    assert first == second
    assert Certificate.objects.filter(person=nina).count() == 2


def test_a_course_without_a_short_name_is_named_from_its_title_and_owners_sort_in_french(
    client: Client, claire: Person, nordet: Unit
) -> None:
    for name in ("Yann Zola", "Élodie Roux"):
        make_grant(person=make_person(name=name), unit=nordet, role=Role.CONTRIBUTOR)
    client.force_login(claire)
    form = client.get("/courses/new/").text
    assert -1 < form.index("Élodie Roux") < form.index("Yann Zola")
    facts = {"title": "Éthique & réseaux", "topic": "security", "unit": nordet.pk}
    facts |= {"owner": claire.pk, "renewal_days": 30}

    client.post("/courses/new/", facts)

    assert Course.objects.get().slug == "ethique-reseaux"
    refused = client.post("/courses/new/", facts | {"title": "!!!"})
    assert (refused.status_code, "Give it a short name." in refused.text) == (422, True)
