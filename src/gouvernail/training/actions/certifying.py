"""Certificates: issued for a finished course, withdrawn for a reason."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.training.actions.telling import about_course
from gouvernail.training.errors import CertificateStateError, CourseInvalidError
from gouvernail.training.models import (
    Attempt,
    Certificate,
    Completion,
    Course,
    CourseVersion,
    Session,
)
from gouvernail.training.models.certificates import How
from gouvernail.training.permissions import require_over, visible_certificate, visible_course
from gouvernail.training.queries.again import asked_again, is_before

MONTHS: Final = 12
LAST_SURE_DAY: Final = 28
SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when read aloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How somebody finished a course; `until` shortens or sets what the course would give."""

    how: How = How.GIVEN
    note: str = ""
    reference: str = ""
    until: date | None = None
    score_percent: int | None = None
    version: CourseVersion | None = None
    attempt: Attempt | None = None
    session: Session | None = None
    done_at: datetime | None = None


@action("training.certify")
def certify(
    *,
    person_id: UUID,
    course_id: UUID,
    by: Person,
    at: datetime,
    finished: Finished | None = None,
) -> Certificate:
    """Record, for somebody else, that they finished a course, and give them its certificate.

    Raises:
        CourseNotFoundError: missing, or hidden from `by`.
        OwnTrainingError, RightMissingError: `by` does not answer for the training of that person.
        CourseInvalidError: no such person, or a day to come.
    """
    course = visible_course(viewer=by, course_id=course_id)
    person = Person.objects.select_related("home_unit").filter(pk=person_id).first()
    if person is None:
        raise CourseInvalidError({"person": _("Choose somebody of the directory.")})
    require_over(by, person)
    certificate = finish(course, person, finished or Finished(), by=by, at=at)
    message = about_course(course, "given", once=certificate.pk.hex, by=by.name)
    tell(people=[person.pk], message=message, at=at)
    return certificate


def finish(
    course: Course, person: Person, finished: Finished, *, by: Person, at: datetime
) -> Certificate:
    """Record a completion and issue its certificate. Called inside an action that authorised it.

    Raises:
        CourseInvalidError: it was finished on a day to come.
    """
    done_at = finished.done_at or at
    if done_at > at:
        raise CourseInvalidError({"done_at": _("This day has not come yet.")})
    version = finished.version or course.versions.filter(status="published").first()
    completion = Completion.objects.create(
        person=person,
        course=course,
        version=version,
        how=finished.how,
        attempt=finished.attempt,
        session=finished.session,
        score_percent=finished.score_percent,
        done_at=done_at,
        recorded_by=by,
        note=finished.note.strip(),
        reference=finished.reference,
    )
    record(actor=by, verb="course_completion.recorded", subject=completion, at=at)
    return _issue(completion, finished, by=by, at=at)


def _issue(completion: Completion, finished: Finished, *, by: Person, at: datetime) -> Certificate:
    course = completion.course
    last = _last_day(course, completion.person_id, done_on=site_day(completion.done_at))
    again = asked_again(course.pk)
    early = again.again_by if again and is_before(completion, again) else None
    certificate = Certificate.objects.create(
        person=completion.person,
        course=course,
        completion=completion,
        code=new_code(),
        issued_at=completion.done_at,
        until=min((day for day in (last, finished.until, early) if day is not None), default=None),
    )
    record(actor=by, verb="certificate.issued", subject=certificate, at=at)
    return certificate


def _last_day(course: Course, person_id: UUID, *, done_on: date) -> date | None:
    """Return the last day of a new certificate; renewed in its window, it follows on the old one.

    One query.
    """
    if course.lasts_months is None:
        return None
    usual = months_later(done_on, course.lasts_months)
    held = Certificate.objects.filter(
        person=person_id, course=course, revoked_at__isnull=True, until__gte=done_on
    )
    old = max((row.until for row in held.only("until") if row.until), default=None)
    if old is None or (old - done_on).days > course.renewal_days:
        return usual
    return months_later(old, course.lasts_months)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    for wanted in range(day.day, LAST_SURE_DAY - 1, -1):
        try:
            return day.replace(year=day.year + years, month=month + 1, day=wanted)
        except ValueError:
            continue
    return day.replace(year=day.year + years, month=month + 1)


def new_code() -> str:
    """Return sixteen signs that nobody guesses, in groups of four: 80 bits."""
    signs = "".join(secrets.choice(SIGNS) for _sign in range(16))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


@action("training.revoke_certificate")
def revoke_certificate(
    certificate_id: UUID, *, reason: str, by: Person, at: datetime
) -> Certificate:
    """Withdraw a certificate, for a reason that its holder reads.

    Raises:
        CertificateNotFoundError: missing, or hidden from `by`.
        OwnTrainingError, RightMissingError: `by` does not answer for the training of its holder.
        CertificateStateError: it was withdrawn before.
        CourseInvalidError: it does not say why.
    """
    certificate = visible_certificate(certificate_id, viewer=by, lock=True)
    require_over(by, certificate.person)
    if certificate.revoked_at is not None:
        raise CertificateStateError
    if not reason.strip():
        raise CourseInvalidError({"reason": _("Say why, in a sentence.")})
    certificate.revoked_at, certificate.revoked_by = at, by
    certificate.revoked_reason = reason.strip()
    certificate.save(update_fields=("revoked_at", "revoked_by", "revoked_reason"))
    record(actor=by, verb="certificate.revoked", subject=certificate, at=at)
    message = about_course(certificate.course, "revoked", once=certificate.pk.hex, by=by.name)
    tell(people=[certificate.person_id], message=message, at=at)
    return certificate
