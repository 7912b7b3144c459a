"""Inviting somebody: a link in a mail, that opens their account once."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import SMTPException
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.actions.persons import add_person
from gouvernail.people.actions.roles import grant_role
from gouvernail.people.errors import (
    AddressMissingError,
    AlreadySignedUpError,
    InvitationOverError,
    PersonInvalidError,
    PersonNotFoundError,
)
from gouvernail.people.models import Invitation, Person
from gouvernail.people.permissions import Right, refuse_above_own, require, visible_person
from gouvernail.people.queries.access import may_sign_in
from gouvernail.people.queries.facts import PersonFacts
from gouvernail.people.queries.invitations import pending_invitation

log = logging.getLogger(__name__)

MACHINE = Actor(kind="machine", ref="command-line", auth="cli")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The role somebody is invited to, and where."""

    role: str
    unit_id: UUID
    seat: str = ""


@action("people.invite_person")
def invite_person(*, person_id: UUID, by: Person, at: datetime) -> tuple[Invitation, str]:
    """Invite somebody who cannot sign in yet; return the invitation and its secret, this once.

    An earlier invitation of theirs ends. Nobody may take over an account that is in use, nor one
    that holds more than their own.

    Raises:
        AddressMissingError: they have no e-mail to sign in with.
        AlreadySignedUpError: they have what it takes to sign in.
        PersonNotFoundError, RightMissingError, RoleAboveOwnError: `by` may not.
    """
    person = visible_person(person_id, viewer=by, lock=True)
    require(by, Right.MANAGE_PEOPLE, unit=person.home_unit)
    refuse_above_own(by, person)
    if may_sign_in(person) or not person.is_active:
        raise AlreadySignedUpError
    if not person.email:
        raise AddressMissingError
    for earlier in Invitation.objects.pending(at).filter(person=person):
        _revoke(earlier, by=by, at=at)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        digest=sha256(secret.encode()).hexdigest(),
        sent_to=person.email,
        invited_by=by,
        invited_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    record(actor=by, verb="invitation.sent", subject=invitation, at=at)
    record(actor=by, verb="person.invited", subject=person, at=at)
    return invitation, secret


@action("people.invite_newcomer")
def invite_newcomer(
    *, facts: PersonFacts, place: Place, by: Person, at: datetime
) -> tuple[Invitation, str]:
    """Add somebody, give them a role and invite them, all of it or nothing.

    Raises:
        PersonInvalidError, GrantInvalidError: an answer cannot be taken.
        AddressMissingError: an invitation needs an e-mail.
        RightMissingError, RoleAboveOwnError: `by` may not.
    """
    if not facts.email.strip():
        raise AddressMissingError
    person = add_person(facts=facts, by=by, at=at)
    grant_role(
        person_id=person.pk, unit_id=place.unit_id, role=place.role, seat=place.seat, by=by, at=at
    )
    return invite_person(person_id=person.pk, by=by, at=at)


@action("people.revoke_invitation")
def revoke_invitation(*, invitation_id: UUID, by: Person, at: datetime) -> Invitation:
    """End an invitation that waits: its link opens nothing any more.

    Raises:
        InvitationOverError: it was used, ended, or is hidden from `by`.
        RightMissingError: `by` may not manage people there.
    """
    invitation = pending_invitation(invitation_id, viewer=by, at=at)
    require(by, Right.MANAGE_PEOPLE, unit=invitation.person.home_unit)
    _revoke(invitation, by=by, at=at)
    return invitation


def _revoke(invitation: Invitation, *, by: Person, at: datetime) -> None:
    invitation.revoked_at = at
    invitation.save(update_fields=("revoked_at",))
    record(actor=by, verb="invitation.revoked", subject=invitation, at=at)


@action("people.accept_invitation")
def accept_invitation(*, secret: str, at: datetime, password: str = "") -> Person:
    """Use an invitation, once: its person chooses a password, or none if they add a passkey.

    Raises:
        InvitationOverError: the link is wrong, used, too old or ended.
        PersonInvalidError: the password is too easy to guess.
    """
    digest = sha256(secret.encode()).hexdigest()
    rows = Invitation.objects.pending(at).select_for_update(of=("self",))
    invitation = rows.select_related("person").filter(digest=digest).first()
    if invitation is None or not invitation.person.is_active:
        raise InvitationOverError
    person = invitation.person
    if person.email != invitation.sent_to:
        raise InvitationOverError
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise PersonInvalidError({"password": " ".join(error.messages)}) from None
        person.set_password(password)
        person.save(update_fields=("password",))
    _use(invitation, at=at)
    return person


@action("people.note_invitation_used")
def note_invitation_used(*, by: Person, at: datetime) -> None:
    """End what invited somebody who just signed in another way (the identity provider)."""
    for invitation in Invitation.objects.pending(at).filter(person=by):
        _use(invitation, at=at)


def _use(invitation: Invitation, *, at: datetime) -> None:
    invitation.used_at = at
    invitation.save(update_fields=("used_at",))
    record(actor=invitation.person, verb="invitation.used", subject=invitation, at=at)


def invitation_path(secret: str) -> str:
    """Return the address, without the site's own, of the page that opens an account, once."""
    return reverse("people:join", kwargs={"secret": secret})


def password_path(person: Person) -> str:
    """Return the address, without the site's own, where a person chooses a password, once."""
    key = default_token_generator.make_token(person)
    uid = user_pk_to_url_str(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})


@action("people.make_link")
def make_link(*, person_id: UUID, at: datetime) -> str:
    """Return the address, without the site's own, where a person chooses another password, once.

    It is the way back for somebody who has neither password, passkey nor mail server left, and
    only the command line offers it: whoever may type a command on the machine may have one. A
    second factor that they have is asked for all the same.

    Raises:
        PersonNotFoundError: there is nobody active of that id.
    """
    person = Person.objects.select_for_update().filter(pk=person_id, is_active=True).first()
    if person is None:
        raise PersonNotFoundError
    record(actor=MACHINE, verb="person.link_made", subject=person, at=at)
    return password_path(person)


def sends_mail() -> bool:
    """Return whether this site has a mail server."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def mail_invitation(invitation: Invitation, secret: str) -> bool:
    """Send the link to its person, in their language; return whether the server took it."""
    person = invitation.person
    if not sends_mail():
        return False
    with translation.override(person.language):
        subject = _("You are invited to Gouvernail")
        words = {
            "name": person.name,
            "by": invitation.invited_by.name,
            "link": settings.SITE_URL + invitation_path(secret),
            "days": settings.INVITATION_DAYS,
        }
        body = _(
            "Hello %(name)s,\n\n%(by)s invites you to Gouvernail, where the organisation runs its "
            "social media. Open your account here:\n\n%(link)s\n\nThe link works once, for "
            "%(days)s days. If you did not expect it, do nothing."
        )
    try:
        sent = send_mail(subject, body % words, settings.DEFAULT_FROM_EMAIL, [invitation.sent_to])
    except (SMTPException, OSError) as error:
        log.warning("the invitation could not be sent: %s", error)
        return False
    return bool(sent)
