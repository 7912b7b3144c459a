"""What can go wrong with packs of rules and with setting a finding aside."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError, StaleError
from gouvernail.kernel.rules import Problem


class PackNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "pack_not_found"

    def __init__(self) -> None:
        super().__init__(_("This rule pack cannot be found."))


class PackBrokenError(InvalidInputError):
    """The file cannot be used; `problems` says where, all of them at once."""

    code = "pack_broken"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        language = "en" if (get_language() or "").startswith("en") else "fr"
        super().__init__(
            _("This file cannot be used yet: see each line named below."),
            fields={
                f"{problem.line}:{problem.column}": problem.message[language]
                for problem in self.problems
            },
        )


class PackUnchangedError(DomainError):
    """The file says what the version in force says already."""

    code = "pack_unchanged"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("This file says exactly what version %(number)s says: nothing to adopt.")
            % {"number": number}
        )


class PackAlreadyThereError(DomainError):
    """Another pack has this identifier."""

    code = "pack_already_there"

    def __init__(self, slug: str) -> None:
        super().__init__(
            _("A pack named %(slug)s already exists: add a version to it.") % {"slug": slug}
        )


class VersionNotDraftError(DomainError):
    """Only a draft can be changed or submitted."""

    code = "pack_version_not_draft"

    def __init__(self) -> None:
        super().__init__(_("This version was submitted before: write a new one."))


class VersionNotInReviewError(DomainError):
    """It does not wait for anybody's agreement."""

    code = "pack_version_not_in_review"

    def __init__(self) -> None:
        super().__init__(_("This version is not under review."))


class VersionNotWaitingError(DomainError):
    """What binds already, or never will, cannot be taken back."""

    code = "pack_version_not_waiting"

    def __init__(self) -> None:
        super().__init__(_("Only a version that does not bind yet can be withdrawn."))


class VersionAlreadyComingError(DomainError):
    """Two versions on their way would hide which one follows."""

    code = "pack_version_already_coming"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Version %(number)s is under review or waits for its date: see to it first.")
            % {"number": number}
        )


class VersionUntriedError(InvalidInputError):
    """A change is tried over past posts, or its author says why not."""

    code = "pack_version_untried"

    def __init__(self) -> None:
        message = _("Try it over past posts first, or say why not.")
        super().__init__(message, fields={"untried_reason": message})


class ExamplesFailError(DomainError):
    """A rule that fails its own examples does not do what its author says."""

    code = "pack_examples_fail"

    def __init__(self, rules: Sequence[str]) -> None:
        super().__init__(
            _("Examples fail in: %(rules)s. Correct them before you submit.")
            % {"rules": ", ".join(rules)}
        )


class PackRetiredError(DomainError):
    """What is out of use changes no more."""

    code = "pack_retired"

    def __init__(self) -> None:
        super().__init__(_("This rule pack is out of use."))


class RetirementNotAskedError(DomainError):
    """Nobody asked for it, or it was answered."""

    code = "pack_retirement_not_asked"

    def __init__(self) -> None:
        super().__init__(_("Nobody asks to retire this rule pack."))


class SecondPersonNeededError(DomainError):
    """The charter wants somebody else than those whose change it is."""

    code = "rules_second_person_needed"

    def __init__(self) -> None:
        super().__init__(_("Somebody else decides: it is your own change."))


class RuleNotFoundError(NotFoundError):
    """The version in force has no such rule."""

    code = "rule_not_found"

    def __init__(self) -> None:
        super().__init__(_("This rule is not in force."))


class ControlNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "rule_control_not_found"

    def __init__(self) -> None:
        super().__init__(_("This change of level cannot be found."))


class ControlSettledError(DomainError):
    """It was decided or withdrawn before, or counts already."""

    code = "rule_control_settled"

    def __init__(self) -> None:
        super().__init__(_("This change of level was settled before."))


class ControlMovedError(DomainError):
    """What was asked was compared with a level that no longer stands."""

    code = "rule_control_moved"

    def __init__(self, level: str) -> None:
        super().__init__(
            _("Meanwhile this rule came to stand at “%(level)s” there: reject this, ask again.")
            % {"level": level}
        )


class ControlUnchangedError(InvalidInputError):
    """It stands there already."""

    code = "rule_control_unchanged"

    def __init__(self) -> None:
        message = _("Every rule you chose stands at this level already.")
        super().__init__(message, fields={"control": message})


class ControlAlreadyAskedError(InvalidInputError):
    """Somebody asked for another level of that rule there, and nobody answered yet."""

    code = "rule_control_already_asked"

    def __init__(self, rule: str) -> None:
        message = _("A change of %(rule)s waits for its answer there.") % {"rule": rule}
        super().__init__(message, fields={"rules": message})


class ControlLooserError(InvalidInputError):
    """Below the pack's own unit a rule can be stricter, never looser."""

    code = "rule_control_looser"

    def __init__(self, unit: str) -> None:
        message = _("Stricter than %(unit)s is allowed, looser is not: ask for a waiver.")
        message = message % {"unit": unit}
        super().__init__(message, fields={"control": message})


class OutOfReachError(InvalidInputError):
    """A pack binds its unit and what stands below it, nothing else."""

    code = "rule_out_of_reach"

    def __init__(self, unit: str) -> None:
        message = _("This rule pack does not bind %(unit)s.") % {"unit": unit}
        super().__init__(message, fields={"unit": message})


class WhenOutOfReachError(InvalidInputError):
    """A date is after now and within the year."""

    code = "rule_date_out_of_reach"

    def __init__(self, field: str) -> None:
        message = _("Choose a date after now, within a year.")
        super().__init__(message, fields={field: message})


class ReasonMissingError(InvalidInputError):
    """Whoever reads the journal later finds why."""

    code = "rule_reason_missing"

    def __init__(self, field: str = "reason") -> None:
        message = _("Say why: whoever reads the journal later finds it there.")
        super().__init__(message, fields={field: message})


class WaiverNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "waiver_not_found"

    def __init__(self) -> None:
        super().__init__(_("This waiver cannot be found."))


class WaiverSettledError(DomainError):
    """It was answered, withdrawn or ended before."""

    code = "waiver_settled"

    def __init__(self) -> None:
        super().__init__(_("This waiver was settled before."))


class VerdictNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "verdict_not_found"

    def __init__(self) -> None:
        super().__init__(_("This verdict cannot be found."))


class DismissalNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "dismissal_not_found"

    def __init__(self) -> None:
        super().__init__(_("This finding set aside cannot be found."))


class DismissalWithdrawnError(DomainError):
    """It was taken back before."""

    code = "dismissal_withdrawn"

    def __init__(self) -> None:
        super().__init__(_("This finding counts again already."))


class PublishedSettledError(DomainError):
    """Somebody set the publication aside, or brought it back, in between."""

    code = "published_settled"

    def __init__(self) -> None:
        super().__init__(_("Somebody answered for this publication in between: see the list."))


class DismissalReasonMissingError(InvalidInputError):
    """A finding is set aside for a reason that a reader will see."""

    code = "dismissal_reason_missing"

    def __init__(self) -> None:
        message = _("Say why this finding does not apply here.")
        super().__init__(message, fields={"reason": message})


class FindingNotDismissibleError(DomainError):
    """The rule says that nobody may set it aside."""

    code = "finding_not_dismissible"

    def __init__(self) -> None:
        super().__init__(_("This rule cannot be set aside: change the text."))


class ManuscriptStaleError(StaleError):
    """Somebody wrote in between; both texts are kept in sight."""

    code = "manuscript_stale"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s changed these rules since this page was opened. Nothing is lost.")
            % {"name": name}
        )


class ManuscriptTooLongError(InvalidInputError):
    """Longer than a pack may be."""

    code = "manuscript_too_long"

    def __init__(self, most: int) -> None:
        message = _("A rule pack holds %(most)s characters at most.") % {"most": most}
        super().__init__(message, fields={"yaml": message})


class NothingToUndoError(DomainError):
    """Nothing was changed, or it was too long ago."""

    code = "manuscript_nothing_to_undo"

    def __init__(self) -> None:
        super().__init__(_("There is nothing to undo."))


class TrialNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "trial_not_found"

    def __init__(self) -> None:
        super().__init__(_("This trial of rules cannot be found."))


class TrialMovedOnError(DomainError):
    """It is over already: nothing is left to stop."""

    code = "trial_moved_on"

    def __init__(self) -> None:
        super().__init__(_("This trial is over already."))
