"""What can go wrong between an idea and its publication."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class DraftNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "draft_not_found"

    def __init__(self) -> None:
        super().__init__(_("This draft cannot be found."))


class ProofNotFoundError(NotFoundError):
    """No such proof here, or it was taken back."""

    code = "draft_proof_not_found"

    def __init__(self) -> None:
        super().__init__(_("This proof cannot be found, or it was taken back."))


class DraftLockedError(DomainError):
    """A delivery is on its way, or nobody knows yet whether it arrived."""

    code = "draft_locked"

    def __init__(self) -> None:
        super().__init__(
            _("This post is being sent, or its outcome is not known yet: it cannot be changed now.")
        )


class DraftClosedError(DomainError):
    """The draft was published or cancelled."""

    code = "draft_closed"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This draft can no longer be changed: %(status)s.") % {"status": status},
            facts={"status": status},
        )


class DraftPartlyPublishedError(DomainError):
    """Some accounts have published it: changing the text now would publish it twice there."""

    code = "draft_partly_published"

    def __init__(self) -> None:
        super().__init__(
            _("This is already out on some accounts. Copy it to a new draft to change it.")
        )


class DraftStaleError(StaleError):
    """Somebody saved the draft in between; both texts are kept in sight.

    `facts` hold who saved, when, and what they wrote.
    """

    code = "draft_stale"

    def __init__(self, *, name: str, facts: Mapping[str, object]) -> None:
        super().__init__(
            _("%(name)s changed this draft while you were writing. Nothing of either text is lost.")
            % {"name": name},
            facts=facts,
        )


class DraftBlockedError(InvalidInputError):
    """The text cannot be submitted as it stands; `fields` name each reason."""

    code = "draft_blocked"

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(_("This cannot be submitted yet: see each point below."), fields=reasons)


class DraftNotInReviewError(DomainError):
    """There is no request under way for this draft."""

    code = "draft_not_in_review"

    def __init__(self) -> None:
        super().__init__(_("This draft is not waiting for anyone."))


class AccountNotAllowedError(InvalidInputError):
    """The person may not write for that account, or it belongs to another unit."""

    code = "account_not_allowed"

    def __init__(self) -> None:
        message = _("One of these accounts is not yours to write for.")
        super().__init__(message, fields={"accounts": message})


class FindingGoneError(DomainError):
    """The words changed in between: the finding is no longer there."""

    code = "finding_gone"

    def __init__(self) -> None:
        super().__init__(_("The words changed in the meantime: this finding is no longer there."))


class DecisionUnknownError(InvalidInputError):
    """A decision is one of three: approve, ask for changes, refuse."""

    code = "decision_unknown"

    def __init__(self) -> None:
        message = _("Choose to approve, to ask for changes or to refuse.")
        super().__init__(message, fields={"verdict": message})


class RevisionChangedError(DomainError):
    """What is stored is no longer what was approved: nothing leaves."""

    code = "revision_changed"

    def __init__(self) -> None:
        super().__init__(
            _("The content stored is no longer the content submitted: nothing was sent.")
        )


class WallTimeInvalidError(InvalidInputError):
    """The date, the time or the zone cannot be read."""

    code = "wall_time_invalid"

    def __init__(self) -> None:
        message = _("This date and time cannot be read. Example: 2026-11-17 at 14:00, Paris time.")
        super().__init__(message, fields={"wall_time": message})


class WallTimePastError(InvalidInputError):
    """The moment is over."""

    code = "wall_time_past"

    def __init__(self) -> None:
        message = _("This moment has passed. Choose a later one, or publish on approval.")
        super().__init__(message, fields={"wall_time": message})


class WallTimeGapError(InvalidInputError):
    """Clocks jump over this time; `choices` are the two nearest that exist."""

    code = "wall_time_gap"

    def __init__(self, choices: Sequence[tuple[str, int]]) -> None:
        self.choices = tuple(choices)
        message = _("Clocks go forward that night: this time does not exist. Choose one beside it.")
        super().__init__(
            message, fields={"wall_time": message}, facts={"choices": [c[0] for c in choices]}
        )


class WallTimeFoldError(InvalidInputError):
    """Clocks go back over this time: it happens twice; `choices` are the two, with their fold."""

    code = "wall_time_fold"

    def __init__(self, choices: Sequence[tuple[str, int]]) -> None:
        self.choices = tuple(choices)
        message = _("Clocks go back that night: this time happens twice. Which one?")
        super().__init__(
            message, fields={"wall_time": message}, facts={"choices": [c[0] for c in choices]}
        )


class AssigneeRefusedError(InvalidInputError):
    """The person may not write for the draft's unit."""

    code = "assignee_refused"

    def __init__(self, name: str) -> None:
        message = _("%(name)s may not write for this unit.") % {"name": name}
        super().__init__(message, fields={"person": message})
