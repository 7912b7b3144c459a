"""What can go wrong with campaigns of signatures."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError, StaleError


class CampaignNotFoundError(NotFoundError):
    """Missing, hidden, or of somebody else."""

    code = "campaign_not_found"

    def __init__(self) -> None:
        super().__init__(_("This campaign of signatures cannot be found."))


class CampaignInvalidError(InvalidInputError):
    """A field of a campaign cannot be taken."""

    code = "campaign_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This campaign cannot be kept as it is."), fields=fields)


class CampaignStateError(DomainError):
    """What was asked makes no sense where the campaign stands."""

    code = "campaign_state"

    def __init__(self, state: str) -> None:
        said = _("This campaign is %(state)s: that cannot be done any more.")
        super().__init__(said % {"state": state})


class NotOpenYetError(DomainError):
    """The day on which it opens is to come."""

    code = "campaign_not_open_yet"

    def __init__(self, day: str) -> None:
        super().__init__(_("You can sign from %(day)s on.") % {"day": day})


class CampaignClosedError(DomainError):
    """It was closed while the person was reading."""

    code = "campaign_closed"

    def __init__(self) -> None:
        super().__init__(_("This campaign is closed: your signature is no longer asked for."))


class ReplacedMeanwhileError(StaleError):
    """Another version came into force while the person was reading."""

    code = "version_replaced"

    def __init__(self) -> None:
        super().__init__(
            _(
                "A new version came into force while you were reading: nothing was signed. "
                "Read the new one, please: it says what changed."
            )
        )


class QuizFirstError(DomainError):
    """A few questions come before the signature."""

    code = "quiz_first"

    def __init__(self) -> None:
        super().__init__(_("A few questions come first: answer them, then sign."))


class NoLongerAskedError(DomainError):
    """The person left the scope of the campaign, or was excused."""

    code = "signature_no_longer_asked"

    def __init__(self) -> None:
        super().__init__(_("Your signature is no longer asked for here."))


class ObjectionInvalidError(InvalidInputError):
    """No words, or too many."""

    code = "objection_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This cannot be kept as it is."), fields=fields)


class ObjectionStateError(DomainError):
    """It is answered already, or there is one already."""

    code = "objection_state"

    def __init__(self) -> None:
        super().__init__(_("This objection is already there, or already answered."))


class OwnObjectionError(DomainError):
    """Somebody else answers an objection."""

    code = "own_objection"

    def __init__(self) -> None:
        super().__init__(_("Somebody else answers your objection."))


class CodeRefusedError(DomainError):
    """Unknown, used, too old or withdrawn: the four look alike."""

    code = "code_refused"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("This code opens nothing: it was used, has run out, or was typed differently.")
        )


class TabletClosedError(DomainError):
    """The tablet was closed, or its day is over."""

    code = "tablet_closed"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This tablet is closed. Ask whoever opened it."))


class SheetInvalidError(InvalidInputError):
    """Something of a paper list cannot be taken."""

    code = "signature_sheet_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This list cannot be kept as it is."), fields=fields)


class SheetStateError(DomainError):
    """What was asked makes no sense where the list stands."""

    code = "signature_sheet_state"

    def __init__(self, state: str) -> None:
        said = _("This list is “%(state)s”: that cannot be done any more.")
        super().__init__(said % {"state": state})


class SheetScanGoneError(DomainError):
    """The scan was erased with the data of somebody it showed."""

    code = "signature_sheet_scan_gone"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The scan of this list was erased: nothing can be compared with it. Send the list "
                "back and scan it again without that line, or throw it away."
            )
        )


class SheetRetypedError(StaleError):
    """Somebody typed the list again while it was being compared."""

    code = "signature_sheet_retyped"

    def __init__(self) -> None:
        super().__init__(
            _("This list was typed again since you opened it. Compare its lines once more.")
        )


class SecondReaderNeededError(DomainError):
    """Whoever typed a list does not check it."""

    code = "second_reader_needed"

    def __init__(self) -> None:
        super().__init__(_("Somebody else checks what you typed."))


class CarryOverInvalidError(InvalidInputError):
    """It does not say why."""

    code = "carry_over_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("These signatures cannot be carried over like this."), fields=fields)


class CarryOverStateError(DomainError):
    """There is no version before, it is decided already, or another version binds now."""

    code = "carry_over_state"

    def __init__(self) -> None:
        super().__init__(_("Signatures can only be carried over to the version that binds now."))
