"""What can go wrong with a report of staff."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class ReportNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "staff_report_not_found"

    def __init__(self) -> None:
        super().__init__(_("This report cannot be found."))


class ReportInvalidError(InvalidInputError):
    """Something of it cannot be taken as it is, or is missing."""

    code = "staff_report_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class ReportStateError(DomainError):
    """What is asked makes no sense where the report stands now."""

    code = "staff_report_state"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This cannot be done now: this report stands at “%(status)s”.") % {"status": status},
            facts={"status": status},
        )


class ReportNotYoursError(ForbiddenError):
    """It is for somebody else to do."""

    code = "staff_report_not_yours"

    def __init__(self) -> None:
        super().__init__(_("This is for somebody else to do."))


class TooManyReportsError(DomainError):
    """One person reports more in a day than anybody can answer."""

    code = "staff_reports_too_many"

    def __init__(self, most: int) -> None:
        super().__init__(
            _(
                "You have made %(most)s reports in a day. Write the next ones in one that is open; "
                "if it cannot wait, call."
            )
            % {"most": most},
            facts={"most": most},
        )
