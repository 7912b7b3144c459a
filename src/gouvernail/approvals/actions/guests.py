"""Guests: asking somebody from outside to decide one seat, and taking their decision.

A link opens a page and nothing more. To decide, whoever holds it proves that they read the mailbox
it was sent to: a code goes there, and comes back with the decision.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gouvernail.approvals.actions.decisions import (
    Choice,
    check_open,
    ends_request,
    follow_decision,
)
from gouvernail.approvals.errors import (
    AlreadyDecidedError,
    CodeJustSentError,
    CommentMissingError,
    GuestAloneError,
    GuestInvitedTwiceError,
    GuestIsMemberError,
    GuestLinkOverError,
    GuestNotAllowedError,
    RequestClosedError,
    TooManyCodesError,
)
from gouvernail.approvals.models import Decision, Guest, GuestCode, Request, RequestStep
from gouvernail.approvals.permissions import (
    digest_of_key,
    guest_of_key,
    require_invite,
    visible_request,
)
from gouvernail.approvals.queries.guests import agreements_asked, live_guests, seats_filled
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

LINK_DAYS: Final = 7
CODE_DIGITS: Final = 6
CODE_MINUTES: Final = 15
CODE_PAUSE: Final = timedelta(seconds=30)
CODES_MOST: Final = 6
TRIES_MOST: Final = 5
INVITED_MOST: Final = 12
NAME_LIMIT: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whom to ask, and for which seat of the open step."""

    name: str
    email: str
    seat: str
    language: str = "fr"


@action("approvals.invite_guest")
def invite_guest(
    *, request_id: UUID, invitation: Invitation, by: Person, at: datetime
) -> tuple[Guest, str]:
    """Ask somebody from outside to decide one seat of the open step; return the key of their link.

    The key is told once and kept nowhere. The caller sends it to that address and to nobody else.

    Raises:
        RequestNotFoundError, RequestClosedError, OwnWorkError, SeatMissingError: `by` may not.
        GuestNotAllowedError: the route lets no guest decide that seat.
        GuestAloneError: nobody else is asked.
        GuestInvitedTwiceError: the seat has a guest, or that address a seat.
        GuestIsMemberError: they have an account.
        InvalidInputError: there is no name, or no address.
    """
    request = visible_request(request_id, viewer=by, lock=True)
    if request.status != Request.Status.PENDING:
        raise RequestClosedError(request.get_status_display())
    require_invite(by, request, at=at)
    step = request.steps.get(status=RequestStep.Status.OPEN)
    if (
        not step.guests
        or invitation.seat not in step.seats
        or invitation.seat in seats_filled(step)
    ):
        raise GuestNotAllowedError
    if agreements_asked(request) < 2:  # noqa: PLR2004 - the guest, and somebody of the house
        raise GuestAloneError
    name, email = _checked(invitation)
    _check_new(request, seat=invitation.seat, email=email, at=at)
    key = secrets.token_urlsafe(32)
    guest = Guest.objects.create(
        request=request,
        step=step,
        seat=invitation.seat,
        digest=request.digest,
        name=name,
        email=email,
        language=invitation.language,
        key_digest=digest_of_key(key),
        invited_by=by,
        invited_at=at,
        expires_at=min(one for one in (at + timedelta(days=LINK_DAYS), request.expires_at) if one),
    )
    record(actor=by, verb="guest.invited", subject=guest, at=at, digest=request.digest)
    return guest, key


def _checked(invitation: Invitation) -> tuple[str, str]:
    name, email = " ".join(invitation.name.split()), invitation.email.strip().lower()
    if not 0 < len(name) <= NAME_LIMIT:
        message = _("Give their name.")
        raise InvalidInputError(message, fields={"name": message})
    try:
        validate_email(email)
    except ValidationError as error:
        message = _("Give the address of their own mailbox.")
        raise InvalidInputError(message, fields={"email": message}) from error
    return name, email


def _check_new(request: Request, *, seat: str, email: str, at: datetime) -> None:
    if Person.objects.filter(email__iexact=email).exists():
        raise GuestIsMemberError
    live = live_guests(request, at=at)
    if any(one.seat == seat or one.email == email for one in live):
        raise GuestInvitedTwiceError
    asked = request.guests.all()
    if any(one.email == email and one.verdict for one in asked) or len(asked) >= INVITED_MOST:
        raise GuestInvitedTwiceError


@action("approvals.revoke_guest")
def revoke_guest(*, guest_id: UUID, by: Person, at: datetime) -> Guest:
    """Take an invitation back before it is used; the link then says so.

    Raises:
        RequestNotFoundError, OwnWorkError, SeatMissingError: `by` may not.
        GuestLinkOverError: it was used, or is over already.
    """
    guest = Guest.objects.select_for_update().filter(pk=guest_id).first()
    request = visible_request(guest.request_id if guest else guest_id, viewer=by)
    require_invite(by, request, at=at)
    if guest is None or guest.verdict or guest.revoked_at is not None:
        raise GuestLinkOverError(guest.get_verdict_display() if guest else "")
    guest.revoked_at = at
    guest.save(update_fields=("revoked_at",))
    record(actor=by, verb="guest.revoked", subject=guest, at=at)
    return guest


@action("approvals.new_guest_code")
def new_guest_code(*, key: str, at: datetime) -> tuple[Guest, str]:
    """Return a code to send to the guest's mailbox; the one before no longer works. No leaf.

    Raises:
        GuestNotFoundError: no such link.
        GuestLinkOverError: it can no longer be used.
        CodeJustSentError: one was sent a moment ago.
        TooManyCodesError: too many were sent.
    """
    guest = _usable(key, at=at)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    former = GuestCode.objects.select_for_update().filter(guest=guest).first()
    if former is not None and former.sent >= CODES_MOST:
        raise TooManyCodesError
    if former is not None and at < former.sent_at + CODE_PAUSE:
        raise CodeJustSentError
    GuestCode.objects.update_or_create(
        guest=guest,
        defaults={
            "code_digest": _code_digest(guest, code),
            "sent_at": at,
            "sent": former.sent + 1 if former else 1,
            "tries": 0,
        },
    )
    return guest, code


@action("approvals.decide_as_guest")
def decide_as_guest(*, key: str, code: str, choice: Choice, at: datetime) -> tuple[Guest, bool]:
    """Take a guest's decision; return whether the code was right. A wrong one is counted and kept.

    Raises:
        GuestNotFoundError, GuestLinkOverError: the link decides nothing (any more).
        DigestChangedError: what they read is not what waits.
        AlreadyDecidedError: somebody holding the seat decided first.
        GuestAloneError: it would be the only agreement; somebody of the house agrees first.
        CommentMissingError: a refusal without a reason.
        TooManyCodesError: no try is left.
    """
    guest = _usable(key, at=at)
    request, step = guest.request, guest.step
    check_open(request, choice)
    if choice.verdict != Decision.Verdict.APPROVE and not choice.comment.strip():
        raise CommentMissingError
    if step.status != RequestStep.Status.OPEN or guest.seat in seats_filled(step):
        raise AlreadyDecidedError
    if not _code_is_right(guest, code, at=at):
        return guest, False
    guest.verdict, guest.comment, guest.decided_at = choice.verdict, choice.comment.strip(), at
    guest.save(update_fields=("verdict", "comment", "decided_at"))
    by = guest_actor(guest)
    record(actor=by, verb="guest.decided", subject=guest, at=at, digest=request.digest)
    if ends_request(request, step) and not request.decisions.exists():
        raise GuestAloneError
    follow_decision(request, step, choice.verdict, by=by, at=at)
    return guest, True


def guest_actor(guest: Guest) -> Actor:
    """Return who the ledger says acted: the invitation, proved by its mailbox."""
    return Actor(kind="guest", ref=str(guest.pk), auth="guest:mailbox")


def _usable(key: str, *, at: datetime) -> Guest:
    guest = guest_of_key(key, lock=True)
    state = guest.state_at(at)
    if state != Guest.State.INVITED:
        raise GuestLinkOverError(str(Guest.State(state).label))
    return guest


def _code_is_right(guest: Guest, code: str, *, at: datetime) -> bool:
    sent = GuestCode.objects.select_for_update().filter(guest=guest).first()
    if sent is None or not sent.code_digest:
        return False
    if sent.tries >= TRIES_MOST:
        raise TooManyCodesError
    fresh = at < sent.sent_at + timedelta(minutes=CODE_MINUTES)
    right = hmac.compare_digest(sent.code_digest, _code_digest(guest, code)) and fresh
    sent.tries += 1
    sent.code_digest = "" if right else sent.code_digest
    sent.save(update_fields=("tries", "code_digest"))
    return right


def _code_digest(guest: Guest, code: str) -> str:
    typed = "".join(one for one in code if one.isdigit())
    return hmac.digest(guest.key_digest.encode(), typed.encode(), "sha256").hex()
