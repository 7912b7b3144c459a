"""What can go wrong with the request for a new account and with its opening."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class OpeningNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "opening_not_found"

    def __init__(self) -> None:
        super().__init__(_("This opening request cannot be found."))


class OpeningInvalidError(InvalidInputError):
    """Something of the request cannot be taken as it is, or is missing."""

    code = "opening_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            _("The request is not complete: see what is missing below."), fields=fields
        )


class OpeningStateError(DomainError):
    """What is asked makes no sense where the request stands now."""

    code = "opening_state"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This cannot be done now: the request stands at “%(status)s”.") % {"status": status},
            facts={"status": status},
        )


class OpeningNotYoursError(ForbiddenError):
    """Only the person concerned may do this."""

    code = "opening_not_yours"

    def __init__(self) -> None:
        super().__init__(_("This is for somebody else to do."))


class NamingMissingError(DomainError):
    """The people named have not accepted."""

    code = "naming_missing"

    def __init__(self, names: str) -> None:
        super().__init__(
            _("Not yet: %(names)s must accept being named first.") % {"names": names},
            facts={"names": names},
        )


class OpeningChangedError(DomainError):
    """What was submitted is no longer what is stored."""

    code = "opening_changed"

    def __init__(self) -> None:
        super().__init__(_("What is stored is no longer what was submitted. Nothing was decided."))


class VerdictUnknownError(InvalidInputError):
    """It is none of the three answers."""

    code = "opening_verdict_unknown"

    def __init__(self) -> None:
        words = _("Approve, ask for changes or refuse.")
        super().__init__(words, fields={"verdict": words})


class AppealMadeError(DomainError):
    """One appeal for each refusal."""

    code = "appeal_made"

    def __init__(self) -> None:
        super().__init__(_("You have asked the lead already, and each refusal allows it once."))


class AppealAnsweredError(DomainError):
    """Another lead answered in between, or there is nothing to answer."""

    code = "appeal_answered"

    def __init__(self) -> None:
        super().__init__(_("There is no question left to answer here."))


class AppealJudgeError(ForbiddenError):
    """Whoever refused, or asked, does not answer the appeal."""

    code = "appeal_judge"

    def __init__(self) -> None:
        super().__init__(
            _("You asked for this account or decided on it: another lead must answer.")
        )


class ChecksMissingError(DomainError):
    """Steps of the checklist are still open."""

    code = "checks_missing"

    def __init__(self, count: int) -> None:
        super().__init__(
            _("Not yet: %(count)s steps of the checklist are still open.") % {"count": count},
            facts={"count": count},
        )


class CheckNotYoursError(ForbiddenError):
    """A step that only the person named can vouch for."""

    code = "check_not_yours"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Only %(name)s can say that this is done.") % {"name": name}, facts={"name": name}
        )


class ProofRefusedError(InvalidInputError):
    """The file is too large, or no picture and no PDF."""

    code = "proof_refused"

    def __init__(self) -> None:
        words = _("Bring a PNG, a JPEG or a PDF of 5 MB at most.")
        super().__init__(words, fields={"proof": words})


class MergeRefusedError(InvalidInputError):
    """The account named cannot take the request over."""

    code = "merge_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, fields={"account": reason})
