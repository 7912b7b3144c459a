"""Sending what is to be told by e-mail."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from gouvernail.foundation.schedule import Periodic
from gouvernail.notifications.mail import letter
from gouvernail.notifications.models import Notification, Preference
from gouvernail.people.models import Person

log = logging.getLogger(__name__)
BATCH = 200
GIVE_UP = timedelta(days=2)


def send_letters(at: datetime) -> None:
    """Send what is due: at once for most, at their hour for those who want one letter a day."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return
    waiting = _waiting(at)
    by_person = groupby(waiting, key=lambda one: one.person)
    for person, told in by_person:
        letters = list(told)
        if _is_due(person, at=at):
            _send(person, letters, at=at)


def _waiting(at: datetime) -> QuerySet[Notification]:
    return (
        Notification.objects.filter(
            emailed_at__isnull=True,
            read_at__isnull=True,
            at__gt=at - GIVE_UP,
            person__is_active=True,
            person__email__isnull=False,
        )
        .exclude(person__preference__email=Preference.Email.NEVER)
        .select_related("person__preference")
        .order_by("person_id", "at")[:BATCH]
    )


def _is_due(person: Person, *, at: datetime) -> bool:
    choice: Preference | None = getattr(person, "preference", None)
    if choice is None or choice.email == Preference.Email.AT_ONCE:
        return True
    zone = ZoneInfo(person.time_zone or settings.SITE_TIME_ZONE)
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


PERIODIC = [Periodic(name="notifications.letters", every=timedelta(seconds=20), run=send_letters)]
