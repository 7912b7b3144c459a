"""Inviting somebody to choose their first password."""

import logging
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.errors import AddressMissingError, AlreadySignedUpError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, refuse_above_own, require, visible_person

log = logging.getLogger(__name__)


@action("people.invite_person")
def invite_person(*, person_id: UUID, by: Person, at: datetime) -> str:
    """Return the path of the page where a person chooses their first password, once.

    Only for somebody who has none yet: nobody may take over an account that is in use, nor one
    that holds more than their own.

    Raises:
        AddressMissingError: they have no e-mail to sign in with.
        AlreadySignedUpError: they have a password.
        PersonNotFoundError, RightMissingError, RoleAboveOwnError: `by` may not.
    """
    person = visible_person(person_id, viewer=by)
    require(by, Right.MANAGE_PEOPLE, unit=person.home_unit)
    refuse_above_own(by, person)
    if person.has_usable_password() or not person.is_active:
        raise AlreadySignedUpError
    if not person.email:
        raise AddressMissingError
    record(actor=by, verb="person.invited", subject=person, at=at)
    return password_path(person)


def password_path(person: Person) -> str:
    """Return the address, without the site's own, where a person chooses a password, once."""
    key = default_token_generator.make_token(person)
    uid = user_pk_to_url_str(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})


def sends_mail() -> bool:
    """Return whether this site has a mail server."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def mail_invitation(person: Person, link: str) -> bool:
    """Send the link to its person, in their language; return whether the server took it."""
    if not sends_mail() or not person.email:
        return False
    with translation.override(person.language):
        subject = _("Choose your password")
        words = {"name": person.name, "link": link}
        body = _(
            "Hello %(name)s,\n\nYou are invited to Gouvernail, where the organisation runs its "
            "social media. Choose your password here:\n\n%(link)s\n\nThe link works once."
        )
    try:
        sent = send_mail(subject, body % words, settings.DEFAULT_FROM_EMAIL, [person.email])
    except (SMTPException, OSError) as error:
        log.warning("the invitation could not be sent: %s", error)
        return False
    return bool(sent)
