"""What can go wrong with a licence to publish."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class LicenceNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "licence_not_found"

    def __init__(self) -> None:
        super().__init__(_("This cannot be found."))


class LicenceInvalidError(InvalidInputError):
    """Something of it cannot be taken as it is, or is missing."""

    code = "licence_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class LicenceSettledError(DomainError):
    """It was decided, withdrawn or ended already."""

    code = "licence_settled"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This is settled already: %(status)s.") % {"status": status},
            facts={"status": status},
        )


class OwnLicenceError(ForbiddenError):
    """Nobody lets themselves off, holds themselves back, or agrees to their own demand."""

    code = "licence_own"

    def __init__(self) -> None:
        super().__init__(_("Nobody decides on their own licence: somebody else must."))


class WaiverTooLongError(InvalidInputError):
    """The charter says how long a waiver may last."""

    code = "licence_waiver_too_long"

    def __init__(self, days: int) -> None:
        words = ngettext(
            "A waiver lasts %(days)s day at most here.",
            "A waiver lasts %(days)s days at most here.",
            days,
        ) % {"days": days}
        super().__init__(words, fields={"until": words}, facts={"days": days})


class LicenceSuspendedError(ForbiddenError):
    """Whoever is suspended submits nothing and agrees to nothing."""

    code = "licence_suspended"

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__(
            _(
                "Your licence is suspended: somebody else must do this in your place. "
                "“My licence” says until when, and whom to ask."
            ),
            facts={"until": until.isoformat() if until else ""},
        )


class LicenceLackingError(ForbiddenError):
    """The licence that this act asks for does not hold, and nobody else is to agree."""

    code = "licence_lacking"

    def __init__(self, missing: str) -> None:
        super().__init__(
            _("Your licence does not hold for this: %(missing)s. “My licence” says what to do.")
            % {"missing": missing},
            facts={"missing": missing},
        )
