"""What can go wrong with people, units and rights."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, ForbiddenError, NotFoundError


class RightMissingError(ForbiddenError):
    """The person has no role that gives this right here."""

    code = "right_missing"

    def __init__(self, right: str) -> None:
        super().__init__(_("You do not have the right to do this here."), facts={"right": right})


class PersonNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "person_not_found"

    def __init__(self) -> None:
        super().__init__(_("This person cannot be found."))


class UnitNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "unit_not_found"

    def __init__(self) -> None:
        super().__init__(_("This unit cannot be found."))


class MachineMayNotError(DomainError):
    """An API key tried what only a person present may do."""

    code = "machine_may_not"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("A person must do this in the browser; an API key may not."))
