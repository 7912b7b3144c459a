"""What can go wrong on the way to a decision."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class RequestNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "approval_not_found"

    def __init__(self) -> None:
        super().__init__(_("This request for approval cannot be found."))


class RequestClosedError(DomainError):
    """Somebody decided, withdrew or changed the subject in between."""

    code = "approval_closed"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This request is no longer waiting: %(status)s.") % {"status": status},
            facts={"status": status},
        )


class DigestChangedError(DomainError):
    """What the reviewer saw is not what is submitted now."""

    code = "approval_digest_changed"

    def __init__(self) -> None:
        super().__init__(_("The content changed since you opened it. Read it again."))


class OwnWorkError(ForbiddenError):
    """Nobody approves what they wrote or last edited."""

    code = "own_work"

    def __init__(self) -> None:
        super().__init__(_("You had a hand in this text: someone else must decide."))


class OtherPersonNeededError(ForbiddenError):
    """Each step of a regulated organisation, and one that asks one more person, is another's."""

    code = "other_person_needed"

    def __init__(self) -> None:
        super().__init__(_("You decided on this already: another person is wanted here."))


class SeatMissingError(ForbiddenError):
    """The person holds none of the seats this step asks for."""

    code = "seat_missing"

    def __init__(self) -> None:
        super().__init__(_("This step is not for you to decide."))


class AlreadyDecidedError(DomainError):
    """The same person decided this step before."""

    code = "already_decided"

    def __init__(self) -> None:
        super().__init__(_("You have already decided this step."))


class ClaimedByAnotherError(DomainError):
    """A colleague said they take care of it."""

    code = "claimed_by_another"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is already on it.") % {"name": name})


class GuestNotFoundError(NotFoundError):
    """The link leads nowhere: never made, or mistyped."""

    code = "guest_not_found"

    def __init__(self) -> None:
        super().__init__(_("This link leads nowhere. Ask whoever sent it for a new one."))


class GuestLinkOverError(DomainError):
    """The invitation was used, taken back, voided by a change, or is too old."""

    code = "guest_link_over"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This invitation can no longer be used: %(state)s.") % {"state": state},
            facts={"state": state},
        )


class GuestNotAllowedError(ForbiddenError):
    """The step, or the seat, is not for people from outside."""

    code = "guest_not_allowed"

    def __init__(self) -> None:
        super().__init__(_("The approval route lets no guest decide this seat now."))


class GuestAloneError(ForbiddenError):
    """A guest is never enough: somebody of the organisation agrees too."""

    code = "guest_alone"

    def __init__(self) -> None:
        super().__init__(
            _("A guest is never enough alone: somebody of the organisation must agree as well.")
        )


class GuestIsMemberError(InvalidInputError):
    """That address belongs to somebody who has an account: they decide with it, or not at all."""

    code = "guest_is_member"

    def __init__(self) -> None:
        message = _("This address belongs to somebody who has an account here.")
        super().__init__(message, fields={"email": message})


class GuestInvitedTwiceError(DomainError):
    """The seat has a guest, or this guest has a seat."""

    code = "guest_invited_twice"

    def __init__(self) -> None:
        super().__init__(_("A guest is already asked for this seat, or by this address."))


class GuestUnreachableError(DomainError):
    """Without mail nobody can prove who reads the link."""

    code = "guest_unreachable"

    def __init__(self) -> None:
        super().__init__(_("The mail could not be sent. Try again later."))


class TooManyCodesError(DomainError):
    """Codes are sent and tried a few times only."""

    code = "too_many_codes"
    status = 429

    def __init__(self) -> None:
        super().__init__(_("Too many codes were asked for or tried. Ask for a new invitation."))


class CodeJustSentError(DomainError):
    """A code left a moment ago: another so soon would only confuse."""

    code = "code_just_sent"
    status = 429

    def __init__(self) -> None:
        super().__init__(
            _("A code was sent a moment ago. Look in your mailbox, or wait half a minute.")
        )


class CommentMissingError(InvalidInputError):
    """A refusal or a request for changes says why."""

    code = "comment_missing"

    def __init__(self) -> None:
        message = _("Say what must change, or why you refuse.")
        super().__init__(message, fields={"comment": message})


class AloneNotAllowedError(ForbiddenError):
    """The charter asks for two people."""

    code = "alone_not_allowed"

    def __init__(self) -> None:
        super().__init__(_("The charter asks that someone else agrees before publication."))


class AloneReasonMissingError(InvalidInputError):
    """Publishing alone needs a reason."""

    code = "alone_reason_missing"

    def __init__(self) -> None:
        message = _("Say why this goes out without a second reader.")
        super().__init__(message, fields={"reason": message})


class RouteInvalidError(InvalidInputError):
    """A route without a step, or a step without a seat, leads nowhere."""

    code = "route_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This route cannot be kept as it is."), fields=fields)


class RouteNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "route_not_found"

    def __init__(self) -> None:
        super().__init__(_("This route cannot be found."))
