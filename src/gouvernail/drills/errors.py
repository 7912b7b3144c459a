"""What can go wrong with scenarios and drills."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


class ScenarioNotFoundError(NotFoundError):
    """Missing, put away, or hidden from the asker."""

    code = "drill_scenario_not_found"

    def __init__(self) -> None:
        super().__init__(_("This scenario cannot be found."))


class DrillNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "drill_not_found"

    def __init__(self) -> None:
        super().__init__(_("This drill cannot be found."))


class DrillInvalidError(InvalidInputError):
    """Something said of a scenario or a drill cannot be taken as it is."""

    code = "drill_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing or cannot be taken: see below."), fields=fields)


class ScenarioIncompleteError(DomainError):
    """A drill needs roles, events and expected acts."""

    code = "drill_scenario_incomplete"

    def __init__(self) -> None:
        super().__init__(
            _("This scenario is not complete: it needs a role, a first sign and an expected act.")
        )


class DrillStateError(DomainError):
    """It has begun, ended, or not begun yet."""

    code = "drill_not_now"

    def __init__(self) -> None:
        super().__init__(_("This cannot be done now: the drill moved on. Load the page again."))


class NobodyMayAlarmError(DomainError):
    """Whoever raises the alarm declares an incident: somebody of the team must be allowed to."""

    code = "drill_without_alarm"

    def __init__(self) -> None:
        super().__init__(_("Nobody of this team may declare an incident: add somebody who may."))


class NotPlayingError(DomainError):
    """Only the team plays, only the trainer leads."""

    code = "drill_not_yours"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Only the team plays, and only the trainer leads."))
