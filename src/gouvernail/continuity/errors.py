"""What can stop a backup, a restore or a drill; said so that an operator can act on it."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, NotFoundError


class BackupFailedError(DomainError):
    """The copy could not be made; nothing half made is left under a backup's name."""

    code = "backup_failed"
    status = 500

    def __init__(self, reason: str) -> None:
        super().__init__(_("The backup could not be made: %(reason)s") % {"reason": reason})


class BackupUnderWayError(DomainError):
    """Another backup into the same folder has not ended."""

    code = "backup_under_way"

    def __init__(self) -> None:
        super().__init__(_("Another backup into this folder is under way."))


class BackupNotFoundError(NotFoundError):
    """No backup is there."""

    code = "backup_not_found"

    def __init__(self, place: str) -> None:
        super().__init__(_("There is no backup at %(place)s.") % {"place": place})


class BackupDamagedError(DomainError):
    """The files are not those of the manifest."""

    code = "backup_damaged"

    def __init__(self, *, path: str, reason: str) -> None:
        super().__init__(
            _("The backup is not whole: %(path)s %(reason)s.") % {"path": path, "reason": reason}
        )


class BackupLockedError(DomainError):
    """It is encrypted, and the private key for it was not given."""

    code = "backup_locked"

    def __init__(self, key: str) -> None:
        super().__init__(
            _("This backup is encrypted to key %(key)s. Give its private key with --identity.")
            % {"key": key}
        )


class BackupOfAnotherKindError(DomainError):
    """SQLite and PostgreSQL copies do not restore into one another."""

    code = "backup_of_another_kind"

    def __init__(self, *, held: str, here: str) -> None:
        super().__init__(
            _("The backup holds a %(held)s database and this home is set for %(here)s.")
            % {"held": held, "here": here}
        )


class BackupOfAnotherLogError(DomainError):
    """Restored under another name, its journal could not be verified."""

    code = "backup_of_another_log"

    def __init__(self, held: str) -> None:
        super().__init__(
            _("The journal in the backup is %(held)s. Set GOUVERNAIL_LEDGER_ORIGIN to that.")
            % {"held": held}
        )


class BackupTooNewError(DomainError):
    """It knows migrations that this version does not."""

    code = "backup_too_new"

    def __init__(self, version: str) -> None:
        super().__init__(
            _("The backup was made by version %(version)s. Install that version or a later one.")
            % {"version": version}
        )


class HomeNotEmptyError(DomainError):
    """There is a site already; replacing it must be asked for."""

    code = "home_not_empty"

    def __init__(self) -> None:
        super().__init__(
            _("There is a site here already. With --replace it is kept aside and replaced.")
        )


class SiteRunningError(DomainError):
    """A process of the site gave a sign of life a moment ago."""

    code = "site_running"

    def __init__(self, processes: str) -> None:
        super().__init__(
            _("The site is running (%(processes)s). Stop it first.") % {"processes": processes}
        )
