"""Sending what is to be told by e-mail."""

import logging
import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from time import monotonic
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q

from gouvernail.foundation.schedule import Periodic
from gouvernail.ledger.actions import note_anchor
from gouvernail.ledger.queries import full_note, index_of, number_of, origin_of, to_anchor
from gouvernail.notifications.mail import anchor_letter, letter
from gouvernail.notifications.models import Notification, Preference
from gouvernail.people.models import Person

log = logging.getLogger(__name__)
BATCH = 200  # rows read at once
TURN = timedelta(seconds=10)  # of each 20 seconds: other tasks have theirs
BREAKS = 3  # broken connections that end a turn
# This letter, not the next ones: the server will not have it, or an address cannot be a header.
REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)
GIVE_UP = timedelta(days=2)
LEASE = timedelta(minutes=5)  # while one process has a letter, and after it failed
ANCHOR_KIND = "email"
# Told by e-mail at once, whatever somebody prefers: it opens by itself if nobody reads
# it, or grows while nobody looks.
URGENT = frozenset(
    {
        *("credential.emergency", "spike.opened", "spike.in_quiet_hours", "spikes.in_quiet_hours"),
        *("incident.declared", "incident.drill_declared", "incident.called"),
        *("incident.unanswered", "incident.seated", "incident.task_late", "incident.staff_message"),
    }
)


def send_letters(at: datetime) -> None:
    """Send what is due: at once for most, at their hour for those who want one letter a day.

    Over one connection, for ten seconds at most: as many as the server takes. What is left goes at
    the next turn. What has failed before goes last, some minutes later: nothing waits behind it.
    Each letter is taken by one process, just before it leaves: one that dies repeats one at most.
    """
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return
    connection: BaseEmailBackend | None = None  # made when something is to leave
    breaks, ends = 0, monotonic() + TURN.total_seconds()
    try:
        for person, letters in _letters(at):
            if breaks == BREAKS or monotonic() >= ends:
                return
            connection = connection or get_connection()
            breaks += not _send(person, letters, at=at, connection=connection)
    finally:
        if connection is not None:
            connection.close()


def _letters(at: datetime) -> Iterator[tuple[Person, list[Notification]]]:
    """Return who is due a letter and what it says: what never failed, then what has failed."""
    other_hour = _people_of_another_hour(at)
    for failed in (False, True):
        last: UUID | None = None
        while told := _waiting(at, other_hour=other_hour, failed=failed, after=last):
            for person, rows in groupby(told, key=lambda one: one.person):
                yield person, list(rows)
                last = person.pk


def _waiting(
    at: datetime, *, other_hour: list[UUID], failed: bool, after: UUID | None
) -> list[Notification]:
    """Return what is due to the next people after one, all of it for each of them. One query."""
    rows = (
        Notification.objects.filter(
            emailed_at__isnull=True,
            read_at__isnull=True,
            at__gt=at - GIVE_UP,
            person__is_active=True,
            person__email__isnull=False,
        )
        .exclude(~Q(kind__in=URGENT), person__preference__email=Preference.Email.NEVER)
        .exclude(~Q(kind__in=URGENT), person__in=other_hour)
        .select_related("person__preference")
        .order_by("person_id", "at")
    )
    rows = rows.filter(_free(at))
    rows = rows.exclude(email_error="") if failed else rows.filter(email_error="")
    found = list((rows.filter(person__gt=after) if after else rows)[:BATCH])
    whole = [one for one in found if one.person_id != found[-1].person_id]
    return whole if len(found) == BATCH and whole else found


def _free(at: datetime) -> Q:
    return Q(email_tried_at__isnull=True) | Q(email_tried_at__lte=at - LEASE)


def _people_of_another_hour(at: datetime) -> list[UUID]:
    """Return who wants one letter a day, at another hour than this one. One query."""
    daily = Preference.objects.filter(email=Preference.Email.DAILY).select_related("person")
    return [choice.person_id for choice in daily if not _is_hour_of(choice, at=at)]


def _is_hour_of(choice: Preference, *, at: datetime) -> bool:
    zone = ZoneInfo(choice.person.time_zone or settings.SITE_TIME_ZONE)
    return at.astimezone(zone).hour == choice.digest_hour


def _send(
    person: Person, told: list[Notification], *, at: datetime, connection: BaseEmailBackend
) -> bool:
    """Send one letter, unless another process has; return whether the server is still there."""
    rows = Notification.objects.filter(pk__in=[one.pk for one in told])
    refused: tuple[type[Exception], ...] = ()
    try:
        connection.open()
        refused = REFUSED  # whatever opening raises says nothing of this letter
        if not (taken := [one for one in told if _take(one, at=at)]):
            return True
        rows = rows.filter(pk__in=[one.pk for one in taken])
        message = letter(person, taken)
        message.connection = connection
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("a letter could not be sent: %s", type(error).__name__)
        rows.update(email_error=f"{type(error).__name__}: {error}"[:300])
        connection.close()
        return isinstance(error, refused)
    rows.update(emailed_at=at, email_error="")
    return True


def _take(one: Notification, *, at: datetime) -> bool:
    """Take what is to be told for this process; return whether nobody else has it or sent it."""
    rows = Notification.objects.filter(_free(at), pk=one.pk, emailed_at__isnull=True)
    return bool(rows.update(email_tried_at=at))


def send_anchors(at: datetime) -> None:
    """Leave the checkpoint of the journal in every mailbox that is due one.

    Raises:
        OSError: a mailbox could not be reached, after all were tried.
    """
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return
    failures = [
        failure for mailbox in settings.LEDGER_MAILBOXES if (failure := _anchor(mailbox, at=at))
    ]
    if failures:
        raise OSError("; ".join(failures))


def _anchor(mailbox: str, *, at: datetime) -> str:
    """Send one mailbox the checkpoint it is due, if any; return what went wrong."""
    checkpoint = to_anchor(ANCHOR_KIND, mailbox, at=at)
    if checkpoint is None:
        return ""
    epoch, size = number_of(checkpoint.size), index_of(checkpoint.size)
    message = anchor_letter(mailbox, note=full_note(checkpoint), origin=origin_of(epoch), size=size)
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("a checkpoint could not be sent: %s", type(error).__name__)
        return f"{mailbox}: {type(error).__name__}: {error}"
    note_anchor(
        kind=ANCHOR_KIND,
        target=mailbox,
        size=checkpoint.size,
        evidence=message.extra_headers["Message-ID"].encode(),
        at=at,
    )
    return ""


PERIODIC = [
    Periodic(name="notifications.letters", every=timedelta(seconds=20), run=send_letters),
    Periodic(name="notifications.anchors", every=timedelta(seconds=20), run=send_anchors),
]
