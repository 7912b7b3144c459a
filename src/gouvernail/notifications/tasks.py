"""Sending what is to be told by e-mail."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from gouvernail.foundation.schedule import Periodic
from gouvernail.ledger.actions import note_anchor
from gouvernail.ledger.queries import full_note, index_of, number_of, origin_of, to_anchor
from gouvernail.notifications.mail import anchor_letter, letter
from gouvernail.notifications.models import Notification, Preference
from gouvernail.notifications.queries import URGENT
from gouvernail.people.models import Person

log = logging.getLogger(__name__)
BATCH = 200
GIVE_UP = timedelta(days=2)
ANCHOR_KIND = "email"


def send_letters(at: datetime) -> None:
    """Send what is due: at once for most, at their hour for those who want one letter a day."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return
    by_person = groupby(_waiting(at), key=lambda one: one.person)
    for person, told in by_person:
        _send(person, told, at=at)


def _waiting(at: datetime) -> QuerySet[Notification]:
    return (
        Notification.objects.filter(
            emailed_at__isnull=True,
            read_at__isnull=True,
            at__gt=at - GIVE_UP,
            person__is_active=True,
            person__email__isnull=False,
        )
        .exclude(~Q(kind__in=URGENT), person__preference__email=Preference.Email.NEVER)
        .exclude(~Q(kind__in=URGENT), person__in=_people_of_another_hour(at))
        .select_related("person__preference")
        .order_by("person_id", "at")[:BATCH]
    )


def _people_of_another_hour(at: datetime) -> list[UUID]:
    """Return who wants one letter a day, at another hour than this one. One query."""
    daily = Preference.objects.filter(email=Preference.Email.DAILY).select_related("person")
    return [choice.person_id for choice in daily if not _is_hour_of(choice, at=at)]


def _is_hour_of(choice: Preference, *, at: datetime) -> bool:
    zone = ZoneInfo(choice.person.time_zone or settings.SITE_TIME_ZONE)
    return at.astimezone(zone).hour == choice.digest_hour


def _send(person: Person, told: Iterable[Notification], *, at: datetime) -> None:
    letters = list(told)
    keys = [one.pk for one in letters]
    rows = Notification.objects.filter(pk__in=keys)
    try:
        letter(person, letters).send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("a letter could not be sent: %s", type(error).__name__)
        rows.update(email_error=f"{type(error).__name__}: {error}"[:300])
        return
    rows.update(emailed_at=at, email_error="")


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
