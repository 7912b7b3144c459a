"""What can go wrong with a programme of ambassadors."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)


class AdvocacyNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "ambassadors_not_found"

    def __init__(self) -> None:
        super().__init__(_("This page of the ambassadors cannot be found."))


class AdvocacyInvalidError(InvalidInputError):
    """Something of it cannot be taken as it is, or is missing."""

    code = "ambassadors_invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Something needs another look: see below."), fields=fields)


class AdvocacyStateError(DomainError):
    """What is asked makes no sense where it stands now."""

    code = "ambassadors_state"

    def __init__(self, status: object) -> None:
        super().__init__(
            _("This cannot be done now: it stands at “%(status)s”.") % {"status": status},
            facts={"status": str(status)},
        )


class NotForYouError(ForbiddenError):
    """It is for somebody else to do."""

    code = "ambassadors_not_yours"

    def __init__(self) -> None:
        super().__init__(_("This is for somebody else to do."))


class PolicyFirstError(DomainError):
    """The policy of the programme is signed first, in the version in force."""

    code = "ambassadors_policy_first"

    def __init__(self, title: str) -> None:
        super().__init__(
            _("First read and sign “%(title)s”: it says what protects you.") % {"title": title},
            facts={"policy": title},
        )


class NotAMemberError(DomainError):
    """Only who takes part does this; nobody has to."""

    code = "ambassadors_not_a_member"

    def __init__(self) -> None:
        super().__init__(_("Join the programme first: it is up to you."))


class SharingPausedError(DomainError):
    """Publishing is frozen, or the policy is to be signed again: kits are closed meanwhile."""

    code = "ambassadors_paused"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class KitChangedError(StaleError):
    """What was read is not what would be approved."""

    code = "ambassadors_kit_changed"

    def __init__(self, *, since_submitted: bool = False) -> None:
        said = _("It changed while you were reading: look at it again.")
        if since_submitted:
            said = _(
                "A picture of this story, or the disclosure of its programme, has changed since it "
                "was submitted: return it to its author."
            )
        super().__init__(said)


class ConsentMissingError(DomainError):
    """Nothing of a personal account is read without a consent in force."""

    code = "ambassadors_consent_missing"

    def __init__(self) -> None:
        super().__init__(_("Nothing is read without your consent: give it first, if you wish."))
