"""What can go wrong with who can get into accounts."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


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

    def __init__(self) -> None:
        super().__init__(_("Nobody here to simulate: choose somebody, or a unit with people."))
