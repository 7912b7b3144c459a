"""What can go wrong with who can get into accounts."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class AccessNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "access_not_found"

    def __init__(self) -> None:
        super().__init__(_("This access cannot be found."))


class AccessInvalidError(InvalidInputError):
    """What was said of an access does not hold together; each field says why."""

    code = "access_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This access cannot be taken as it is."), fields=fields)


class AccessExistsError(InvalidInputError):
    """The same person has the same means on that account already."""

    code = "access_exists"
    status = 409

    def __init__(self, name: str) -> None:
        message = _("%(name)s has this access already: confirm or change it.") % {"name": name}
        super().__init__(message, fields={"person": message})


class AccessClosedError(DomainError):
    """It was closed: what comes after is another access."""

    code = "access_closed"

    def __init__(self) -> None:
        super().__init__(_("This access is closed. Declare it again if it is back."))


class AccessNotDueError(DomainError):
    """Nothing asks for its revocation."""

    code = "access_not_due"

    def __init__(self) -> None:
        super().__init__(_("This access is not to be revoked."))


class HolderHasLeftError(DomainError):
    """Who has left keeps nothing."""

    code = "access_holder_left"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has left: this access can only be revoked.") % {"name": name})


class DepartureUnknownError(NotFoundError):
    """Nobody to imagine away: missing, hidden, or gone already."""

    code = "departure_unknown"

    def __init__(self, *named: str) -> None:
        words = _("Nobody here to simulate: choose somebody, or a unit with people.")
        super().__init__(f"{', '.join(named)}: {words}" if named else words)


class HandoverNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "handover_not_found"

    def __init__(self) -> None:
        super().__init__(_("This handover cannot be found."))


class HandoverInvalidError(InvalidInputError):
    """What was said of a handover does not hold together; each field says why."""

    code = "handover_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This handover cannot be taken as it is."), fields=fields)


class HandoverUnderWayError(DomainError):
    """That place of that account is being handed over already."""

    code = "handover_under_way"

    def __init__(self) -> None:
        super().__init__(_("This place is being handed over already."))


class HandoverStateError(DomainError):
    """The handover is no longer, or not yet, in a state that allows the act."""

    code = "handover_state"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This handover is “%(state)s”: that cannot be done now.")
            % {
                "state": state,
            }
        )


class HandoverNotYoursError(ForbiddenError):
    """The act belongs to somebody else of the handover."""

    code = "handover_not_yours"

    def __init__(self, name: str) -> None:
        super().__init__(_("This is for %(name)s to do.") % {"name": name})


class HandoverOvertakenError(DomainError):
    """Somebody else was named meanwhile: two signatures do not undo it."""

    code = "handover_overtaken"

    def __init__(self, name: str) -> None:
        told = _("%(name)s no longer holds this place: give this handover up.")
        super().__init__(told % {"name": name})


class SignatureTooEarlyError(DomainError):
    """Whoever signs for both sides leaves a day between the two."""

    code = "handover_signature_too_early"

    def __init__(self, name: str) -> None:
        told = _("You may sign in place of %(name)s a day after your own signature.")
        super().__init__(told % {"name": name})


class StepsLeftError(DomainError):
    """Nobody signs for what is not done."""

    code = "handover_steps_left"

    def __init__(self, number: int) -> None:
        super().__init__(
            ngettext(
                "%(number)s step is left: do it, or say why it is not needed here.",
                "%(number)s steps are left: do them, or say why they are not needed here.",
                number,
            )
            % {"number": number}
        )


class ProofNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "proof_not_found"

    def __init__(self) -> None:
        super().__init__(_("This proof of control cannot be found."))


class ProofInvalidError(InvalidInputError):
    """What was said of a proof does not hold together; each field says why."""

    code = "proof_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This cannot be taken as it is."), fields=fields)


class ProofStateError(DomainError):
    """The proof is no longer, or not yet, in a state that allows the act."""

    code = "proof_state"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This proof is “%(state)s”: that cannot be done now.") % {"state": state}
        )


class ProofExpiredError(DomainError):
    """The token was valid until a day that is past."""

    code = "proof_expired"

    def __init__(self) -> None:
        super().__init__(_("The time to place this token is over: ask for another."))


class ProofNotYoursError(ForbiddenError):
    """The act belongs to the holder, or to somebody who is not the holder."""

    code = "proof_not_yours"

    def __init__(self, name: str) -> None:
        super().__init__(_("This is for %(name)s to do.") % {"name": name})


class PictureNotTakenError(DomainError):
    """The network can be read: a photograph would prove less than what the site reads itself."""

    code = "proof_is_read"

    def __init__(self) -> None:
        super().__init__(_("This network is read by the site itself: no photograph is needed."))


class DrillUnderWayError(DomainError):
    """One round at a time in a unit."""

    code = "drill_under_way"

    def __init__(self) -> None:
        super().__init__(_("A drill is under way in this unit: it has to finish first."))


class AccessReviewNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "access_review_not_found"

    def __init__(self) -> None:
        super().__init__(_("This access review cannot be found."))


class AccessReviewInvalidError(InvalidInputError):
    """What was said of a review, or answered in it, does not hold; each field says why."""

    code = "access_review_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(next(iter(fields.values())), fields=fields)


class AccessReviewClosedError(DomainError):
    """A closed review takes no answer any more."""

    code = "access_review_closed"

    def __init__(self) -> None:
        super().__init__(_("This access review is closed: it takes no answer any more."))


class ReviewedAccessOverError(DomainError):
    """The access ended, or is on its way out: there is nothing to answer for."""

    code = "reviewed_access_over"

    def __init__(self) -> None:
        super().__init__(_("This access has ended or is being taken away: nothing is to be said."))


class ReviewedAccessNotYoursError(ForbiddenError):
    """The question was put to somebody else."""

    code = "reviewed_access_not_yours"

    def __init__(self, name: str) -> None:
        super().__init__(_("This is for %(name)s to answer.") % {"name": name})
