"""What can go wrong when the public asks, when one chooses what it is told, and with reports."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


class DirectoryClosedError(NotFoundError):
    """The organisation does not answer the public here, or not any more."""

    code = "directory_closed"

    def __init__(self) -> None:
        super().__init__(_("This page is not open."))


class ListingNotFoundError(NotFoundError):
    """No such account is shown to the public."""

    code = "listing_not_found"

    def __init__(self) -> None:
        super().__init__(_("This account is not on this page, or not any more."))


class DirectoryInvalidError(InvalidInputError):
    """A choice about the public page cannot be taken."""

    code = "directory_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This cannot be kept as it is."), fields=fields)


class NotPublishableError(DomainError):
    """Some of the accounts chosen have nothing that can be said of them in public."""

    code = "not_publishable"

    def __init__(self, names: str) -> None:
        super().__init__(
            _(
                "Nothing can be said in public of: %(names)s. These accounts are personal, "
                "or nobody decided yet what they are."
            )
            % {"names": names}
        )


class SilenceRefusedError(InvalidInputError):
    """A rule that keeps accounts out of what is public cannot be taken; `fields` says why."""

    code = "silence_refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason, fields={field: reason})


class SilenceNotFoundError(NotFoundError):
    """No such rule is in force."""

    code = "silence_not_found"

    def __init__(self) -> None:
        super().__init__(_("This rule is not in force, or not any more."))


class KeptBackError(DomainError):
    """A rule keeps some of the accounts chosen out of everything public."""

    code = "kept_back"

    def __init__(self, names: str) -> None:
        super().__init__(
            _("A rule keeps these accounts out of what is public: %(names)s. End it first.")
            % {"names": names}
        )


class ReportRefusedError(InvalidInputError):
    """A report cannot be taken; `fields` says why."""

    code = "report_refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason, fields={field: reason})


class ReportNotFoundError(NotFoundError):
    """No such reported account, or hidden from the asker."""

    code = "report_not_found"

    def __init__(self) -> None:
        super().__init__(_("This report cannot be found."))


class ReportDecidedError(DomainError):
    """Somebody decided what the reported account is, in between."""

    code = "report_decided"

    def __init__(self) -> None:
        super().__init__(_("This report was decided in between. Look at it again."))


class NobodyToAnswerError(DomainError):
    """Nobody who reported this account left an address, or they were all answered."""

    code = "nobody_to_answer"

    def __init__(self) -> None:
        super().__init__(_("Nobody who reported it waits for an answer."))
