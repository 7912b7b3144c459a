"""What the ledger refuses. Most are defects of ours, and loud on purpose: no entry, no change."""

from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError, NotFoundError


class LedgerDefectError(RuntimeError):
    """The code asked the ledger for something it must never do; the change is rolled back."""


class UngovernedSubjectError(LedgerDefectError):
    """The subject's class does not say how it is recorded (`ledger_kind`, `ledger_clear`...)."""


class UndeclaredVerbError(LedgerDefectError):
    """The verb is not among the `ledger_verbs` of the subject's class."""


class UnrecordableValueError(LedgerDefectError):
    """A value has no place in a leaf: a float, a type without an agreed form, or a reserved key."""


class LeafTooLargeError(LedgerDefectError):
    """A leaf would pass 16 KiB; leaves hold statuses, references and digests, never content."""


class LedgerBrokenError(LedgerDefectError):
    """The stored tree is not the tree its head describes."""


class EntryNotFoundError(NotFoundError):
    """No such entry, or the link to it was not made by this site."""

    code = "ledger_entry_not_found"

    def __init__(self) -> None:
        super().__init__(str(_("There is no such entry in the journal.")))


class NotYetSealedError(DomainError):
    """The entry is newer than the last signed checkpoint: its proof comes with the next one."""

    code = "ledger_not_yet_sealed"

    def __init__(self) -> None:
        super().__init__(
            str(_("This entry will be signed within a minute; its proof is not ready yet."))
        )
