"""What can go wrong with the library of approved replies."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.foundation.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class ReplyNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "reply_not_found"

    def __init__(self) -> None:
        super().__init__(_("This reply cannot be found."))


class ReplyInvalidError(InvalidInputError):
    """Something of the reply cannot be taken as it is, or is missing."""

    code = "reply_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("The reply cannot be kept as it is: see below."), fields=fields)


class ReplyBlockedError(InvalidInputError):
    """The rules forbid one of the texts; `fields` says which, and why."""

    code = "reply_blocked"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("The rules do not let these words be approved."), fields=fields)


class ReplyStateError(DomainError):
    """What is asked makes no sense where the reply stands now."""

    code = "reply_state"

    def __init__(self, status: str) -> None:
        super().__init__(
            pgettext("reply", "This cannot be done now: the text is “%(status)s”.")
            % {"status": status},
            facts={"status": status},
        )


class ReplyRetiredError(DomainError):
    """A retired reply is neither written nor used: it is taken up again first."""

    code = "reply_retired"

    def __init__(self) -> None:
        super().__init__(_("This reply is retired: take it up again first."))


class ReplyNotInUseError(DomainError):
    """No version of it may be used: not approved, retired, or its day has passed."""

    code = "reply_not_in_use"

    def __init__(self) -> None:
        super().__init__(_("These words may not be used: they are not approved, or no longer."))


class ReplyStaleError(StaleError):
    """Somebody else wrote in it since it was opened."""

    code = "reply_stale"

    def __init__(self) -> None:
        super().__init__(_("Somebody wrote in this reply since you opened it: nothing is lost."))


class VariablesMissingError(InvalidInputError):
    """Some places of the words are not filled; `facts["names"]` lists them."""

    code = "reply_variables_missing"

    def __init__(self, names: tuple[str, ...]) -> None:
        listed = ", ".join(f"{{{name}}}" for name in names)
        super().__init__(
            _("Fill these places first: %(names)s.") % {"names": listed}, facts={"names": names}
        )


class ReplyFileError(InvalidInputError):
    """The file to import cannot be read at all."""

    code = "reply_file_broken"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"file": message})
