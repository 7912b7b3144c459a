"""What can go wrong with packs of rules and with setting a finding aside."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError
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
    """Only a version that was never in force can be adopted."""

    code = "pack_version_not_draft"

    def __init__(self) -> None:
        super().__init__(_("This version was adopted before."))


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
