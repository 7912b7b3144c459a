"""What can go wrong on the practice network."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import InvalidInputError, NotFoundError


class ProfileNotFoundError(NotFoundError):
    """Nobody has that handle."""

    code = "practice_profile_not_found"

    def __init__(self) -> None:
        super().__init__(_("Nobody has this name on the practice network."))


class PostNotFoundError(NotFoundError):
    """There is no such post, or it was taken down."""

    code = "practice_post_not_found"

    def __init__(self) -> None:
        super().__init__(_("This post is not on the practice network, or was taken down."))


class CommentInvalidError(InvalidInputError):
    """The comment cannot be taken."""

    code = "practice_comment_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This comment cannot be taken."), fields=fields)
