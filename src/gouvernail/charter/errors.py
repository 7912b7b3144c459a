"""What can go wrong with the charter."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError, StaleError


class CharterInvalidError(InvalidInputError):
    """A field of the charter cannot be taken."""

    code = "charter_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken."), fields=fields)


class FactorNeededError(DomainError):
    """The charter wants a second factor of the owner of a key, who has none."""

    code = "factor_needed"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _(
                "The owner of this key must set up a second factor here before it opens anything; "
                "what their identity provider asks for does not count for keys."
            )
        )


class LineNotFoundError(NotFoundError):
    """No such line in the charter."""

    code = "charter_line_not_found"

    def __init__(self) -> None:
        super().__init__(_("This line of the charter cannot be found."))


class CharterStaleError(StaleError):
    """What is being changed was changed in between, in another window or by somebody else."""

    code = "charter_stale"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The charter changed here while you were writing. Nothing was overwritten: compare "
                "below, then keep your answers again."
            )
        )


class ChannelBoundError(DomainError):
    """A document binds this channel alone: without it, the document would bind all the others."""

    code = "channel_bound"

    def __init__(self, document: str) -> None:
        super().__init__(
            _(
                "“%(document)s” binds this channel and no other. Say first what else it binds, or "
                "take it out."
            )
            % {"document": document}
        )


class DutyNotDueError(DomainError):
    """Today is not one of its days, or it is no longer done."""

    code = "duty_not_due"

    def __init__(self) -> None:
        super().__init__(_("This is not to be done today."))


class DutyOfOthersError(DomainError):
    """Neither the person it is given to, nor one of the role, nor who answers for the unit."""

    code = "duty_of_others"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("This is given to somebody else."))
