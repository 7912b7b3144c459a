"""What can go wrong with what opens accounts; no message ever carries a value."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class ItemNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "item_not_found"

    def __init__(self) -> None:
        super().__init__(_("This item of the vault cannot be found."))


class RevealNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "reveal_not_found"

    def __init__(self) -> None:
        super().__init__(_("This request cannot be found."))


class ShowingNotFoundError(NotFoundError):
    """It was for another person, or it is over."""

    code = "showing_not_found"

    def __init__(self) -> None:
        super().__init__(_("Nothing waits to be shown here. Press the button again."))


class ItemInvalidError(InvalidInputError):
    """What was said of an item cannot be taken; each field says why."""

    code = "item_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken."), fields=fields)


class RevealInvalidError(InvalidInputError):
    """What was asked cannot be taken; each field says why."""

    code = "reveal_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken."), fields=fields)


class ItemRetiredError(DomainError):
    """Its value was destroyed."""

    code = "item_retired"

    def __init__(self) -> None:
        super().__init__(_("This item was taken out of the vault: its value is destroyed."))


class RenewalPendingError(DomainError):
    """A new value waits for somebody to say whether it works."""

    code = "renewal_pending"

    def __init__(self) -> None:
        super().__init__(_("A new value was put in already: say first whether it works."))


class NoRenewalError(DomainError):
    """Somebody said it before, or nothing new was put in."""

    code = "no_renewal"

    def __init__(self) -> None:
        super().__init__(_("No new value waits here."))


class RenewalChangedError(DomainError):
    """What somebody tried is not what waits now: nothing is destroyed on the strength of it."""

    code = "renewal_changed"

    def __init__(self) -> None:
        super().__init__(_("Another new value was put in meanwhile. Try that one, then answer."))


class ValueReplacedError(DomainError):
    """The value a time box was opened for is destroyed; another one holds."""

    code = "value_replaced"

    def __init__(self) -> None:
        super().__init__(_("The value was replaced meanwhile. End this request, and ask again."))


class AlreadyAskedError(DomainError):
    """One request for an item at a time, for each person."""

    code = "reveal_already_asked"

    def __init__(self) -> None:
        super().__init__(_("You have asked for this already, and the request still stands."))


class OwnRequestError(ForbiddenError):
    """Two people, always."""

    code = "own_request"

    def __init__(self) -> None:
        super().__init__(_("Another person must decide: nobody approves their own request."))


class RequestOfAnotherError(ForbiddenError):
    """Only who asked may open it, take it back or end it."""

    code = "request_of_another"

    def __init__(self) -> None:
        super().__init__(_("Only the person who asked may do this."))


class RevealOverError(DomainError):
    """It was refused, taken back, used, or its time has passed."""

    code = "reveal_over"

    def __init__(self) -> None:
        super().__init__(_("This request is over. Ask again if you still need it."))


class RevealNotOpenError(DomainError):
    """Nobody approved yet, the waiting time is not over, or the time box was not started."""

    code = "reveal_not_open"

    def __init__(self) -> None:
        super().__init__(_("This request is not open: nothing can be shown yet."))


class RevealDecidedError(DomainError):
    """Somebody else was faster."""

    code = "reveal_decided"

    def __init__(self) -> None:
        super().__init__(_("This request was decided already."))


class AlreadyBackedError(DomainError):
    """The same person counts once."""

    code = "reveal_already_backed"

    def __init__(self) -> None:
        super().__init__(_("You have confirmed this already, or two people have."))


class AccountNotDueError(DomainError):
    """Only an emergency asks for a written account, once."""

    code = "account_not_due"

    def __init__(self) -> None:
        super().__init__(_("No written account is asked for here."))


class BrowserKeyInvalidError(InvalidInputError):
    """Not a point of the curve P-256: nothing can be sealed to it."""

    code = "browser_key_invalid"

    def __init__(self) -> None:
        super().__init__(_("The browser gave no key that can be used."))


class TermsInvalidError(InvalidInputError):
    """What was said of the times cannot be taken."""

    code = "vault_terms_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken."), fields=fields)
