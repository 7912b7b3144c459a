"""What can go wrong in the archive."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class RecordNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "record_not_found"

    def __init__(self) -> None:
        super().__init__(_("This record cannot be found."))


class HistoryNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "history_not_found"

    def __init__(self) -> None:
        super().__init__(_("This import cannot be found."))


class HistoryMovedOnError(DomainError):
    """The import is no longer where this could be done."""

    code = "history_moved_on"

    def __init__(self, status: str) -> None:
        super().__init__(_("This import is: %(status)s. Nothing was changed.") % {"status": status})


class HistoryChangedError(StaleError):
    """The preview is no longer the one that was shown."""

    code = "history_changed"

    def __init__(self) -> None:
        super().__init__(_("This file is read another way since you looked: look at it again."))


class HistoryEmptyError(DomainError):
    """Nothing of the file can be read as it stands."""

    code = "history_empty"

    def __init__(self) -> None:
        super().__init__(_("No publication can be read in this file: there is nothing to take in."))


class HistoryReasonMissingError(InvalidInputError):
    """Setting an import aside is explained."""

    code = "history_reason_missing"

    def __init__(self) -> None:
        message = _("Say why it is set aside.")
        super().__init__(message, fields={"reason": message})


class ArchiveRefusedError(InvalidInputError):
    """The file is no archive that can be read."""

    code = "archive_refused"

    def __init__(self, words: str, problem: str) -> None:
        super().__init__(words, fields={"file": words}, facts={"problem": problem})


class RetentionInvalidError(InvalidInputError):
    """A class of retention cannot be written so."""

    code = "retention_invalid"


class RetentionNotFoundError(NotFoundError):
    """Missing, or out of use."""

    code = "retention_not_found"

    def __init__(self) -> None:
        super().__init__(_("This class of retention cannot be found."))
