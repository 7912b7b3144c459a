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
    """In a regulated organisation each step is decided by somebody else."""

    code = "other_person_needed"

    def __init__(self) -> None:
        super().__init__(_("You decided an earlier step: the charter wants another person here."))


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
