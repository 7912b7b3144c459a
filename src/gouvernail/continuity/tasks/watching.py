"""The watch over the background work, kept by the processes that answer browsers.

When the worker is dead nobody in it can tell: each web process looks at the signs of life, shows a
banner to those who can act, and one of them writes to the operators without any queue.
"""

import logging
import smtplib
import threading
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import Error, close_old_connections
from django.template.loader import render_to_string
from django.utils import translation

from gouvernail.continuity.actions import clear_alarm, raise_alarm
from gouvernail.continuity.models import Alarm
from gouvernail.continuity.queries import silent_processes
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, holders_of_right

log = logging.getLogger(__name__)
PREFIX: Final = "silent:"
SLOWEST_LOOK: Final = 30.0

_silent: list[str] = []
_told_without_database: set[str] = set()


def silent_now() -> list[str]:
    """Return what this process last found silent; empty where nobody watches. No query."""
    return list(_silent)


def start_watch() -> threading.Thread:
    """Watch from now on, in a thread of this process."""
    thread = threading.Thread(target=_watch, daemon=True, name="watch")
    thread.start()
    return thread


def _watch() -> None:
    wait = threading.Event()
    pause = min(SLOWEST_LOOK, settings.SILENCE_SECONDS / 4)
    wait.wait(settings.SILENCE_SECONDS)  # a site that starts has not beaten yet
    while True:
        look(at=now())
        wait.wait(pause)


def look(*, at: datetime) -> None:
    """Look once; a database that is away is silence too, and is told without it."""
    close_old_connections()
    try:
        silent = silent_processes(at=at)
        _silent[:] = silent
        _raise(silent, at=at)
        _clear(silent)
        _told_without_database.clear()
    except Error:
        log.exception("the watch cannot reach the database")
        _silent[:] = ["database"]
        if "database" not in _told_without_database and settings.OPERATORS:
            _told_without_database.add("database")
            _write(settings.OPERATORS, "silent", ["database"], language=settings.LANGUAGE_CODE)
    finally:
        close_old_connections()


def _raise(silent: list[str], *, at: datetime) -> None:
    new = [name for name in silent if raise_alarm(subject=f"{PREFIX}{name}", at=at)]
    if new and not _tell("silent", new):
        for name in new:  # nobody could be told: tried again at the next look
            clear_alarm(subject=f"{PREFIX}{name}")


def _clear(silent: list[str]) -> None:
    raised = Alarm.objects.filter(subject__startswith=PREFIX).values_list("subject", flat=True)
    back = [name for subject in raised if (name := subject.removeprefix(PREFIX)) not in silent]
    ended = [name for name in back if clear_alarm(subject=f"{PREFIX}{name}")]
    if ended:
        _tell("back", ended)


def _tell(what: str, names: list[str]) -> bool:
    """Write to the operators named in the settings, else to those who may see the status page."""
    if settings.OPERATORS:
        return _write(settings.OPERATORS, what, names, language=settings.LANGUAGE_CODE)
    sent = [
        _write([person.email], what, names, language=person.language)
        for person in _watchers()
        if person.email
    ]
    return all(sent)


def _watchers() -> list[Person]:
    root = Unit.objects.filter(parent=None).first()
    return list(holders_of_right(Right.SEE_STATUS, unit=root)) if root else []


def _write(to: list[str], what: str, names: list[str], *, language: str) -> bool:
    context = {"names": names, "site": settings.SITE_URL, "seconds": settings.SILENCE_SECONDS}
    with translation.override(language):
        subject = render_to_string(f"continuity/mail/{what}_subject.txt", context).strip()
        body = render_to_string(f"continuity/mail/{what}.txt", context)
    try:
        EmailMessage(subject=subject, body=body, to=to).send()
    except (OSError, smtplib.SMTPException):
        log.exception("the operators cannot be told by e-mail")
        return False
    return True
