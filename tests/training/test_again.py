"""A new version of a course: certificates stand, or everybody does it again by a day."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gouvernail.foundation.clock import today
from gouvernail.foundation.outbox import deliver
from gouvernail.licences.queries.deciding import Code, Reason
from gouvernail.licences.queries.words import tell_reasons
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.training import actions
from gouvernail.training.models import Assignment, Certificate, Course, Due, Lesson
from gouvernail.training.queries import certificates
from gouvernail.training.queries.progress import ProgressFilters, progress_page
from gouvernail.training.tasks import READERS
from tests.make.training import NOON, make_course

LATER = NOON + timedelta(days=10)
BY = date(2026, 12, 17)  # twenty days after LATER


@pytest.fixture
def course(claire: Person, nordet: Unit) -> Course:
    return make_course(by=claire, unit=nordet, lessons=1)


@pytest.fixture
def asked(course: Course, claire: Person, nordet: Unit, nina: Person) -> Assignment:
    finish(course, nina)
    said = actions.Asked(course_id=course.pk, unit_id=nordet.pk)
    return actions.assign_course(asked=said, by=claire, at=NOON)


def finish(course: Course, person: Person, days: int = 0) -> Certificate:
    at = NOON + timedelta(days=days)
    for lesson in Lesson.objects.filter(version__course=course, version__status="published"):
        actions.read_lesson(course.pk, lesson_id=lesson.pk, by=person, at=at)
    return actions.finish_course(course.pk, by=person, at=at)


def publish(course: Course, by: Person, again_days: int | None) -> None:
    actions.start_draft(course.pk, by=by, at=LATER)
    actions.publish_version(course.pk, again_days=again_days, by=by, at=LATER)
    for _each in range(2):
        deliver(READERS, at=LATER)


def due(asked: Assignment, person: Person) -> Due:
    return Due.objects.get(assignment=asked, person=person)


def test_certificates_stand_unless_the_author_says_otherwise(
    course: Course, asked: Assignment, claire: Person, nina: Person
) -> None:
    held = Certificate.objects.get(person=nina)

    publish(course, claire, None)

    assert due(asked, nina).done_at is not None
    assert Certificate.objects.get(person=nina).until == held.until
    assert not Notification.objects.filter(kind="training.again").exists()


def test_everybody_does_it_again_and_keeps_the_certificate_until_the_day(
    course: Course, asked: Assignment, claire: Person, nina: Person
) -> None:
    publish(course, claire, 20)

    assert Certificate.objects.get(person=nina).until == BY
    assert (due(asked, nina).done_at, due(asked, nina).due_on) == (None, BY)
    assert Notification.objects.get(kind="training.again").person == nina
    for days, holds in ((29, True), (31, False)):
        held = certificates([nina.pk], at=NOON + timedelta(days=days))[nina.pk]
        assert bool(held) is holds
    page = progress_page(claire, ProgressFilters(), cursor="", today=LATER.date())
    again = {row.person.pk: row.again for row in page.rows}  # type: ignore[attr-defined]  # annotated
    assert again[nina.pk]
    assert not again[claire.pk]
    ended = NOON.replace(year=2026, month=12, day=18, hour=0)
    reason = Reason(code=Code.CERTIFICATE, key=course.slug, until=ended)
    assert "to be done again" in tell_reasons([reason])[0].words

    new = finish(course, nina, days=12)
    actions.follow_assignment(asked.pk, at=NOON + timedelta(days=12))

    assert new.until is not None
    assert new.until > BY
    assert due(asked, nina).done_at is not None


def test_what_was_finished_before_and_is_recorded_late_ends_on_that_day_too(
    course: Course, claire: Person, energy: Unit, nina: Person
) -> None:
    nina.home_unit = energy
    nina.save()
    publish(course, claire, 20)
    finished = actions.Finished(done_at=NOON)

    said = actions.certify(
        person_id=nina.pk, course_id=course.pk, finished=finished, by=claire, at=LATER
    )

    assert said.until == BY


def test_the_author_chooses_on_the_page_and_is_told_what_lacks_at_its_field(
    client: Client, course: Course, claire: Person
) -> None:
    client.force_login(claire)
    actions.start_draft(course.pk, by=claire, at=LATER)
    url = f"/courses/{course.slug}/write/publish"

    refused = client.post(url, {"again": "1", "days": ""})

    assert (refused.status_code, "Say within how many days." in refused.text) == (422, True)
    assert client.post(url, {"again": "1", "days": "900"}).status_code == 422
    assert client.post(url, {"again": "1", "days": "20"}).status_code == 302
    assert course.versions.get(status="published").again_by is not None


@pytest.mark.parametrize(("left", "is_said"), [(1, True), (0, True), (-1, False)])
def test_the_page_says_by_when_it_is_done_again_until_that_day(
    client: Client, course: Course, claire: Person, nina: Person, left: int, *, is_said: bool
) -> None:
    publish(course, claire, 20)
    course.versions.filter(status="published").update(again_by=today() + timedelta(days=left))
    client.force_login(nina)

    page = client.get(f"/courses/{course.slug}/").text

    assert ("does this version again by" in page) is is_said
