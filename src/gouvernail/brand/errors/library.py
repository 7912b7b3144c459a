"""What can go wrong with the library, rights, picture checks and partners."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class LibraryNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "library_not_found"

    def __init__(self) -> None:
        super().__init__(_("This is not in the brand library, or not for you to see."))


class LibraryRefusedError(InvalidInputError):
    """Something said of an item cannot be taken; it is told at its field."""

    code = "library_refused"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, fields={field: message})


class OwnVersionError(ForbiddenError):
    """Nobody approves the version they added."""

    code = "library_own_version"

    def __init__(self) -> None:
        super().__init__(_("You added this version: another person approves it."))


class VersionSettledError(DomainError):
    """It was approved before, or is no longer the newest."""

    code = "library_version_settled"

    def __init__(self) -> None:
        super().__init__(_("This version is approved already, or a newer one is in force."))


class ItemWithdrawnError(DomainError):
    """Nothing changes in an item that was withdrawn."""

    code = "library_item_withdrawn"

    def __init__(self) -> None:
        super().__init__(_("This was withdrawn from the library; what carries it keeps it."))


class KeeperOnlyError(ForbiddenError):
    """Rights are said by who keeps them."""

    code = "library_keeper_only"

    def __init__(self) -> None:
        super().__init__(_("Only the keeper of the rights, or who edits the brand, says so."))


class ExtensionOpenError(DomainError):
    """Two questions about one item would get two answers."""

    code = "rights_extension_open"

    def __init__(self) -> None:
        super().__init__(_("Somebody has asked for more time already: it waits for its answer."))


class ExtensionAnsweredError(DomainError):
    """It was answered before."""

    code = "rights_extension_answered"

    def __init__(self) -> None:
        super().__init__(_("This was answered already."))


class ContractOverError(DomainError):
    """A contract ends once."""

    code = "partner_contract_over"

    def __init__(self) -> None:
        super().__init__(_("This contract is over already."))


class PartnerPostSettledError(DomainError):
    """It is settled, or there is nothing to ask."""

    code = "partner_post_settled"

    def __init__(self) -> None:
        super().__init__(_("This post is settled, or there is nothing to correct in it."))
