"""The errors a person can meet, with stable codes; each surface renders them once."""

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal that a person can understand and act on.

    `code` is stable and documented; `status` is the HTTP status every surface answers with;
    `fields` ties messages to the inputs they concern; `facts` are shown beside the message; `to`
    is the address of this site where one can go on, where whoever raises it knows one.
    """

    code = "refused"
    status = 409
    to = ""

    def __init__(
        self,
        message: str = "",
        *,
        fields: Mapping[str, str] | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message or self.code)
        self.message = str(message)
        self.fields = dict(fields or {})
        self.facts = dict(facts or {})


class NotFoundError(DomainError):
    """Missing, or hidden from the asker: the two look alike."""

    code = "not_found"
    status = 404


class ForbiddenError(DomainError):
    """The asker may see the object but not do this to it."""

    code = "forbidden"
    status = 403


class InvalidInputError(DomainError):
    """What was given cannot be taken; `fields` says where."""

    code = "invalid_input"
    status = 422


class StaleError(DomainError):
    """Somebody else changed the object in between; nothing was overwritten."""

    code = "stale"
    status = 409
