"""Letters with a link to declare: the first, its reminders, and those that did not leave."""

import logging
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gouvernail.attestations.actions.links import close_links, link_path, renew_link
from gouvernail.attestations.actions.telling import tell_unmailed
from gouvernail.attestations.models import Campaign, Declaration, Declarer
from gouvernail.attestations.permissions import digest_of_key
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import site_day
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.actions.invitations import sends_mail

log = logging.getLogger(__name__)
BATCH: Final = 50
WEEK: Final = 7
FOR_GOOD: Final = 500  # the mail server's own codes: from here on, trying again is no use
PAUSE: Final = timedelta(minutes=2)
PAUSE_MOST: Final = timedelta(hours=6)
TOLD_AFTER: Final = 8  # tries: more than four hours
OLD_LINK: Final = timedelta(days=2)  # how long the letter before still opens the page


class Outcome(StrEnum):
    """What a mail server made of a letter."""

    TOOK = "took"
    LATER = "later"
    DOWN = "down"
    REFUSED = "refused"


class Letter(StrEnum):
    """What a letter with a link says."""

    FIRST = "first"
    REMINDER = "reminder"
    ANSWER = "answer"


def mail_link(
    declarer: Declarer,
    key: str,
    *,
    letter: Letter = Letter.FIRST,
    connection: BaseEmailBackend | None = None,
) -> Outcome:
    """Send the link to its person, in their language; return what the mail server made of it."""
    person, campaign = declarer.person, declarer.declaration.campaign
    with translation.override(person.language or settings.LANGUAGE_CODE):
        words = {
            "name": person.name,
            "title": campaign.label,
            "unit": declarer.declaration.unit.label,
            "by": campaign.made_by.name,
            "day": date_format(campaign.closes_on, "DATE_FORMAT"),
            "link": settings.SITE_URL + link_path(key),
            "text": campaign.words,
        }
        subject, body = _words_of(letter)
        line = " ".join((subject % words).split())
        to = [str(person.email)]
        try:
            took = send_mail(
                line, body % words, settings.DEFAULT_FROM_EMAIL, to, connection=connection
            )
        except OSError as error:  # those of smtplib too
            log.warning("a link to declare could not be sent: %s", error)
            return _outcome_of(error)
    return Outcome.TOOK if took else Outcome.LATER


def _words_of(letter: Letter) -> tuple[str, str]:
    if letter == Letter.ANSWER:
        return (
            _("What you declared for %(unit)s was answered"),
            _(
                "Hello %(name)s,\n\nSomething that you declared for %(unit)s was answered. Read "
                "the answer here; if it can still be appealed, the same page lets you:\n\n"
                "%(link)s\n\nThe link is yours alone: do not forward it. It works without an "
                "account; opening it changes nothing."
            ),
        )
    asks = _(
        "Hello %(name)s,\n\n%(by)s asks you which social media accounts %(unit)s holds, by "
        "%(day)s. You confirm, correct or add, then sign:\n\n%(link)s\n\n%(text)s\n\nThe link "
        "is yours alone: do not forward it. It works without an account; opening it changes "
        "nothing."
    )
    if letter == Letter.REMINDER:
        return _("Reminder: the accounts of %(unit)s are still to be declared"), asks
    return _("To declare: the accounts of %(unit)s"), asks


def _outcome_of(error: OSError) -> Outcome:
    """Return what an error means: only a recipient refused for good is a letter that never leaves.

    No other letter is tried that turn once the server itself does not answer.
    """
    if isinstance(error, SMTPRecipientsRefused):
        for_good = all(code >= FOR_GOOD for code, _words in error.recipients.values())
        return Outcome.REFUSED if for_good else Outcome.LATER
    return Outcome.LATER if isinstance(error, SMTPDataError) else Outcome.DOWN


def send_letters(*, at: datetime) -> int:
    """Send the links that have not left, the answers and the reminders; return how many left.

    Nothing is sent on a site without mail. Each letter has a link of its own; no transaction is
    open while the mail server is talked to. While it does not answer, no link is made.
    """
    if not sends_mail():
        return 0
    waiting = _waiting(at)
    first = list(waiting.filter(sent_at__isnull=True)[:BATCH])
    answers = list(_writable(at).filter(answered_at__isnull=False)[: BATCH - len(first)])
    again = list(_to_remind(waiting, at=at)[: BATCH - len(first) - len(answers)])
    letters = [
        *((one, Letter.FIRST) for one in first),
        *((one, Letter.ANSWER) for one in answers),
        *((one, Letter.REMINDER) for one in again),
    ]
    if not letters:
        return 0
    connection: BaseEmailBackend = get_connection()
    sent = 0
    try:
        connection.open()
        for declarer, letter in letters:
            outcome = _send(declarer, letter=letter, connection=connection, at=at)
            sent += outcome == Outcome.TOOK
            if outcome == Outcome.DOWN:
                break
    except OSError as error:
        log.warning("the mail server does not answer: %s", error)
    finally:
        with suppress(OSError):
            connection.close()
    return sent


def _writable(at: datetime) -> QuerySet[Declarer]:
    return Declarer.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=at),
        removed_at__isnull=True,
        failed=False,
        links_ended_at__isnull=True,
        person__is_active=True,
        person__email__isnull=False,
    ).order_by("pk")


def _waiting(at: datetime) -> QuerySet[Declarer]:
    return _writable(at).filter(
        declaration__status=Declaration.Status.ASKED,
        declaration__campaign__status=Campaign.Status.OPEN,
    )


def _to_remind(waiting: QuerySet[Declarer], *, at: datetime) -> QuerySet[Declarer]:
    today = site_day(at)
    morning = datetime.combine(today, time(), tzinfo=ZoneInfo(settings.SITE_TIME_ZONE))
    campaigns = Campaign.objects.filter(status=Campaign.Status.OPEN)
    due = [one.pk for one in campaigns if reminds(one, today=today)]
    rows = waiting.filter(sent_at__lt=morning, declaration__campaign__in=due)
    return rows.exclude(reminded_on=today)


def reminds(campaign: Campaign, *, today: date) -> bool:
    """Return whether a reminder is due that day: as the campaign says, then each week. No query."""
    left = (campaign.closes_on - today).days
    return left in campaign.remind_days if left >= 0 else -left % WEEK == 0


def _send(
    declarer: Declarer, *, letter: Letter, connection: BaseEmailBackend, at: datetime
) -> Outcome:
    asked, key = renew_link(declarer_id=declarer.pk, at=at)
    outcome = mail_link(asked, key, letter=letter, connection=connection)
    note_letter(declarer_id=declarer.pk, key=key, outcome=outcome, letter=letter, at=at)
    return outcome


@action("attestations.note_letter")
def note_letter(
    *, declarer_id: UUID, key: str, outcome: Outcome, letter: Letter, at: datetime
) -> None:
    """Note what became of a letter: what did not leave is tried again after longer and longer.

    Once it has left, the links mailed before it end two days later; when it never will, or has not
    for hours, whoever made the campaign is told, once. An answer refused for good is told in the
    product instead.
    """
    rows = Declarer.objects.filter(pk=declarer_id)
    declarer = rows.select_related("declaration__campaign", "declaration__unit").get()
    if outcome == Outcome.TOOK:
        rows.update(**_left(letter, at=at), failed=False, tries=0, next_try_at=None)
        older = declarer.links.filter(handed_over=False, expires_at__gt=at + OLD_LINK)
        older = older.exclude(key_digest=digest_of_key(key))
        close_links(older, by=machine("schedule"), ends_at=at + OLD_LINK, at=at)
        return
    pause = min(PAUSE_MOST, PAUSE * 2 ** min(declarer.tries, TOLD_AFTER))
    refused = outcome == Outcome.REFUSED
    rows.update(failed=refused, tries=F("tries") + 1, next_try_at=at + pause)
    if refused or declarer.tries + 1 == TOLD_AFTER:
        _tell_maker(declarer, letter=letter, at=at)
    if refused:
        tell_unmailed(declarer, at=at)


def _left(letter: Letter, *, at: datetime) -> dict[str, object]:
    if letter == Letter.ANSWER:
        return {"answered_at": None}
    return {"reminded_on": site_day(at)} if letter == Letter.REMINDER else {"sent_at": at}


def _tell_maker(declarer: Declarer, *, letter: Letter, at: datetime) -> None:
    declaration = declarer.declaration
    kind = "answer_unsent" if letter == Letter.ANSWER else "unsent"
    message = Message(
        kind=f"declaration.{kind}",
        once=f"decl:{declarer.pk.hex}:{kind}",
        path=reverse("attestations:declaration-detail", args=[declaration.pk]),
        facts={"title": declaration.unit.label},
        subject_kind="declaration",
        subject_id=str(declaration.pk),
    )
    tell(people=[declaration.campaign.made_by_id], message=message, at=at)
