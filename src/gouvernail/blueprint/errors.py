"""What can go wrong with a model kept as files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)
from gouvernail.kernel.rules.problems import Problem


class ModelFilesError(InvalidInputError):
    """The folder cannot be read, or holds no file of a model."""

    code = "model_files"


class ModelFolderError(InvalidInputError):
    """Writing the model there would lose what somebody changed, or mix two models."""

    code = "model_folder"

    def __init__(self, *, changed: Sequence[str], foreign: Sequence[str]) -> None:
        said = _(
            "This folder holds files that are not what the site would write; nothing was written. "
            "With --force, those that differ are written over and the others stay."
        )
        fields = dict.fromkeys(changed, _("differs from the site"))
        super().__init__(said, fields=fields | dict.fromkeys(foreign, _("not in the model")))


class ModelInvalidError(InvalidInputError):
    """The files are wrong; `problems` say where, every one of them."""

    code = "model_invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        language = "fr" if (get_language() or "").startswith("fr") else "en"
        lines = {f"{p.file}:{p.line}:{p.column}": p.message[language] for p in self.problems}
        number = len(self.problems)
        said = ngettext(
            "The files hold %(number)s fault.", "The files hold %(number)s faults.", number
        ) % {"number": number}
        super().__init__(said, fields=lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands in the files: `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}.yaml:{self.line}"


class ModelRefusedError(DomainError):
    """The site refused one of the changes; nothing was applied."""

    code = "model_refused"

    def __init__(self, *, place: str, what: str, why: DomainError) -> None:
        details = " ".join((why.message, *(words for words in why.fields.values() if words)))
        super().__init__(
            _("%(place)s: %(what)s: %(why)s Nothing was applied.")
            % {"place": place, "what": what, "why": details},
            facts={"refused_for": why.code},
        )


class PlanStaleError(StaleError):
    """The site or the files changed since the plan was read."""

    code = "plan_stale"

    def __init__(self) -> None:
        super().__init__(
            _("The site or the files changed since this plan. Read the new plan, then apply it.")
        )


class DraftInTheWayError(DomainError):
    """Somebody writes the next version by hand: files do not write over their words."""

    code = "draft_in_the_way"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody is writing its next version. Put that draft in force, or give it up.")
        )


class ModelSecondPersonError(DomainError):
    """The charter wants a second person to agree to this plan."""

    code = "model_second_person_needed"

    def __init__(self) -> None:
        super().__init__(_("The charter wants a second person to agree before this is applied."))


class OwnApplicationError(DomainError):
    """Whoever asked for a model to be applied answers to somebody else."""

    code = "model_application_own"

    def __init__(self) -> None:
        super().__init__(_("You asked for it: somebody else agrees or refuses."))


class ApplicationNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "model_application_not_found"

    def __init__(self) -> None:
        super().__init__(_("These files that wait to be applied cannot be found."))


class ApplicationOverError(DomainError):
    """It was answered, taken back, or is out of date."""

    code = "model_application_over"

    def __init__(self) -> None:
        super().__init__(_("It no longer waits for an answer."))


class ReasonMissingError(InvalidInputError):
    """A refusal says why."""

    code = "model_reason_missing"

    def __init__(self) -> None:
        said = _("Say why.")
        super().__init__(said, fields={"comment": said})
