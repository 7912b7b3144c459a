"""What can go wrong with reviews and declarations."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, ForbiddenError, NotFoundError, StaleError


class ReviewNotFoundError(NotFoundError):
    """Missing, or of an account hidden from the asker."""

    code = "account_review_not_found"

    def __init__(self) -> None:
        super().__init__(_("This review cannot be found."))


class ReviewUnderWayError(DomainError):
    """An account has one review at a time."""

    code = "account_review_under_way"

    def __init__(self) -> None:
        super().__init__(_("A review of this account is under way already."))


class AccountNotReviewedError(DomainError):
    """Accounts that are closed, personal or not ours are not reviewed."""

    code = "account_not_reviewed"

    def __init__(self, status: str) -> None:
        super().__init__(_("An account that is “%(status)s” is not reviewed.") % {"status": status})


class ReviewMovedOnError(DomainError):
    """The review is no longer where the reader saw it."""

    code = "account_review_moved_on"

    def __init__(self, status: str) -> None:
        super().__init__(_("This review is “%(status)s” now.") % {"status": status})


class NotTheAssigneeError(ForbiddenError):
    """Only whom a review was given to, or their stand-in, attests it."""

    code = "not_the_assignee"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s attests this account, or who stands in.") % {"name": name})


class SecondPersonNeededError(DomainError):
    """Nobody confirms what they attested, nor what they hold where the charter is strict."""

    code = "second_person_needed"

    def __init__(self) -> None:
        super().__init__(_("Another person confirms this: nobody decides alone what they attest."))


class CampaignNotFoundError(NotFoundError):
    """Missing, or of a part of the organisation hidden from the asker."""

    code = "campaign_not_found"

    def __init__(self) -> None:
        super().__init__(_("This campaign cannot be found."))


class DeclarationNotFoundError(NotFoundError):
    """Missing, hidden from the asker, or a link that names nobody."""

    code = "declaration_not_found"

    def __init__(self) -> None:
        super().__init__(_("This declaration cannot be found."))


class DraftMovedError(StaleError):
    """Somebody else asked there saved the declaration in between."""

    code = "declaration_draft_moved"

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s saved this declaration after you opened it, and nothing was overwritten. "
                "Open it in another tab to compare, or send again to replace what was saved."
            )
            % {"name": name}
        )


class RegisterMovedError(StaleError):
    """An account is no longer as the page to sign showed it."""

    code = "register_moved"

    def __init__(self) -> None:
        super().__init__(
            _("The register changed while you were filling this in: look again, then sign.")
        )


class PageTooOldError(StaleError):
    """A page opened by a link was left open for too long to be sent."""

    code = "page_too_old"

    def __init__(self) -> None:
        super().__init__(_("This page stood open for too long: send it again."))


class NotTheSignerError(ForbiddenError):
    """A link appeals only for whoever signed; others asked there sign in."""

    code = "not_the_signer"

    def __init__(self) -> None:
        super().__init__(_("Only whoever signed appeals by a link: sign in to appeal."))


class CampaignMovedOnError(DomainError):
    """The campaign is not in the state this needs."""

    code = "campaign_moved_on"

    def __init__(self, status: str) -> None:
        super().__init__(_("This campaign is “%(status)s”.") % {"status": status})


class DeclarationOverError(DomainError):
    """The declaration was signed, its link is too old, or the campaign is closed."""

    code = "declaration_over"

    def __init__(self) -> None:
        super().__init__(_("Nothing can be declared here any more: it is signed, or over."))


class LineSettledError(DomainError):
    """A difference is settled once, and an appeal answered once."""

    code = "declared_line_settled"

    def __init__(self, status: str) -> None:
        super().__init__(_("This line is “%(status)s” already.") % {"status": status})
