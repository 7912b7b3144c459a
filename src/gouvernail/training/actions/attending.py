"""Who was there: the list of a session that was held, and a course passed on by a manager (R89)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.training.actions.certifying import Finished, finish
from gouvernail.training.actions.sessions import SessionFacts, plan_session, require_planned
from gouvernail.training.actions.telling import about_course
from gouvernail.training.errors import SessionInvalidError, SessionStateError
from gouvernail.training.models import Place, Session
from gouvernail.training.models.certificates import How
from gouvernail.training.permissions import require_editor
from gouvernail.training.queries.sessions import visible_session

Status = Place.Status


@action("training.hold_session")
def hold_session(
    session_id: UUID, *, present: Collection[UUID], by: Person, at: datetime
) -> Session:
    """Note who was there; who had said they come and is not named was absent.

    Its trainer does, or who may write courses there. People of the unit who had no place may be
    named too. Where the course says so, those who were there hold its certificate.

    Raises:
        SessionNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` neither gives it nor keeps training there.
        SessionStateError: it is over or cancelled, or has not begun.
        SessionInvalidError: somebody who is not of this unit.
    """
    session = visible_session(session_id, viewer=by, lock=True)
    if session.trainer_id != by.pk:
        require_editor(by, session.unit)
    require_planned(session)
    if session.starts_at > at:
        raise SessionStateError(_("This session has not begun."))
    return _hold(session, set(present), by=by, at=at)


def _hold(session: Session, present: set[UUID], *, by: Person, at: datetime) -> Session:
    places = {place.person_id: place for place in session.places.select_related("person")}
    here = Person.objects.filter(home_unit__path__startswith=session.unit.path, is_active=True)
    more = here.in_bulk(list(present - set(places)))
    if present - set(places) - set(more):
        raise SessionInvalidError({"present": _("Somebody named is not of this unit.")})
    for key, person in more.items():
        places[key] = Place(session=session, person=person, status=Status.GOING, asked_at=at)
    for key, place in places.items():
        if key not in present and place.status != Status.GOING:
            continue  # never said they would come
        place.status = Status.ATTENDED if key in present else Status.ABSENT
        place.marked_by = by
        place.save()
        record(actor=by, verb="session_place.marked", subject=place, at=at)
    session.status, session.held_at = Session.Status.HELD, at
    session.save(update_fields=("status", "held_at"))
    record(actor=by, verb="training_session.held", subject=session, at=at)
    if session.course.session_certifies:
        there = [place.person for key, place in places.items() if key in present]
        _certify(session, there, by=by, at=at)
    return session


def _certify(session: Session, people: list[Person], *, by: Person, at: datetime) -> None:
    how = How.CASCADE if session.kind == Session.Kind.CASCADE else How.SESSION
    for person in people:
        if person.pk == by.pk:
            continue  # nobody certifies themselves
        finished = Finished(how=how, session=session, done_at=min(session.ends_at, at))
        certificate = finish(session.course, person, finished, by=by, at=at)
        message = about_course(session.course, "given", once=certificate.pk.hex, by=by.name)
        tell(people=[person.pk], message=message, at=at)


@action("training.pass_on")
def pass_on(
    course_id: UUID,
    *,
    facts: SessionFacts,
    present: Collection[UUID],
    by: Person,
    at: datetime,
) -> Session:
    """Record that a manager passed a course on to the team: when, and who was there.

    Raises:
        CourseNotFoundError, UnitNotFoundError, RightMissingError: nothing was recorded.
        SessionInvalidError: nobody was there, somebody is not of the unit, or an hour to come.
    """
    if not present:
        raise SessionInvalidError({"present": _("Say who was there.")})
    if facts.ends_at > at:
        raise SessionInvalidError({"ends_at": _("This hour has not come yet.")})
    session = plan_session(course_id, facts=facts, by=by, at=at)
    return _hold(session, set(present), by=by, at=at)
