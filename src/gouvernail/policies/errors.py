"""What can go wrong with policies and signatures."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError


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
    """A version in force never changes: write the next one."""

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
