"""The two ways an outbound call can fail, told apart by whether anything left.

A caller that must not act twice needs one fact only: could the other side have read the
request? `NotSentError` says no, for certain. `OutcomeUnknownError` says perhaps.
"""


class EgressError(Exception):
    """An outbound call that brought no usable answer.

    Attributes:
        code: stable, snake_case.
        detail: evidence for a log; holds no header and no body.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class NotSentError(EgressError):
    """Not one byte of the request left this machine.

    Codes: `url_refused`, `port_refused`, `address_refused`, `request_refused` (permanent);
    `name_not_found`, `connection_refused`, `connection_timeout`, `tls_failed`.
    """

    @property
    def permanent(self) -> bool:
        """Whether asking again the same way can only fail again."""
        return self.code.endswith("_refused") and self.code != "connection_refused"


class OutcomeUnknownError(EgressError):
    """The other side may have read, and acted upon, the whole request.

    Codes: `timeout`, `reset`, `unreadable`, `too_large`.
    """
