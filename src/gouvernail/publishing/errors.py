"""What can go wrong between approval and publication."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class DeliveryNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "delivery_not_found"

    def __init__(self) -> None:
        super().__init__(_("This publication cannot be found."))


class DeliveryMovedOnError(DomainError):
    """The delivery is no longer in a state that allows the act."""

    code = "delivery_moved_on"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This publication is now: %(status)s.") % {"status": status},
            facts={"status": status},
        )


class InFlightError(DomainError):
    """Something is being sent, or its outcome is unknown: the content stays as it is."""

    code = "delivery_in_flight"

    def __init__(self) -> None:
        super().__init__(
            _("It is being sent, or nobody knows yet whether it went out. Nothing can change now.")
        )


class FrozenError(DomainError):
    """A freeze stands in the way."""

    code = "frozen"

    def __init__(self) -> None:
        super().__init__(_("Publishing is frozen. Nothing leaves until the freeze is lifted."))


class FreezeNotFoundError(NotFoundError):
    """There is no such freeze."""

    code = "freeze_not_found"

    def __init__(self) -> None:
        super().__init__(_("This freeze cannot be found."))


class AlreadyFrozenError(DomainError):
    """A freeze over the same scope stands already."""

    code = "already_frozen"

    def __init__(self) -> None:
        super().__init__(_("This is frozen already."))


class FreezeLiftedError(DomainError):
    """Somebody lifted it in between."""

    code = "freeze_lifted"

    def __init__(self) -> None:
        super().__init__(_("This freeze has been lifted already."))


class SecondPersonNeededError(ForbiddenError):
    """Who asked for the lift cannot confirm it."""

    code = "second_person_needed"

    def __init__(self) -> None:
        super().__init__(_("Someone else must confirm: the charter asks for two people."))


class LiftNotAskedError(DomainError):
    """Nobody asks for a lift, or not any more: there is nothing to confirm."""

    code = "lift_not_asked"

    def __init__(self) -> None:
        super().__init__(_("Nobody asks to lift this freeze any more: it stands."))


class LiftOfAnotherError(DomainError):
    """Only whoever asked for a lift takes the request back; others decline it."""

    code = "lift_of_another"

    def __init__(self) -> None:
        super().__init__(_("Somebody else asked for this lift: keep it frozen instead."))


class LiftReasonMissingError(InvalidInputError):
    """Lifting a freeze says why."""

    code = "lift_reason_missing"

    def __init__(self) -> None:
        message = _("Say why publishing may start again.")
        super().__init__(message, fields={"reason": message})


class ScopeUnknownError(InvalidInputError):
    """A freeze names something that does not exist."""

    code = "freeze_scope_unknown"

    def __init__(self) -> None:
        message = _("Choose what to freeze.")
        super().__init__(message, fields={"scope": message})


class LinkInvalidError(InvalidInputError):
    """The pasted link is not one of that account's network."""

    code = "link_invalid"

    def __init__(self, network: str) -> None:
        message = _("Paste the address of the publication on %(network)s.") % {"network": network}
        super().__init__(message, fields={"url": message})


class LabelMissingError(InvalidInputError):
    """The network has a label for what AI made, and nobody says it is on."""

    code = "label_missing"

    def __init__(self, label: str) -> None:
        message = _("Switch the network’s own label on, then tick the box: %(label)s.") % {
            "label": label
        }
        super().__init__(message, fields={"labelled": message})


class StaleWriteError(DomainError):
    """Another process took the delivery over: what this one wanted to write is dropped."""

    code = "stale_write"

    def __init__(self) -> None:
        super().__init__(_("Another process took this publication over."))


class AccountNotInUseError(DomainError):
    """The account was closed, suspended or found to be a duplicate since the approval."""

    code = "account_not_in_use"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This account is no longer in use (%(status)s): do not post on it.")
            % {"status": status},
            facts={"status": status},
        )


class WithdrawalNotFoundError(NotFoundError):
    """Missing, or of a publication hidden from the asker."""

    code = "withdrawal_not_found"

    def __init__(self) -> None:
        super().__init__(_("This withdrawal cannot be found."))


class WithdrawalMovedOnError(DomainError):
    """The withdrawal is no longer in a state that allows the act."""

    code = "withdrawal_moved_on"

    def __init__(self, status: str) -> None:
        super().__init__(
            _("This withdrawal is now: %(status)s.") % {"status": status},
            facts={"status": status},
        )


class LicenceLapsedError(DomainError):
    """Whoever answers for it may no longer publish there, and nobody agreed to that."""

    code = "delivery_licence_lapsed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The licence of whoever answers for it no longer holds: do not post it yet, it "
                "waits for one more approval."
            )
        )
