"""What the public page does by itself: notice changes, tell the lead, answer, forget."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.foundation.clock import now
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Unit
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.registry.queries import network_label
from gouvernail.verification.actions.changes import note_changes
from gouvernail.verification.actions.reports import (
    OUTSIDE,
    forget_reporters,
    note_refused,
    note_sent,
    settle_reports,
)
from gouvernail.verification.actions.snapshots import sign_snapshot
from gouvernail.verification.models import Report, ReportedAccount
from gouvernail.verification.queries.listing import organisation_name
from gouvernail.verification.signer.keys import DirectoryKeyError

log = logging.getLogger(__name__)
LETTERS: Final = 50
OF_ONE_LETTER: Final = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError, ValueError)
FOR_GOOD: Final = 500
AGAIN: Final = frozenset({10, 100, 1000})  # so many reports of one account are news again


def keep_up(at: datetime) -> None:
    """Note what changed in the register: for the feed, and for reports it settles."""
    note_changes(at=at)
    settle_reports(at=at)


def forget(at: datetime) -> None:
    """Forget old reports’ words and addresses."""
    forget_reporters(at=at)


def send_answers(at: datetime) -> None:
    """Send the answers that wait. One that is refused stops no other; with no server, all wait."""
    waiting = Report.objects.filter(answered_at__isnull=False, sent_at=None, refused_at=None)
    waiting = waiting.exclude(contact="").select_related("reported")
    for report in waiting.order_by("tries", "answered_at")[:LETTERS]:
        try:
            letter(report).send()
        except OF_ONE_LETTER as error:
            log.warning("an answer to a report is refused: %s", type(error).__name__)
            note_refused(report.pk, for_good=is_for_good(error), at=at)
        except OSError as error:  # the server itself: what mail libraries raise is of this kind
            log.warning("answers to reports do not leave: %s", error)
            return
        else:
            note_sent(report.pk, at=at)


def is_for_good(error: Exception) -> bool:
    """Return whether a mail server refuses a letter whenever it comes again (RFC 5321, 5yz)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _said in error.recipients.values())
    return not isinstance(error, SMTPDataError) or error.smtp_code >= FOR_GOOD


def letter(report: Report) -> EmailMessage:
    """Return the answer to whoever reported, in the language they wrote in."""
    with translation.override(report.language or settings.LANGUAGE_CODE):
        name = organisation_name()
        context = {
            "report": report,
            "organisation": name,
            "page": settings.SITE_URL + reverse("verification:answer"),
        }
        return EmailMessage(
            subject=" ".join((_("%(name)s: the account you reported") % {"name": name}).split()),
            body=render_to_string("verification/answer.txt", context),
            to=[report.contact],
            headers={"Auto-Submitted": "auto-generated"},
        )


def tell_leads(event: OutboxEvent, at: datetime) -> None:
    """Tell whoever decides that an account is reported: once, and when it is news again."""
    count, news = int(event.payload["reports"]), event.payload.get("news", "")
    rows = ReportedAccount.objects.filter(pk=event.payload["reported_id"])
    reported = rows.first()
    if reported is None or (count > 1 and count not in AGAIN and not news):
        return
    if news.startswith(OUTSIDE):
        waiting = reverse("verification:report-list") + "?status=new"
        message = Message(kind="report.outside", once=f"reported:{news}", path=waiting)
        _tell(message, at=at)
        return
    with translation.override("en"):  # each reader's language puts its own word for it
        network = network_label(reported.network)
    message = Message(
        kind="report.received" if count == 1 else "report.many",
        once=f"reported:{reported.pk}:{news or count}",
        path=reverse("verification:report-detail", args=[reported.pk]),
        facts={
            "title": reported.handle,
            "network": network,
            "by": str(count),
        },
        subject_kind="reported_account",
        subject_id=str(reported.pk),
    )
    _tell(message, at=at)


def _tell(message: Message, *, at: datetime) -> None:
    """Tell those who decide."""
    root = Unit.objects.get(parent=None)
    people = holders_of_right(Right.EDIT_ACCOUNTS, unit=root).values_list("pk", flat=True)
    tell(people=set(people), message=message, at=at)


PERIODIC = [
    Periodic(name="verification.keep_up", every=timedelta(minutes=1), run=keep_up),
    Periodic(name="verification.answers", every=timedelta(minutes=1), run=send_answers),
    Periodic(name="verification.forget", every=timedelta(hours=12), run=forget),
]
READERS = [
    Reader(
        name="verification.tell",
        topics=frozenset({"verification.account_reported"}),
        handle=tell_leads,
    )
]


def sign_list() -> None:
    """Sign the public list, in the process that holds its key; what goes wrong waits a turn."""
    try:
        sign_snapshot(at=now())
    except (DirectoryKeyError, DatabaseError, OSError) as error:
        log.critical("the public list is not signed: %s", error)
