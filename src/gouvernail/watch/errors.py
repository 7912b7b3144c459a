"""What can go wrong with watches, reports and reviews."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class ReportNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "situation_report_not_found"

    def __init__(self) -> None:
        super().__init__(_("This situation report cannot be found."))


class LinkOverError(NotFoundError):
    """A link to acknowledge that never was one, or is one no more."""

    code = "report_link_over"

    def __init__(self) -> None:
        super().__init__(_("This link is no longer valid. Ask whoever sent you the report."))


class WatchPartNotFoundError(NotFoundError):
    """A recipient, a relief, an action or a page that is not there."""

    code = "watch_part_not_found"

    def __init__(self) -> None:
        super().__init__(_("This part of the watch cannot be found."))


class WatchInvalidError(InvalidInputError):
    """Something said of the watch cannot be taken as it is."""

    code = "watch_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something is missing or cannot be taken: see below."), fields=fields)


class NoWatchError(DomainError):
    """The clock of an incident has not begun yet."""

    code = "watch_not_open"

    def __init__(self) -> None:
        super().__init__(_("The clock of this incident has not begun yet: try in a minute."))


class ReportSentError(DomainError):
    """What was sent is not written any more."""

    code = "situation_report_sent"

    def __init__(self) -> None:
        super().__init__(_("This report has left, or is no longer expected: write in the next."))


class ReportChangedError(StaleError):
    """Somebody else wrote in it meanwhile."""

    code = "situation_report_changed"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s wrote in this report meanwhile. Your words are kept below.")
            % {"name": name}
        )


class NobodyToTellError(DomainError):
    """A report without readers goes nowhere."""

    code = "situation_report_without_readers"

    def __init__(self) -> None:
        super().__init__(_("Nobody would get this report: say first to whom it goes."))


class ReliefAnsweredError(DomainError):
    """The handover was answered or taken back already, or the seat changed hands."""

    code = "watch_relief_answered"

    def __init__(self) -> None:
        super().__init__(_("This handover is over, or somebody else is on duty now."))


class NotYoursToAnswerError(DomainError):
    """Only who is to take the watch says yes."""

    code = "watch_relief_of_another"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Only the person who is asked can accept the watch."))


class IncidentOpenError(DomainError):
    """A review looks back: the incident must be over."""

    code = "incident_still_open"

    def __init__(self) -> None:
        super().__init__(_("This incident is still open: close it, then look back."))


class ReviewDoneError(DomainError):
    """A finished review is read, and written no more."""

    code = "incident_review_finished"

    def __init__(self) -> None:
        super().__init__(_("This review is finished: only its actions still move."))


class ImprovementSettledError(DomainError):
    """It was done or given up already."""

    code = "review_action_settled"

    def __init__(self) -> None:
        super().__init__(_("This action was settled already."))
