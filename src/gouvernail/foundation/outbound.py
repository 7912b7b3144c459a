"""The way out of the site: never while a transaction is open.

A network that is slow would hold locks that everybody waits for, and a transaction that ends badly
would forget what was already sent.
"""

from collections.abc import Collection

from django.conf import settings

from gouvernail.egress import Egress, Policy, Request, Response, Sockets
from gouvernail.egress.urls import checked_url, host_of
from gouvernail.foundation.actions import in_action


class CallInsideActionError(RuntimeError):
    """A network was called while an action was under way: a defect of ours. Nothing left."""


class WayOut(Egress):
    """The one outbound client, which refuses to work inside an action."""

    def send(self, request: Request) -> Response:
        """Make one call and return the whole answer, whatever its status.

        Raises:
            CallInsideActionError: an action is under way.
            NotSentError, OutcomeUnknownError: as `Egress.send`.
        """
        if in_action():
            raise CallInsideActionError(request.url)
        return super().send(request)


class SocketsOut(Sockets):
    """The one outbound client of WebSockets, which refuses to open one inside an action.

    `open` then raises `CallInsideActionError`; its other errors are those of `Sockets.open`.
    """

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy, before=_outside_actions)


def _outside_actions(url: str) -> None:
    if in_action():
        raise CallInsideActionError(url)


def sockets_out(*, timeout_seconds: float = 30.0) -> SocketsOut:
    """Return the way out for WebSockets that the settings of this site allow.

    `timeout_seconds` is for opening one; how long it may be silent is said when it is opened.
    """
    hosts = frozenset(settings.EGRESS_PRIVATE_HOSTS)
    return SocketsOut(Policy(allowed_hosts=hosts, timeout_seconds=timeout_seconds))


def way_out(
    *,
    timeout_seconds: float = 30.0,
    max_response_bytes: int = 8 * 1024 * 1024,
    private_hosts: Collection[str] | None = None,
    ca_file: str | None = None,
) -> Egress:
    """Return the way out that the settings of this site allow.

    `private_hosts` are those it may reach all the same: by default, the ones that the settings name
    for connectors. `ca_file` (PEM) replaces the certificate authorities of the machine.
    """
    hosts = settings.EGRESS_PRIVATE_HOSTS if private_hosts is None else private_hosts
    return WayOut(
        Policy(
            allowed_hosts=frozenset(hosts),
            timeout_seconds=timeout_seconds,
            max_response_bytes=max_response_bytes,
            ca_file=ca_file,
        )
    )


def reachable_host(address: str) -> str:
    """Return the host of a web address that people name. No name is asked.

    It is reached over https; private hosts, over plain http too, are those of people's websites.

    Raises:
        NotSentError: no plain web address, or not on a port that is allowed.
    """
    hosts = frozenset(settings.WEBSITE_PRIVATE_HOSTS)
    return host_of(checked_url(address, Policy(allowed_hosts=hosts)))
