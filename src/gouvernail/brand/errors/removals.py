"""What can go wrong where a second person agrees to take something out of force."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, ForbiddenError, StaleError


class RemovalOpenError(DomainError):
    """Two requests about one thing would get two answers."""

    code = "brand_removal_open"

    def __init__(self) -> None:
        super().__init__(_("Somebody has asked for this already: it waits for another person."))


class RemovalAnsweredError(DomainError):
    """It was answered before."""

    code = "brand_removal_answered"

    def __init__(self) -> None:
        super().__init__(_("This request was answered already."))


class SecondHandNeededError(ForbiddenError):
    """Nobody agrees to what they asked for themselves."""

    code = "brand_second_hand_needed"

    def __init__(self) -> None:
        super().__init__(_("You asked for this yourself: another person agrees to it."))


class RemovalStaleError(StaleError):
    """What it was about is no longer as it was."""

    code = "brand_removal_stale"

    def __init__(self) -> None:
        super().__init__(_("This changed since it was asked: refuse the request, and ask again."))
