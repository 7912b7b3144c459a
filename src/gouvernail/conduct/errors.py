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


class CaseNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "conduct_case_not_found"

    def __init__(self) -> None:
        super().__init__(_("This case cannot be found."))


class CaseInvalidError(InvalidInputError):
    """Something of it cannot be taken as it is, or is missing."""

    code = "conduct_case_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class CaseStateError(DomainError):
    """What is asked makes no sense where the case stands now."""

    code = "conduct_case_state"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This cannot be done now: this case stands at “%(status)s”.") % {"status": status},
            facts={"status": status},
        )


class CaseNotYoursError(ForbiddenError):
    """It is for somebody else to do."""

    code = "conduct_case_not_yours"

    def __init__(self) -> None:
        super().__init__(
            _("This is for somebody else to do: who reports, who decides and who examines differ.")
        )


class TooSoonError(DomainError):
    """The person still has time to say what happened."""

    code = "conduct_case_too_soon"

    def __init__(self) -> None:
        super().__init__(
            _("The person still has time to answer: decide once they have, or once it is over.")
        )


class AppealTooLateError(DomainError):
    """The days to appeal are over, or one appeal was made already."""

    code = "conduct_appeal_too_late"

    def __init__(self) -> None:
        super().__init__(_("The time to appeal is over, or the appeal was made already."))


class ConductClosedError(DomainError):
    """Breaches are not followed up here: the legal basis is missing, or the module is off."""

    code = "conduct_closed"

    def __init__(self) -> None:
        super().__init__(
            _("Breaches are not followed up here yet: the charter does not record what allows it.")
        )


class BasisInvalidError(InvalidInputError):
    """What is said of the legal basis cannot be taken."""

    code = "conduct_basis_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class BasisStateError(DomainError):
    """No such proposal waits, or nothing is in force."""

    code = "conduct_basis_state"

    def __init__(self) -> None:
        super().__init__(_("This was decided in the meantime: read the page again."))


class BasisSecondPersonError(ForbiddenError):
    """Who recorded the legal basis does not agree to it."""

    code = "conduct_basis_second_person"

    def __init__(self) -> None:
        super().__init__(_("You recorded it: somebody else agrees to it."))
