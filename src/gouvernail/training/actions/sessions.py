"""Sessions: planned, changed, cancelled; invitations, seats and the waiting list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell, titles_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit
from gouvernail.people.queries.zones import is_zone
from gouvernail.training.actions.writing import is_web
from gouvernail.training.errors import SessionInvalidError, SessionStateError
from gouvernail.training.models import Due, Place, Session
from gouvernail.training.permissions import require_editor, visible_course
from gouvernail.training.queries.sessions import visible_session

MOST_INVITED: Final = 2_000
LETTERS: Final = "training.calendar"  # of the outbox: a letter with its calendar is to leave
Status = Place.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """When and where a course is given, by whom, for how many (`seats` None: no limit)."""

    kind: str
    unit_id: UUID
    trainer_id: UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str = ""
    link: str = ""
    seats: int | None = None
    note: str = ""


@action("training.plan_session")
def plan_session(course_id: UUID, *, facts: SessionFacts, by: Person, at: datetime) -> Session:
    """Plan a session of a course; nobody is invited yet.

    Raises:
        CourseNotFoundError, UnitNotFoundError, RightMissingError: nothing was planned.
        SessionInvalidError: a field cannot be taken.
    """
    course = visible_course(viewer=by, course_id=course_id, archived=False)
    session = Session(course=course)
    _take(session, facts, by=by, at=at)
    session.save(force_insert=True)
    record(actor=by, verb="training_session.planned", subject=session, at=at)
    return session


def _take(session: Session, facts: SessionFacts, *, by: Person, at: datetime) -> None:
    unit = visible_unit(facts.unit_id, viewer=by)
    require_editor(by, unit)
    wrong = _wrong(facts, at=at)
    if not unit.path.startswith(session.course.unit.path):
        wrong["unit"] = _("The course is not offered to this unit.")
    trainer = Person.objects.filter(pk=facts.trainer_id, is_active=True).first()
    if trainer is None:
        wrong["trainer"] = _("Choose somebody of the directory.")
    if wrong or trainer is None:
        raise SessionInvalidError(wrong)
    session.unit, session.trainer, session.kind = unit, trainer, facts.kind
    session.starts_at, session.ends_at = facts.starts_at, facts.ends_at
    session.time_zone, session.seats = facts.time_zone, facts.seats
    session.place, session.link = facts.place.strip(), facts.link.strip()
    session.note = facts.note.strip()


def _wrong(facts: SessionFacts, *, at: datetime) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if facts.kind not in Session.Kind.values:
        wrong["kind"] = _("Choose a kind of the list.")
    if facts.ends_at <= facts.starts_at:
        wrong["ends_at"] = _("It ends before it begins.")
    if facts.kind != Session.Kind.CASCADE and facts.starts_at <= at:
        wrong["starts_at"] = _("This hour is past.")
    if not is_zone(facts.time_zone):
        wrong["time_zone"] = _("Choose a time zone of the list.")
    if facts.kind == Session.Kind.VIRTUAL and not is_web(facts.link.strip()):
        wrong["link"] = _("Give the link to join: it begins with https://.")
    if facts.kind == Session.Kind.LIVE and not facts.place.strip():
        wrong["place"] = _("Say where it is.")
    if facts.seats is not None and facts.seats < 1:
        wrong["seats"] = _("At least one seat, or none said.")
    return wrong


def planned_session(session_id: UUID, *, by: Person) -> Session:
    """Return a session that is planned, locked, for who may change it. Inside an action.

    Raises:
        SessionNotFoundError, RightMissingError: hidden, or not theirs.
        SessionStateError: it is held or cancelled.
    """
    session = visible_session(session_id, viewer=by, lock=True)
    require_editor(by, session.unit)
    require_planned(session)
    return session


def require_planned(session: Session) -> None:
    """Refuse what makes no sense once a session is over.

    Raises:
        SessionStateError: it is held or cancelled.
    """
    if session.status != Session.Status.PLANNED:
        raise SessionStateError(_("This session is over or cancelled."))


@action("training.change_session")
def change_session(session_id: UUID, *, facts: SessionFacts, by: Person, at: datetime) -> Session:
    """Change a session; the calendars of those who have a place follow.

    Raises:
        SessionNotFoundError, RightMissingError, SessionStateError: nothing was changed.
        SessionInvalidError: a field cannot be taken, or fewer seats than people coming.
    """
    session = planned_session(session_id, by=by)
    coming = session.places.filter(status=Status.GOING).count()
    if facts.seats is not None and facts.seats < coming:
        raise SessionInvalidError({"seats": _("More people than this are coming already.")})
    _take(session, facts, by=by, at=at)
    session.sequence += 1
    session.save()
    record(actor=by, verb="training_session.changed", subject=session, at=at)
    _fill(session, by=by, at=at)
    send_calendars(session, _concerned(session), about="changed", at=at)
    return session


@action("training.cancel_session")
def cancel_session(session_id: UUID, *, reason: str, by: Person, at: datetime) -> Session:
    """Cancel a session; those who have a place are told why, and their calendars follow.

    Raises:
        SessionNotFoundError, RightMissingError, SessionStateError: nothing was changed.
        SessionInvalidError: it does not say why.
    """
    session = planned_session(session_id, by=by)
    if not reason.strip():
        raise SessionInvalidError({"reason": _("Say why, in a sentence.")})
    session.status, session.cancelled_reason = Session.Status.CANCELLED, reason.strip()
    session.sequence += 1
    session.save()
    record(actor=by, verb="training_session.cancelled", subject=session, at=at)
    send_calendars(session, _concerned(session), about="cancelled", at=at)
    return session


def _concerned(session: Session) -> QuerySet[Place]:
    return session.places.exclude(status=Status.DECLINED)


@action("training.invite")
def invite(
    session_id: UUID,
    *,
    emails: Iterable[str],
    everyone_asked: bool,
    by: Person,
    at: datetime,
) -> int:
    """Invite people of the unit to a session: by e-mail, and all who still must follow the course.

    Who has a place or declined is not invited again. Returns how many were invited.

    Raises:
        SessionNotFoundError, RightMissingError, SessionStateError: nobody was invited.
        SessionInvalidError: an e-mail of nobody of this unit, or too many people.
    """
    session = planned_session(session_id, by=by)
    wanted = {one.strip().casefold() for one in emails} - {""}
    here = Person.objects.filter(is_active=True, home_unit__path__startswith=session.unit.path)
    named = {(one.email or "").casefold(): one for one in here.filter(_emails(wanted))}
    if unknown := sorted(wanted - set(named)):
        told = ", ".join(unknown[:5])
        raise SessionInvalidError(
            {"emails": _("Nobody of this unit has this address: %(emails)s.") % {"emails": told}}
        )
    people = {one.pk: one for one in named.values()}
    if everyone_asked:
        dues = Due.objects.filter(
            assignment__course=session.course, gone_at__isnull=True, done_at__isnull=True
        )
        people |= {one.pk: one for one in here.filter(pk__in=dues.values("person"))}
    known = set(session.places.values_list("person_id", flat=True))
    new = [person for key, person in people.items() if key not in known]
    if len(new) > MOST_INVITED:
        raise SessionInvalidError({"emails": _("Too many people at once: invite a smaller unit.")})
    places = [Place(session=session, person=one, status=Status.INVITED, asked_at=at) for one in new]
    for place in places:
        place.save(force_insert=True)
        record(actor=by, verb="session_place.given", subject=place, at=at)
    send_calendars(session, places, about="invited", at=at)
    return len(places)


def _emails(wanted: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for one in wanted:
        condition |= Q(email__iexact=one)
    return condition


@action("training.answer_invitation")
def answer_invitation(session_id: UUID, *, coming: bool, by: Person, at: datetime) -> Place:
    """Say that one comes, or not; when every seat is taken, one waits.

    A seat that becomes free goes to who has waited longest. Anybody who sees the session may come,
    invited or not.

    Raises:
        SessionNotFoundError: missing, or hidden from `by`.
        SessionStateError: it is over, cancelled, or has begun.
    """
    session = visible_session(session_id, viewer=by, lock=True)
    require_planned(session)
    if session.starts_at <= at:
        raise SessionStateError(_("This session has begun."))
    place = session.places.filter(person=by).first()
    before = place.status if place else ""
    if place is None:
        place = Place(session=session, person=by, status=Status.DECLINED, asked_at=at)
    if coming:
        taken = before == Status.GOING or has_room(session)
        wanted = Status.GOING if taken else Status.WAITING
    else:
        wanted = Status.DECLINED
    if wanted == before:
        return place
    if before != Status.WAITING:
        place.asked_at = at
    place.status = wanted
    place.save()
    record(actor=by, verb="session_place.changed", subject=place, at=at)
    send_calendars(session, [place], about=wanted, at=at)
    if before == Status.GOING:
        _fill(session, by=by, at=at)
    return place


def has_room(session: Session) -> bool:
    """Return whether a seat is free. One query."""
    if session.seats is None:
        return True
    return session.places.filter(status=Status.GOING).count() < session.seats


def _fill(session: Session, *, by: Person, at: datetime) -> None:
    """Give free seats to those who have waited longest."""
    waiting = session.places.filter(status=Status.WAITING).order_by("asked_at", "pk")
    if session.seats is not None:
        free = session.seats - session.places.filter(status=Status.GOING).count()
        waiting = waiting[: max(free, 0)]
    for place in list(waiting):
        place.status = Status.GOING
        place.save(update_fields=("status",))
        record(actor=by, verb="session_place.changed", subject=place, at=at)
        send_calendars(session, [place], about="seat", at=at)


def send_calendars(session: Session, places: Iterable[Place], *, about: str, at: datetime) -> None:
    """Tell people in the product, and have a letter with the calendar leave. Inside an action."""
    people = [place.person_id for place in places]
    if not people:
        return
    message = Message(
        kind=f"training_session.{about}",
        once=f"session:{session.pk.hex}:{about}:{session.sequence}:{int(at.timestamp())}",
        path=reverse("training:session-detail", args=[session.pk]),
        facts={**titles_of(session.course), "by": session.trainer.name},
        subject_kind=Session.ledger_kind,
        subject_id=str(session.pk),
    )
    tell(people=people, message=message, at=at)
    if about == Status.WAITING:
        return  # there is nothing to put into a calendar yet
    for person in people:
        fact = {"session_id": session.pk, "person_id": person, "sequence": session.sequence}
        gone = about in {"cancelled", Status.DECLINED}
        announce(LETTERS, fact | {"method": "CANCEL" if gone else "REQUEST"}, at=at)
