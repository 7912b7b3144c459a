"""What can go wrong with guides, templates, audiences and themes."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class BrandInvalidError(InvalidInputError):
    """Something cannot be taken; `fields` says what."""

    code = "brand_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Something cannot be taken as it is."), fields=fields)


class BrandNotFoundError(NotFoundError):
    """Missing, or of a part of the organisation hidden from the asker."""

    code = "brand_not_found"

    def __init__(self) -> None:
        super().__init__(_("This page of the brand cannot be found."))


class NoDraftError(DomainError):
    """What was to be written or put in force is no longer a draft."""

    code = "brand_no_draft"

    def __init__(self) -> None:
        super().__init__(_("There is no draft here any more: somebody decided on it."))


class OtherHandNeededError(ForbiddenError):
    """Nobody puts in force what they wrote."""

    code = "brand_other_hand_needed"

    def __init__(self) -> None:
        super().__init__(_("You wrote in this draft: another person puts it in force."))


class GuideChangedError(StaleError):
    """The guide is no longer the one that was shown."""

    code = "guide_changed"

    def __init__(self) -> None:
        super().__init__(_("The guide has changed since you opened it: read it again, please."))


class DraftChangedError(StaleError):
    """The draft is no longer the one that was shown."""

    code = "brand_draft_changed"

    def __init__(self) -> None:
        super().__init__(_("Somebody wrote in this draft since you opened it: look at it again."))
