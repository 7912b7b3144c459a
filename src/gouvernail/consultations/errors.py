"""What can go wrong with consultations and remarks."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


class ConsultationNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "consultation_not_found"

    def __init__(self) -> None:
        super().__init__(_("This consultation cannot be found."))


class RemarkNotFoundError(NotFoundError):
    """Missing, hidden from the asker, or not the one of this code."""

    code = "remark_not_found"

    def __init__(self) -> None:
        super().__init__(_("This remark cannot be found."))


class ConsultationInvalidError(InvalidInputError):
    """Something of the consultation cannot be taken as it is."""

    code = "consultation_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This consultation cannot be kept as it is."), fields=fields)


class RemarkInvalidError(InvalidInputError):
    """Something of the remark, or of its answer, cannot be taken as it is."""

    code = "remark_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class ConsultationStateError(DomainError):
    """What is asked makes no sense where the consultation stands now."""

    code = "consultation_state"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This cannot be done now: the consultation is “%(status)s”.") % {"status": status},
            facts={"status": status},
        )


class NotAskedError(DomainError):
    """Whoever runs a consultation is not always among those it asks."""

    code = "consultation_not_asked"

    def __init__(self) -> None:
        super().__init__(_("This consultation does not ask you: you may read it."))


class RemarkClosedError(DomainError):
    """It is answered, withdrawn, or the window is over."""

    code = "remark_closed"

    def __init__(self) -> None:
        super().__init__(_("This remark can no longer be changed."))


class TooManyRemarksError(DomainError):
    """One person writes more than anybody can answer."""

    code = "remarks_too_many"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("You have sent %(most)s remarks: that is the most. Edit one of them instead.")
            % {"most": most},
            facts={"most": most},
        )
