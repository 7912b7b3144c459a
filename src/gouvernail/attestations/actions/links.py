"""Links to declare: made for one person, sent to their own mailbox, or handed over."""

import logging
import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gouvernail.attestations.errors import DeclarationNotFoundError, DeclarationOverError
from gouvernail.attestations.models import Campaign, Declaration, Declarer, DeclarerLink
from gouvernail.attestations.permissions import digest_of_key, visible_declaration
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.actions.invitations import sends_mail
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require

log = logging.getLogger(__name__)
GRACE: Final = timedelta(days=45)  # to read the answers and to appeal
BATCH: Final = 50
WEEK: Final = 7


@action("attestations.hand_over_link")
def hand_over_link(*, declarer_id: UUID, by: Person, at: datetime) -> tuple[Declarer, str]:
    """Make a link that `by` hands over themselves; return its key, told once and kept nowhere.

    The journal says that it was handed over, and by whom.

    Raises:
        DeclarationNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        DeclarationOverError: it is signed, or the campaign is not open.
    """
    declarer = _asked(declarer_id)
    declaration = visible_declaration(declarer.declaration_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    return declarer, _make(declarer, by=by, handed_over=True, at=at)


@action("attestations.resend_link")
def resend_link(*, declarer_id: UUID, by: Person) -> Declarer:
    """Let the link leave again within a minute, by e-mail; those sent before still open.

    The journal will say that a link was made, when it leaves.

    Raises:
        DeclarationNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        DeclarationOverError: it is signed, or the campaign is not open.
    """
    declarer = _asked(declarer_id)
    declaration = visible_declaration(declarer.declaration_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    _must_be_open(declaration)
    Declarer.objects.filter(pk=declarer.pk).update(sent_at=None, failed=False)
    return declarer


def _asked(declarer_id: UUID) -> Declarer:
    rows = Declarer.objects.select_related("person", "declaration__campaign__made_by")
    declarer = (
        rows.select_related("declaration__unit")
        .filter(pk=declarer_id, removed_at__isnull=True)
        .first()
    )
    if declarer is None:
        raise DeclarationNotFoundError
    return declarer


def _must_be_open(declaration: Declaration) -> None:
    signed = declaration.status == Declaration.Status.SIGNED
    if signed or declaration.campaign.status != Campaign.Status.OPEN:
        raise DeclarationOverError


def _make(declarer: Declarer, *, by: Person | Actor, handed_over: bool, at: datetime) -> str:
    campaign = declarer.declaration.campaign
    _must_be_open(declarer.declaration)
    key = secrets.token_urlsafe(32)
    last = max(campaign.closes_on, site_day(at))
    link = DeclarerLink.objects.create(
        declarer=declarer,
        key_digest=digest_of_key(key),
        expires_at=at + (last - site_day(at)) + GRACE,
        handed_over=handed_over,
        made_at=at,
    )
    record(actor=by, verb="declaration_link.made", subject=link, at=at)
    return key


@action("attestations.renew_link")
def renew_link(*, declarer_id: UUID, at: datetime) -> tuple[Declarer, str]:
    """Make a link for a letter that is about to leave. Those sent before still open.

    Raises:
        DeclarationNotFoundError: nobody is asked there any more.
        DeclarationOverError: it is signed, or the campaign is not open.
    """
    declarer = _asked(declarer_id)
    return declarer, _make(declarer, by=machine("schedule"), handed_over=False, at=at)


def link_path(key: str) -> str:
    """Return the address, without the site's own, of a page to declare."""
    return reverse("attestations:declare", args=[key])


def mail_link(declarer: Declarer, key: str, *, reminder: bool = False) -> bool:
    """Send the link to its person, in their language; return whether the server took it."""
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
        subject = (
            _("To declare: the accounts of %(unit)s")
            if not reminder
            else _("Reminder: the accounts of %(unit)s are still to be declared")
        )
        body = _(
            "Hello %(name)s,\n\n%(by)s asks you which social media accounts %(unit)s holds, by "
            "%(day)s. You confirm, correct or add, then sign:\n\n%(link)s\n\n%(text)s\n\nThe link "
            "is yours alone: do not forward it. It works without an account; opening it changes "
            "nothing."
        )
        line = " ".join((subject % words).split())
        try:
            return bool(
                send_mail(line, body % words, settings.DEFAULT_FROM_EMAIL, [str(person.email)])
            )
        except (SMTPException, OSError) as error:
            log.warning("a link to declare could not be sent: %s", error)
            return False


def send_letters(*, at: datetime) -> int:
    """Send the links that have not left, and the reminders of the day; return how many left.

    Nothing is sent on a site without mail. Each letter has a link of its own; no transaction is
    open while the mail server is talked to.
    """
    if not sends_mail():
        return 0
    sent = 0
    waiting = Declarer.objects.filter(
        removed_at__isnull=True,
        failed=False,
        person__is_active=True,
        person__email__isnull=False,
        declaration__status=Declaration.Status.ASKED,
        declaration__campaign__status=Campaign.Status.OPEN,
    ).select_related("declaration__campaign")
    first = waiting.filter(sent_at__isnull=True)[:BATCH]
    again = [one for one in waiting.filter(sent_at__isnull=False) if reminds(one, at=at)]
    for declarer, reminder in [*((one, False) for one in first), *((one, True) for one in again)]:
        sent += _send(declarer, reminder=reminder, at=at)
    return sent


def reminds(declarer: Declarer, *, at: datetime) -> bool:
    """Return whether a reminder is due that day: as the campaign says, then each week. No query."""
    campaign, today = declarer.declaration.campaign, site_day(at)
    sent_on = site_day(declarer.sent_at) if declarer.sent_at else today
    if today in {sent_on, declarer.reminded_on}:
        return False
    left = (campaign.closes_on - today).days
    return left in campaign.remind_days if left >= 0 else -left % WEEK == 0


def _send(declarer: Declarer, *, reminder: bool, at: datetime) -> bool:
    asked, key = renew_link(declarer_id=declarer.pk, at=at)
    took = mail_link(asked, key, reminder=reminder)
    note_letter(declarer_id=declarer.pk, took=took, reminder=reminder, at=at)
    return took


@action("attestations.note_letter")
def note_letter(*, declarer_id: UUID, took: bool, reminder: bool, at: datetime) -> None:
    """Note whether a letter left; the journal says only that its link was made. One statement."""
    rows = Declarer.objects.filter(pk=declarer_id)
    if not took:
        rows.update(failed=True)
    elif reminder:
        rows.update(reminded_on=site_day(at))
    else:
        rows.update(sent_at=at, failed=False)
