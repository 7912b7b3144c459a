"""What can go wrong with accounts, their connection and their import."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class AccountNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "account_not_found"

    def __init__(self) -> None:
        super().__init__(_("This account cannot be found."))


class AccountExistsError(InvalidInputError):
    """The same account of the same network is in the register already."""

    code = "account_exists"
    status = 409

    def __init__(self, handle: str) -> None:
        message = _("%(handle)s is in the register already.") % {"handle": handle}
        super().__init__(message, fields={"address": message})


class AccountStaleError(StaleError):
    """The record was saved in between, in another window or by somebody else."""

    code = "account_stale"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This record changed while you were filling it in. Nothing was overwritten: "
                "compare below, then save again."
            )
        )


class AddressUnreadableError(InvalidInputError):
    """What was pasted names no account that can be told."""

    code = "address_unreadable"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, fields={"address": reason})


class HolderRefusedError(InvalidInputError):
    """The person named cannot hold that place."""

    code = "holder_refused"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason, fields={place: reason})


class ReadingRefusedError(InvalidInputError):
    """The figures read by hand do not hold together."""

    code = "reading_refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason, fields={field: reason})


class StatusUnchangedError(DomainError):
    """The account has that status already."""

    code = "status_unchanged"

    def __init__(self, status: str) -> None:
        super().__init__(_("This account is already “%(status)s”.") % {"status": status})


class NoWayThereError(DomainError):
    """An account cannot go from the status it has to the one asked for."""

    code = "no_way_there"

    def __init__(self, before: str, status: str) -> None:
        super().__init__(
            _("An account that is “%(before)s” cannot become “%(status)s” in one step.")
            % {"before": before, "status": status}
        )


class ConditionsUnmetError(DomainError):
    """Something must be in order before an account may change its status."""

    code = "conditions_unmet"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            _("Not yet: %(missing)s.") % {"missing": " · ".join(missing)},
            facts={"missing": list(missing)},
        )


class UndoTooLateError(DomainError):
    """The last change of status can no longer be taken back."""

    code = "undo_too_late"

    def __init__(self) -> None:
        super().__init__(
            _("This can no longer be taken back. Change the status again, with its reason.")
        )


class ClosingNotFoundError(NotFoundError):
    """The account is not being closed."""

    code = "closing_not_found"

    def __init__(self) -> None:
        super().__init__(_("This account is not being closed."))


class SecretRefusedError(InvalidInputError):
    """What was written looks like a password or a key, which no record may hold."""

    code = "secret_refused"

    def __init__(self, fields: Sequence[str]) -> None:
        message = _(
            "This looks like a password or a key. It is not kept: take it out, and change it."
        )
        super().__init__(message, fields=dict.fromkeys(fields, message))


class SheetStaleError(StaleError):
    """The sheet was written in between."""

    code = "sheet_stale"

    def __init__(self) -> None:
        super().__init__(
            _("This sheet changed while you were filling it in. Nothing was overwritten.")
        )


class AgreementRefusedError(InvalidInputError):
    """The agreement does not hold together, or the account needs none."""

    code = "agreement_refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason, fields={field: reason})


class AgreementNotFoundError(NotFoundError):
    """The agreement or its paper is missing, or its account is hidden from the asker."""

    code = "agreement_not_found"

    def __init__(self) -> None:
        super().__init__(_("This agreement cannot be found."))


class PaperAlteredError(DomainError):
    """What is kept is no longer what was filed: it is not given as if it were."""

    code = "paper_altered"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file is not the one that was filed: its digest differs. "
                "Tell whoever runs the site."
            )
        )


class PersonalAccountError(DomainError):
    """The account is somebody's own: nothing of it is watched."""

    code = "personal_account"

    def __init__(self) -> None:
        super().__init__(_("This account is personal: nothing of it is read or watched."))


class StandardNotFoundError(NotFoundError):
    """Missing, or of a unit whose accounts the asker does not edit."""

    code = "standard_not_found"

    def __init__(self) -> None:
        super().__init__(_("This standard cannot be found."))


class ChangeNotFoundError(NotFoundError):
    """Missing, hidden from the asker, or explained before."""

    code = "change_not_found"

    def __init__(self) -> None:
        super().__init__(_("This change cannot be found, or was explained already."))


class ProfileUnreadableError(DomainError):
    """The network did not show the profile; what is known of it stands."""

    code = "profile_unreadable"
    status = 422


class FindingNotFoundError(NotFoundError):
    """Missing, hidden from the asker, or settled since by other means."""

    code = "finding_not_found"

    def __init__(self) -> None:
        super().__init__(_("This suggestion cannot be found, or no longer holds."))


class FindingDecidedError(DomainError):
    """Somebody accepted it or set it aside before."""

    code = "finding_decided"

    def __init__(self) -> None:
        super().__init__(_("This suggestion was decided upon already."))


class ImportNotFoundError(NotFoundError):
    """Missing, or somebody else's."""

    code = "import_not_found"

    def __init__(self) -> None:
        super().__init__(_("This import cannot be found."))


class ImportEndedError(DomainError):
    """The file was taken in, or set aside, before."""

    code = "import_ended"

    def __init__(self) -> None:
        super().__init__(_("This import is over. Send the file again to run it again."))


class ImportFileError(InvalidInputError):
    """The file cannot be read; the code says why."""

    code = "import_file"

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason, fields={"file": reason})
        self.code = code


class ImportHeldError(DomainError):
    """Some rows are refused, and the person chose to wait until none is."""

    code = "import_held"

    def __init__(self, rejected: int) -> None:
        super().__init__(
            _("%(count)s rows are refused. Mend them, or let the good rows through.")
            % {"count": rejected}
        )


class MappingInvalidError(InvalidInputError):
    """The columns chosen cannot give an account."""

    code = "mapping_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Say in which columns the accounts are."), fields=fields)


class ConnectionFailedError(DomainError):
    """The network refused, or could not be reached; nothing was stored."""

    code = "connection_failed"
    status = 422

    def __init__(self, code: str, reason: str, *, field: str = "") -> None:
        super().__init__(reason, fields={field: reason} if field else {})
        self.code = code


class NotConnectedError(DomainError):
    """The account has no connection in force."""

    code = "not_connected"

    def __init__(self) -> None:
        super().__init__(_("This account is not connected."))
