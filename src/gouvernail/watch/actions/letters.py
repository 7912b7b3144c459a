"""Letters with a report and the link to acknowledge it; what did not leave is tried again."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.crisis.models import Incident
from gouvernail.foundation.actions import action
from gouvernail.people.actions.invitations import sends_mail
from gouvernail.watch.actions.saying import plain_text, title_of
from gouvernail.watch.actions.telling import officers, tell_of_report
from gouvernail.watch.models import Copy
from gouvernail.watch.permissions import key_of

log = logging.getLogger(__name__)
BATCH: Final = 100
PAUSE: Final = timedelta(minutes=1)
PAUSE_MOST: Final = timedelta(minutes=30)
AFTER: Final = timedelta(days=1)
"""How long the letter of a report that was sent still leaves, once the incident is over."""
FOR_GOOD: Final = 500  # the mail server's own codes: from here on, trying again is no use


def link_of(copy: Copy) -> str:
    """Return the address where the reader of a copy acknowledges it, whole."""
    site: str = settings.SITE_URL.rstrip("/")
    return site + reverse("watch:acknowledge", args=[key_of(copy)])


def letter_of(copy: Copy) -> EmailMessage:
    """Return the letter of a copy, in its reader's language; a reminder where one is due."""
    report, reader = copy.report, copy.recipient
    language = reader.language if reader.language in report.said else "fr"
    with translation.override(language):
        words = {"number": report.number, "title": title_of(report.watch.incident)}
        again = copy.mailed_at is not None
        subject = (
            _("To acknowledge: situation report no. %(number)s, %(title)s")
            if again
            else _("Situation report no. %(number)s, %(title)s")
        )
        body = plain_text(report.said[language], link=link_of(copy))
        return EmailMessage(
            subject=" ".join((subject % words).split())[:200],
            body=body,
            to=[reader.address],
            headers={"Auto-Submitted": "auto-generated"},
        )


def send_letters(*, at: datetime) -> int:
    """Send the letters that wait, and the reminders; return how many left.

    Once the incident is over no reminder leaves, but the last reports, sent before, still do. No
    transaction is open while the server is talked to; while it does not answer, all wait.
    """
    if not sends_mail():
        return 0
    rows = _waiting(at)
    copies = list(rows.order_by("sent_at", "pk")[:BATCH])
    if not copies:
        return 0
    connection = get_connection()
    sent = 0
    try:
        connection.open()
        for copy in copies:
            message = letter_of(copy)
            message.connection = connection
            if not _send(copy, message, at=at):
                break
            sent += 1
    except OSError as error:
        log.warning("the mail server does not answer: %s", error)
    finally:
        with suppress(OSError):
            connection.close()
    return sent


def _waiting(at: datetime) -> QuerySet[Copy]:
    goes_on = Q(
        report__watch__ended_at__isnull=True,
        report__watch__incident__status=Incident.Status.OPEN,
    )
    first = Q(mailed_at__isnull=True) & (goes_on | Q(sent_at__gte=at - AFTER))
    again = Q(mailed_at__lt=F("reminded_at"), acknowledged_at__isnull=True) & goes_on
    return (
        Copy.objects.filter(
            first | again,
            Q(next_try_at__isnull=True) | Q(next_try_at__lte=at),
            Q(recipient__person__email__isnull=False) | ~Q(recipient__email=""),
            refused_at__isnull=True,
            recipient__removed_at__isnull=True,
        )
        .exclude(recipient__person__is_active=False)
        .select_related("report__watch__incident", "recipient__person")
    )


def _send(copy: Copy, message: EmailMessage, *, at: datetime) -> bool:
    """Send one letter and note what became of it; return whether to go on with the next."""
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        log.warning("a situation report is refused: %s", type(error).__name__)
        note_letter(copy_id=copy.pk, took=False, for_good=is_for_good(error), at=at)
    except OSError as error:  # the server itself: what mail libraries raise is of this kind
        log.warning("situation reports do not leave: %s", error)
        note_letter(copy_id=copy.pk, took=False, for_good=False, at=at)
        return False
    else:
        note_letter(copy_id=copy.pk, took=True, for_good=False, at=at)
    return True


def is_for_good(error: OSError) -> bool:
    """Return whether a server refuses a letter whenever it comes again (RFC 5321, 5yz)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _said in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= FOR_GOOD


@action("watch.note_letter")
def note_letter(*, copy_id: UUID, took: bool, for_good: bool, at: datetime) -> None:
    """Note what became of a letter; the officer is told of an address that is refused."""
    rows = Copy.objects.filter(pk=copy_id)
    if took:
        rows.update(mailed_at=at, tries=0, next_try_at=None)
        return
    copy = rows.select_related("report__watch__incident", "recipient__person").get()
    pause = min(PAUSE_MOST, PAUSE * 2 ** min(copy.tries, 5))
    rows.update(tries=F("tries") + 1, next_try_at=at + pause, refused_at=at if for_good else None)
    if for_good:
        people = officers(copy.report.watch.incident)
        facts = {"name": copy.recipient.label}
        tell_of_report(copy.report, "report_refused", people=people, at=at, facts=facts)
