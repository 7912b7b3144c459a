"""What can go wrong in the archive."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import NotFoundError


class RecordNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "record_not_found"

    def __init__(self) -> None:
        super().__init__(_("This record cannot be found."))
