"""What happens by itself: joiners and movers are followed, people are reminded."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gouvernail.foundation.clock import now
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.media.pictures.store import forget
from gouvernail.people.models import Person
from gouvernail.training.actions.again import AGAIN, shorten_certificates, tell_again
from gouvernail.training.actions.assigning import follow_assignment
from gouvernail.training.actions.erasing import redact_person
from gouvernail.training.actions.files import UNUSED
from gouvernail.training.actions.importing import CompletionLine, lines_of
from gouvernail.training.actions.reminding import (
    remind_of_dues,
    remind_of_ends,
    remind_of_resources,
)
from gouvernail.training.actions.sessions import LETTERS
from gouvernail.training.actions.taking import forget_imports, note_fault, take_batch
from gouvernail.training.actions.writing import CHANGED
from gouvernail.training.errors import ImportRefusedError
from gouvernail.training.models import Assignment, CompletionImport, ImportedFile, Session
from gouvernail.training.queries.imports import imports_waiting
from gouvernail.training.queries.sessions import calendar_of

AT_ONCE: Final = 100  # completions in one transaction: others write between two
TURN: Final = timedelta(seconds=8)  # then the other tasks have theirs
Clock = Callable[[], datetime]


def follow_all(at: datetime) -> None:
    """Work out again to whom each request to follow a course applies."""
    going = Assignment.objects.filter(ended_at__isnull=True).order_by("pk")
    for key in going.values_list("pk", flat=True):
        follow_assignment(key, at=at)


def remind(at: datetime) -> None:
    """Remind of what is due, of what ends and of what is to be looked at again."""
    remind_of_dues(at=at)
    remind_of_ends(at=at)
    remind_of_resources(at=at)


def send_calendar(event: OutboxEvent, at: datetime) -> None:
    """Send somebody the calendar of a session; not one that a later change overtook.

    Raises:
        OSError: the mail server could not be reached; tried again later.
    """
    told = event.payload
    session = Session.objects.select_related("course", "trainer").get(pk=told["session_id"])
    person = Person.objects.filter(pk=told["person_id"], is_active=True).first()
    away = settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")
    if away or person is None or not person.email or told["sequence"] != session.sequence:
        return
    if session.ends_at <= at:
        return  # nothing is left to put into a calendar
    letter_of(session, person, method=str(told["method"]), at=at).send()


def letter_of(session: Session, person: Person, *, method: str, at: datetime) -> EmailMessage:
    """Return the letter with the calendar of a session, in the language of who gets it."""
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(session.time_zone):
        cancelled = method == "CANCEL"
        title = {"title": " ".join(session.course.label.split())[:120]}
        subject = (
            _("Cancelled: %(title)s") % title if cancelled else _("Session: %(title)s") % title
        )
        context = {"session": session, "person": person, "cancelled": cancelled}
        message = EmailMessage(
            subject=subject % title,
            body=render_to_string(
                "training/session_letter.txt", context | {"site": settings.SITE_URL}
            ),
            to=[person.email or ""],
            headers={"Auto-Submitted": "auto-generated"},
        )
        calendar = calendar_of(session, person, method=method, at=at)
    message.attach("session.ics", calendar, f"text/calendar; method={method}; charset=utf-8")
    return message


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Forget what was written about the training of somebody erased."""
    redact_person(person_id=UUID(event.payload["person_id"]), at=at)


def hear_unused(event: OutboxEvent, at: datetime) -> None:  # noqa: ARG001 - as every reader
    """Take away the bytes of a file that nothing shows any more.

    Raises:
        StorageAwayError: the service that keeps files does not answer; tried again later.
    """
    forget(event.payload["sha256"])


def hear_changed(event: OutboxEvent, at: datetime) -> None:
    """Tell who holds a certificate of a course that it is done again, and ask it of who must."""
    tell_again(UUID(event.payload["version_id"]), at=at)


def hear_again(event: OutboxEvent, at: datetime) -> None:
    """End earlier certificates on the day by which the course is done again."""
    shorten_certificates(UUID(event.payload["version_id"]), at=at)


def take_in(at: datetime) -> None:
    """Go on with the file that waits longest; one that cannot go on lets the others pass."""
    run = imports_waiting().first()
    if run is None:
        return
    try:
        go_on(run.pk)
    except Exception:
        note_fault(run.pk, at=at)
        raise


def go_on(import_id: UUID, *, clock: Clock = now, turn: timedelta = TURN) -> None:
    """Take a file in from where it stands, for a while. What is done is kept batch by batch."""
    lines = _lines(import_id, at=clock())
    run = CompletionImport.objects.get(pk=import_id)
    until = clock() + turn
    while run.status == CompletionImport.Status.WAITING:
        part = lines[run.place : run.place + AT_ONCE]
        taken = take_batch(import_id, lines=part, place=run.place, at=clock())
        still_at_work()
        if taken is None or clock() >= until:
            return
        run = taken


def _lines(import_id: UUID, *, at: datetime) -> list[CompletionLine]:
    """Return the lines of an import; none when they can be read no more, and it has failed."""
    file = ImportedFile.objects.filter(run=import_id).first()
    if file is None:
        note_fault(import_id, at=at, problem="file_gone")
        return []
    try:
        return lines_of(bytes(file.content))
    except ImportRefusedError:  # it was read before: the rules of reading have changed
        note_fault(import_id, at=at, problem="file_gone")
        return []


def sweep_imports(at: datetime) -> None:
    """Forget files and refused lines that were kept long enough."""
    forget_imports(at=at)


READERS = (
    Reader("training.changed", frozenset({CHANGED}), hear_changed),
    Reader("training.again", frozenset({AGAIN}), hear_again),
    Reader("training.calendars", frozenset({LETTERS}), send_calendar),
    Reader("training.erased", frozenset({"people.erased"}), hear_erasure),
    Reader("training.files", frozenset({UNUSED}), hear_unused),
)
PERIODIC = (
    Periodic("training.follow", timedelta(minutes=15), follow_all),
    Periodic("training.imports", timedelta(seconds=2), take_in),
    Periodic("training.sweep", timedelta(days=1), sweep_imports),
    Periodic("training.remind", timedelta(hours=1), remind),
)
