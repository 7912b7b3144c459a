"""What can go wrong with training."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class CourseNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "course_not_found"

    def __init__(self) -> None:
        super().__init__(_("This course cannot be found."))


class CourseInvalidError(InvalidInputError):
    """A field of a course, a version or a lesson cannot be taken."""

    code = "course_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This course cannot be kept as it is."), fields=fields)


class CourseVersionStateError(DomainError):
    """A published text never changes; a draft is started once."""

    code = "course_version_state"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class NothingToLearnError(DomainError):
    """No version of the course is published, or it is archived."""

    code = "nothing_to_learn"

    def __init__(self) -> None:
        super().__init__(_("This course has no published version to follow now."))


class LessonsLeftError(DomainError):
    """Its lessons are not read, its exercises or its quiz not passed: it says which.

    `lessons`: how many are left; `scenarios`: the titles of the exercises left; `quiz`: the title
    of the quiz that ends the course; `to`: the address where one goes on.
    """

    code = "lessons_left"

    def __init__(
        self, *, lessons: int = 0, scenarios: Sequence[str] = (), quiz: str = "", to: str = ""
    ) -> None:
        self.to = to
        left = [*scenarios, quiz] if quiz else [*scenarios]
        said = [_("“%(title)s”") % {"title": title} for title in left]
        if lessons:
            counted = ngettext("%(lessons)s lesson", "%(lessons)s lessons", lessons)
            said.insert(0, counted % {"lessons": lessons})
        what = ", ".join(said)
        super().__init__(
            _("Still to be done before this: %(what)s.") % {"what": what}
            if said
            else _("This quiz does not end this course any more: open the course again.")
        )


class QuizNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "quiz_not_found"

    def __init__(self) -> None:
        super().__init__(_("This quiz cannot be found."))


class QuestionInvalidError(InvalidInputError):
    """A question that cannot be answered rightly, or does not say why."""

    code = "question_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This question cannot be kept as it is."), fields=fields)


class QuizInvalidError(InvalidInputError):
    """A quiz or a bank cannot be kept as it is."""

    code = "quiz_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This quiz cannot be kept as it is."), fields=fields)


class NoAttemptLeftError(DomainError):
    """Every attempt was used, or the next is not allowed yet."""

    code = "no_attempt_left"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class AttemptNotFoundError(NotFoundError):
    """Missing, or somebody else's."""

    code = "attempt_not_found"

    def __init__(self) -> None:
        super().__init__(_("This attempt cannot be found."))


class AttemptStateError(DomainError):
    """It is over, or that question was answered."""

    code = "attempt_state"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class AnswerInvalidError(InvalidInputError):
    """Nothing was chosen, or something that was not offered."""

    code = "answer_invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"answer": message})


class CertificateNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "certificate_not_found"

    def __init__(self) -> None:
        super().__init__(_("This certificate cannot be found."))


class CertificateStateError(DomainError):
    """It was withdrawn before."""

    code = "certificate_state"

    def __init__(self) -> None:
        super().__init__(_("This certificate has been withdrawn already."))


class OwnTrainingError(ForbiddenError):
    """Nobody certifies, exempts or accepts for themselves."""

    code = "own_training"

    def __init__(self) -> None:
        super().__init__(_("This concerns you: somebody else decides it."))


class ProofInvalidError(InvalidInputError):
    """A certificate from elsewhere cannot be taken."""

    code = "outside_proof_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This proof cannot be taken."), fields=fields)


class ProofStateError(DomainError):
    """It was answered, or another one waits."""

    code = "outside_proof_state"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class AssignmentNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "assignment_not_found"

    def __init__(self) -> None:
        super().__init__(_("This request to follow a course cannot be found."))


class AssignmentInvalidError(InvalidInputError):
    """It addresses nobody, or its day is past."""

    code = "assignment_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This request cannot be kept as it is."), fields=fields)


class AssignmentEndedError(DomainError):
    """It ended before."""

    code = "assignment_ended"

    def __init__(self) -> None:
        super().__init__(_("This has ended already."))


class ResourceNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "resource_not_found"

    def __init__(self) -> None:
        super().__init__(_("This resource cannot be found."))


class ResourceInvalidError(InvalidInputError):
    """It holds nothing, or a field cannot be taken."""

    code = "resource_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This resource cannot be kept as it is."), fields=fields)


class SessionNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "training_session_not_found"

    def __init__(self) -> None:
        super().__init__(_("This session cannot be found."))


class SessionInvalidError(InvalidInputError):
    """Its hours, seats or people cannot be taken."""

    code = "training_session_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This session cannot be kept as it is."), fields=fields)


class SessionStateError(DomainError):
    """It is over, cancelled, or has not begun."""

    code = "training_session_state"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class FileRefusedError(InvalidInputError):
    """A file that training does not keep."""

    code = "training_file_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"file": message})


class ImportRefusedError(InvalidInputError):
    """A file of completions that cannot be read."""

    code = "completions_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"file": message})


class ImportNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "completion_import_not_found"

    def __init__(self) -> None:
        super().__init__(_("This import does not exist."))


class ImportStateError(DomainError):
    """An import of completions that is no longer where this could be done."""

    code = "completion_import_state"

    def __init__(self, status: str) -> None:
        super().__init__(_("This import is “%(status)s” by now.") % {"status": status})


class ImportFileGoneError(DomainError):
    """An import that could go on, but its file is kept no longer."""

    code = "completion_import_file_gone"

    def __init__(self) -> None:
        super().__init__(
            _("Its file is no longer kept here. Send it again: what is recorded stays known.")
        )


class ScenarioNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "scenario_not_found"

    def __init__(self) -> None:
        super().__init__(_("This scenario cannot be found."))


class ScenarioInvalidError(InvalidInputError):
    """A field of a scenario cannot be taken."""

    code = "scenario_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This scenario cannot be kept as it is."), fields=fields)


class ScenarioStaleError(InvalidInputError):
    """What is written of a scenario is no longer what was read."""

    code = "scenario_stale"

    def __init__(self) -> None:
        super().__init__(
            _(
                "What is written was changed since you opened this page. What you typed is here:"
                " keep it again to put it in the place of what was written meanwhile."
            )
        )


class RunNotFoundError(NotFoundError):
    """Missing, or somebody else's."""

    code = "scenario_run_not_found"

    def __init__(self) -> None:
        super().__init__(_("This practice cannot be found."))


class RunStateError(DomainError):
    """It is over, or not over yet, or not of that kind."""

    code = "scenario_run_state"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class MoveInvalidError(InvalidInputError):
    """What was answered in a practice cannot be taken."""

    code = "scenario_move_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("This cannot be taken as it is."), fields=fields)
