"""What can go wrong with teams."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


class TeamNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "team_not_found"

    def __init__(self) -> None:
        super().__init__(_("This team cannot be found."))


class SeatNotFoundError(NotFoundError):
    """Nobody sits there any more."""

    code = "team_seat_not_found"

    def __init__(self) -> None:
        super().__init__(_("This place in the team cannot be found."))


class TeamInvalidError(InvalidInputError):
    """Something of the team cannot be taken as it is."""

    code = "team_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class TeamClosedError(DomainError):
    """A closed team is history: nobody joins it."""

    code = "team_closed"

    def __init__(self) -> None:
        super().__init__(_("This team is closed: it can no longer be changed."))
