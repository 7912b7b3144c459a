"""What can go wrong with policies and signatures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class PolicyNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "policy_not_found"

    def __init__(self) -> None:
        super().__init__(_("This policy cannot be found."))


class PolicyInvalidError(InvalidInputError):
    """A field of the policy cannot be taken."""

    code = "policy_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This policy cannot be kept as it is."), fields=fields)


class VersionPublishedError(DomainError):
    """A version submitted or in force never changes: write the next one."""

    code = "policy_version_published"

    def __init__(self) -> None:
        super().__init__(_("This version is published and never changes. Start the next one."))


class NothingToSignError(DomainError):
    """No version is in force, or the one shown is no longer."""

    code = "nothing_to_sign"

    def __init__(self) -> None:
        super().__init__(_("The version you read is no longer in force. Read the new one, please."))


class AlreadySignedError(DomainError):
    """One signature a person and version."""

    code = "already_signed"

    def __init__(self) -> None:
        super().__init__(_("You have signed this version already."))


class VersionComingError(DomainError):
    """One version at a time is on its way; what is submitted is not written in any more."""

    code = "policy_version_coming"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Version %(number)s is submitted: take it back first, to write in it again.")
            % {"number": number},
            facts={"number": str(number)},
        )


class DraftUnderWayError(StaleError):
    """What was written of it would be lost: whoever means it says so."""

    code = "policy_draft_under_way"

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "Version %(number)s is being written: what it says would be lost. Tick the box to "
                "replace it with this text."
            )
            % {"number": number},
            facts={"number": str(number)},
        )


class DraftStaleError(StaleError):
    """Somebody wrote in the draft since its text was read."""

    code = "policy_draft_stale"

    def __init__(self) -> None:
        super().__init__(
            _("The draft was written in elsewhere since you read it: nothing was replaced.")
        )


class VersionConsultedError(DomainError):
    """What people are asked about stays as it is until they have answered."""

    code = "policy_version_consulted"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Version %(number)s is under consultation: its text stays as it is until the end.")
            % {"number": number},
            facts={"number": str(number)},
        )


class VersionHeldError(DomainError):
    """Something must be done before this version goes to approval; each reason says what."""

    code = "policy_version_held"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))


class VersionNotWaitingError(DomainError):
    """Somebody decided, took it back, or its day came."""

    code = "policy_version_not_waiting"

    def __init__(self) -> None:
        super().__init__(_("This version no longer waits for an answer."))


class ReadAgainError(DomainError):
    """What was read is not what waits for an answer now."""

    code = "policy_read_again"

    def __init__(self) -> None:
        super().__init__(_("The text changed since you opened it. Read it again."))


class SecondPersonNeededError(DomainError):
    """The charter wants somebody else than those whose work it is."""

    code = "policy_second_person_needed"

    def __init__(self) -> None:
        super().__init__(_("Somebody else decides: you wrote it, or asked for it."))


class NobodyElseError(DomainError):
    """Submitting would leave the version waiting for ever."""

    code = "policy_nobody_else"

    def __init__(self) -> None:
        super().__init__(_("Nobody else may approve this policy. Name an approver first."))


class NotAnApproverError(ForbiddenError):
    """Others are named to approve this policy."""

    code = "policy_not_an_approver"

    def __init__(self) -> None:
        super().__init__(_("You are not among those who approve this policy."))


class WordsMissingError(InvalidInputError):
    """A decision that others read says why."""

    code = "policy_words_missing"

    def __init__(self, field: str) -> None:
        super().__init__(_("Say why."), fields={field: _("Say why, in a few words.")})


class ClauseStaleError(StaleError):
    """Somebody else wrote the clause in between; `theirs` is what they kept."""

    code = "clause_stale"

    def __init__(self, theirs: object) -> None:
        super().__init__(
            _("This clause was written in elsewhere since you opened it. Both texts are below.")
        )
        self.theirs = theirs


class SummaryStaleError(StaleError):
    """Somebody else wrote the introduction in between; `theirs` is the version they kept."""

    code = "summary_stale"

    def __init__(self, theirs: object) -> None:
        super().__init__(
            _(
                "The introduction was written in elsewhere since you opened it."
                " Both texts are below."
            )
        )
        self.theirs = theirs


class ClauseGoneError(DomainError):
    """The clause was removed, or joined to another, meanwhile."""

    code = "clause_gone"

    def __init__(self, anchor: str) -> None:
        super().__init__(
            _("Clause %(anchor)s is no longer in this draft.") % {"anchor": anchor},
            facts={"anchor": anchor},
        )


class ClauseNotMovedError(DomainError):
    """It is the first of the draft, or the last."""

    code = "clause_not_moved"

    def __init__(self) -> None:
        super().__init__(_("There is no clause on that side of it."))


class ReadingGoneError(NotFoundError):
    """It became a draft, was thrown away, or is somebody else's."""

    code = "policy_reading_gone"

    def __init__(self) -> None:
        super().__init__(_("What was read of this file is no longer kept. Add the file again."))


class ReadingStaleError(StaleError):
    """Indices of clauses mean nothing over another cut."""

    code = "policy_reading_stale"

    def __init__(self) -> None:
        super().__init__(
            _("This file was corrected in another window. Here is how it stands: look again.")
        )


class RemarkGoneError(DomainError):
    """The linter no longer says it, or it is not set aside."""

    code = "policy_remark_gone"

    def __init__(self) -> None:
        super().__init__(_("This remark no longer stands: the text changed meanwhile."))


class SpaceNotFoundError(NotFoundError):
    """Missing, hidden from the asker, or not open."""

    code = "comment_space_not_found"

    def __init__(self) -> None:
        super().__init__(_("This page cannot be found."))


class SpaceNotReadyError(DomainError):
    """Rules are shown to the public once they are in force."""

    code = "comment_space_not_ready"

    def __init__(self) -> None:
        super().__init__(_("Nothing of this policy is in force yet: there is nothing to show."))


class ModerationInvalidError(InvalidInputError):
    """A part of an act of moderation cannot be taken."""

    code = "moderation_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This act cannot be recorded as it is."), fields=fields)


class ActNotFoundError(NotFoundError):
    """Missing, or of an account whose comments the asker does not moderate."""

    code = "moderation_act_not_found"

    def __init__(self) -> None:
        super().__init__(_("This act of moderation cannot be found."))


class ActStruckError(DomainError):
    """Somebody struck it already."""

    code = "moderation_act_struck"

    def __init__(self) -> None:
        super().__init__(_("This act is struck already."))
