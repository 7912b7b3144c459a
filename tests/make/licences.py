"""Makers of what licences ask and of what counts against it: rows as they stand."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from allauth.mfa.models import Authenticator

from gouvernail.content.actions import Choice, decide_draft
from gouvernail.content.models import Draft
from gouvernail.licences.models import Act, Requirement
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.training.models import Certificate, Completion, Course
from gouvernail.training.models.certificates import How
from tests.make.content import make_draft, request_of
from tests.make.publishing import make_practice_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_requirement(*, by: Person, act: str = Act.PUBLISH, **fields: object) -> Requirement:
    """Return what is asked, in force since noon."""
    given: dict[str, object] = {
        "status": Requirement.Status.IN_FORCE,
        "asked_by": by,
        "asked_at": NOON,
        "decided_by": by,
        "decided_at": NOON,
        "starts_at": NOON,
    }
    return Requirement.objects.create(act=act, **(given | fields))


def make_course(*, by: Person, unit: Unit, slug: str = "security") -> Course:
    """Return a course that exists, with nothing in it."""
    return Course.objects.create(
        slug=slug,
        title="La sécurité des comptes",
        title_en="Keeping accounts safe",
        unit=unit,
        owner=by,
        created_at=NOON,
    )


def make_certificate(*, person: Person, course: Course, until: date | None) -> Certificate:
    """Return a certificate that holds through a day."""
    done_at = datetime(2025, 11, 17, 9, 0, tzinfo=UTC)
    completion = Completion.objects.create(
        person=person, course=course, how=How.ONLINE, done_at=done_at, recorded_by=person
    )
    return Certificate.objects.create(
        person=person,
        course=course,
        completion=completion,
        code=completion.pk.hex[-12:],
        issued_at=done_at,
        until=until,
    )


def make_factor(person: Person) -> Authenticator:
    """Return a second factor of somebody: an app."""
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )


def a_draft(hugo: Person, energy: Unit, *, at: datetime, network: str = "practice") -> Draft:
    """Return a draft of one account, that appears at `at`."""
    account = Account.objects.first() or make_practice_account(
        unit=energy, by=hugo, network=network
    )
    return make_draft(
        author=hugo,
        unit=energy,
        accounts=(account,),
        publish_at=at,
        wall_time="2026-11-18T09:00",
        time_zone="Europe/Paris",
    )


def agreed(draft: Draft, *, by: Iterable[Person], at: datetime) -> Draft:
    """Return the draft after each of these people agreed to it, one after the other."""
    for person in by:
        request = request_of(draft)
        choice = Choice(verdict="approve", digest=request.digest)
        decide_draft(request_id=request.pk, choice=choice, by=person, at=at)
        draft.refresh_from_db()
    return draft
