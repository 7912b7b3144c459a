"""What can go wrong with plans, incidents and calls."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


class IncidentNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "incident_not_found"

    def __init__(self) -> None:
        super().__init__(_("This incident cannot be found."))


class PlanNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "crisis_plan_not_found"

    def __init__(self) -> None:
        super().__init__(_("This plan cannot be found."))


class ContactNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "crisis_contact_not_found"

    def __init__(self) -> None:
        super().__init__(_("This contact cannot be found."))


class PartNotFoundError(NotFoundError):
    """A seat, a task, a call, a statement or a message that is not there."""

    code = "incident_part_not_found"

    def __init__(self) -> None:
        super().__init__(_("This part of the incident or of the plan cannot be found."))


class IncidentInvalidError(InvalidInputError):
    """Something said of the incident cannot be taken as it is."""

    code = "incident_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing: see below."), fields=fields)


class PlanInvalidError(InvalidInputError):
    """Something of the plan, of a statement or of a contact cannot be taken as it is."""

    code = "crisis_plan_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This plan cannot be kept as it is."), fields=fields)


class IncidentClosedError(DomainError):
    """It is over: its record is read, and written no more."""

    code = "incident_closed"

    def __init__(self) -> None:
        super().__init__(_("This incident is closed: nothing is added to it any more."))


class IncidentFrozenError(DomainError):
    """Publishing is still stopped for this incident."""

    code = "incident_still_frozen"

    def __init__(self) -> None:
        super().__init__(_("A freeze made from this room still stands: lift it first, by two."))


class SeatTakenError(DomainError):
    """The seat changed hands since the page was read."""

    code = "incident_seat_taken"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s took this seat meanwhile.") % {"name": name})


class SituationChangedError(InvalidInputError):
    """Somebody else wrote where things stand since the page was read."""

    code = "incident_situation_changed"

    def __init__(self) -> None:
        message = _(
            "Somebody wrote it anew meanwhile, as it stands above. "
            "Save again to put your words in its place."
        )
        super().__init__(message, fields={"situation": message})


class SettledError(DomainError):
    """A task, a call or a message was settled already."""

    code = "incident_part_settled"

    def __init__(self) -> None:
        super().__init__(_("This was settled already: nothing was changed."))


class StatementStateError(DomainError):
    """What is asked makes no sense where the statement stands now."""

    code = "crisis_statement_state"

    def __init__(self, status: str) -> None:
        super().__init__(_("This statement is now: %(status)s.") % {"status": status})


class StatementChangedError(DomainError):
    """Its words are not those that were read."""

    code = "crisis_statement_changed"

    def __init__(self) -> None:
        super().__init__(_("These words changed since you read them: read them again."))


class StatementOfOwnError(DomainError):
    """Whoever wrote or submitted a statement does not approve it."""

    code = "crisis_statement_of_own"

    def __init__(self) -> None:
        super().__init__(_("You wrote or submitted these words: somebody else approves them."))


class PlanChangedError(InvalidInputError):
    """Somebody else changed it since the page was read."""

    code = "crisis_plan_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this meanwhile. "
                "Your text is kept here: open the page again beside it."
            )
        )


class PlanPolicyWaitsError(DomainError):
    """A version of the policy is with those who approve it."""

    code = "crisis_plan_policy_waits"

    def __init__(self) -> None:
        super().__init__(
            _("The policy of this plan is waiting: its text is not to be changed now.")
        )
