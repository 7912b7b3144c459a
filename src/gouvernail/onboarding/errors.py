"""What the first hour refuses."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, ForbiddenError, InvalidInputError


class SetupLinkOverError(ForbiddenError):
    """The link that begins a site is wrong, too old, used, or held by another browser."""

    code = "setup_link_over"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This link no longer begins the site: it is too old, or another browser holds it. "
                "Type `gouvernail setup-link` on the machine for a new one."
            )
        )


class SiteBegunError(DomainError):
    """The site has its charter and its first person already."""

    code = "site_begun"

    def __init__(self) -> None:
        super().__init__(_("This site has begun already: sign in."))


class SiteEmptyError(DomainError):
    """Nobody has begun the site yet: there is nothing to ask of it."""

    code = "site_empty"
    status = 503

    def __init__(self) -> None:
        super().__init__(_("Nobody has begun this site yet."))


class WebsiteUnreadError(InvalidInputError):
    """The website could not be read; `fields` says why, beside its address."""

    code = "website_unread"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"website": message})


class NothingChosenError(InvalidInputError):
    """No proposed account was ticked."""

    code = "nothing_chosen"

    def __init__(self) -> None:
        super().__init__(_("Tick at least one account."))
