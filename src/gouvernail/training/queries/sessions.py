"""Sessions as lists, and as calendars hold them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.training.errors import SessionNotFoundError
from gouvernail.training.models import Course, Place, Session
from gouvernail.training.permissions import offered

PAGE_SIZE: Final = 30
ORDER: Final = ("-starts_at", "-id")
OCTETS: Final = 75  # RFC 5545, section 3.1
GOING: Final = Q(places__status=Place.Status.GOING)
WAITING: Final = Q(places__status=Place.Status.WAITING)


def visible_sessions(viewer: Person) -> QuerySet[Session]:
    """Return the sessions offered to `viewer`, those they give, and those they have a place in."""
    mine = Place.objects.filter(person=viewer).values("session")
    return Session.objects.filter(offered(viewer) | Q(trainer=viewer) | Q(pk__in=mine))


def visible_session(session_id: UUID, *, viewer: Person, lock: bool = False) -> Session:
    """Return one session, its course, unit and trainer loaded.

    Raises:
        SessionNotFoundError: missing or hidden.
    """
    if lock:
        Session.objects.select_for_update().filter(pk=session_id).first()
    rows = visible_sessions(viewer).select_related("course__unit", "unit", "trainer")
    session = rows.filter(pk=session_id).first()
    if session is None:
        raise SessionNotFoundError
    return session


def sessions_for_list(
    viewer: Person, *, past: bool, course: str, cursor: str, at: datetime
) -> Page[Session]:
    """Return one page of sessions: those to come unless `past`, of one course if named. One query.

    Each has `going` and `waiting`.
    """
    rows = visible_sessions(viewer).filter(Q(ends_at__lt=at) if past else Q(ends_at__gte=at))
    if course:
        rows = rows.filter(course__slug=course)
    rows = rows.select_related("course", "unit", "trainer").annotate(
        going=Count("places", filter=GOING), waiting=Count("places", filter=WAITING)
    )
    page: Page[Session] = page_of(
        rows, order=ORDER if past else ("starts_at", "id"), cursor=cursor, size=PAGE_SIZE
    )
    return page


def sessions_of(course: Course, viewer: Person, *, at: datetime) -> list[Session]:
    """Return the next sessions of a course that `viewer` may come to. One query."""
    rows = visible_sessions(viewer).filter(
        course=course, starts_at__gt=at, status=Session.Status.PLANNED
    )
    rows = rows.annotate(going=Count("places", filter=GOING))
    return list(rows.select_related("trainer").order_by("starts_at", "pk")[:5])


def own_places(person: Person, *, at: datetime) -> QuerySet[Place]:
    """Return somebody's places in sessions to come, soonest first. One query."""
    rows = Place.objects.filter(
        person=person, session__ends_at__gt=at, session__status=Session.Status.PLANNED
    ).exclude(status=Place.Status.DECLINED)
    return rows.select_related("session__course", "session__trainer").order_by(
        "session__starts_at", "pk"
    )


def places_of(session: Session) -> QuerySet[Place]:
    """Return the places of a session by name. One query."""
    return session.places.select_related("person").order_by(Plain("person__name"), "pk")


def team_of(session_unit_path: str) -> QuerySet[Person]:
    """Return the people at home in a unit and below it, by name. One query."""
    here = Person.objects.filter(is_active=True, home_unit__path__startswith=session_unit_path)
    return here.order_by(Plain("name"), "pk")


def calendar_of(session: Session, person: Person, *, method: str, at: datetime) -> str:
    """Return an iCalendar object (RFC 5545) that invites, updates or cancels (RFC 5546). No query.

    `method` is `REQUEST` or `CANCEL`. The UID stays, `SEQUENCE` grows: calendars replace what they
    hold. Instants are in UTC, which every calendar shows in its reader's zone.
    """
    address = (
        f"{settings.SITE_URL.rstrip('/')}{reverse('training:session-detail', args=[session.pk])}"
    )
    sender = settings.DEFAULT_FROM_EMAIL
    cancelled = method == "CANCEL"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gouvernail//Training//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:session-{session.pk}@gouvernail",
        f"SEQUENCE:{session.sequence}",
        f"DTSTAMP:{_instant(at)}",
        f"DTSTART:{_instant(session.starts_at)}",
        f"DTEND:{_instant(session.ends_at)}",
        f"SUMMARY:{_escaped(session.course.label)}",
        f"DESCRIPTION:{_escaped(_said(session, address))}",
        f"LOCATION:{_escaped(session.place or session.link)}",
        f"URL:{address}",
        f"ORGANIZER;CN={_quoted(session.trainer.name)}:mailto:{_bare(sender)}",
        f"ATTENDEE;CN={_quoted(person.name)};ROLE=REQ-PARTICIPANT:mailto:{person.email}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _said(session: Session, address: str) -> str:
    return "\n".join(filter(None, (session.note, session.link, address)))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """Return a value of type TEXT: section 3.3.11."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r", "").replace("\n", "\\n")


def _quoted(name: str) -> str:
    """Return a parameter value: no double quote and no control may stand in it (section 3.2)."""
    kept = "".join(sign for sign in name if sign.isprintable() and sign != '"')
    return f'"{kept}"'


def _bare(address: str) -> str:
    return address.rpartition("<")[2].rstrip("> ")


def _folded(line: str) -> str:
    """Cut a line so that none passes 75 octets, never inside a character."""
    pieces: list[str] = []
    piece = ""
    for sign in _clean(line):
        if len((piece + sign).encode()) > OCTETS - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])


def _clean(line: str) -> Iterable[str]:
    return (sign for sign in line if sign.isprintable())
