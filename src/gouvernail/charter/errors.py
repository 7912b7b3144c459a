"""What can go wrong with the charter."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import InvalidInputError


class CharterInvalidError(InvalidInputError):
    """A field of the charter cannot be taken."""

    code = "charter_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken."), fields=fields)
