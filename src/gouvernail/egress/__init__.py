"""Outbound HTTP and WebSockets: the only code of the product that reaches another machine.

Resolve, check, connect to the checked address; one hard deadline; a cap on what comes
back; no redirects; failures that say whether anything left. Knows no Django: whoever calls
builds the `Policy` from the settings.
"""

from gouvernail.egress.client import Egress, Request, Response
from gouvernail.egress.errors import EgressError, NotSentError, OutcomeUnknownError
from gouvernail.egress.policy import Policy
from gouvernail.egress.sockets import Socket, SocketClosedError, SocketRefusedError, Sockets

__all__ = [
    "Egress",
    "EgressError",
    "NotSentError",
    "OutcomeUnknownError",
    "Policy",
    "Request",
    "Response",
    "Socket",
    "SocketClosedError",
    "SocketRefusedError",
    "Sockets",
]
