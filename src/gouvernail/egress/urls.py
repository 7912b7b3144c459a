"""Addresses that an outbound call may name, before any name is looked up."""

import httpx

from gouvernail.egress.addresses import is_legacy_number
from gouvernail.egress.errors import NotSentError
from gouvernail.egress.policy import Policy

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_PLAIN = frozenset({"http", "ws"})
WEB = frozenset({"http", "https"})
SOCKETS = frozenset({"ws", "wss"})


def checked_url(raw: str, policy: Policy, *, schemes: frozenset[str] = WEB) -> httpx.URL:
    """Return a plain address on a port that the policy allows.

    Raises:
        NotSentError: `url_refused` or `port_refused`.
    """
    try:
        url = httpx.URL(raw)
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise NotSentError("url_refused", type(error).__name__) from None
    host = host_of(url)
    if url.scheme not in schemes or not host or url.userinfo or "\\" in raw:
        raise NotSentError("url_refused", "not a plain web address")
    if is_legacy_number(host) or "%" in host:
        raise NotSentError("url_refused", f"{host} is not written as an address is")
    port = port_of(url)
    if not policy.allows_privately(host, port):
        plain = url.scheme in _PLAIN and port != _DEFAULT_PORTS["http"]
        if port not in policy.ports or plain:
            raise NotSentError("port_refused", f"{url.scheme} on port {port}")
    return url


def host_of(url: httpx.URL) -> str:
    """Return the host as it goes on the wire, an address without its brackets."""
    return url.raw_host.decode("ascii", "replace").strip("[]")


def port_of(url: httpx.URL) -> int:
    """Return the port, that of the scheme when none is written."""
    return _DEFAULT_PORTS[url.scheme] if url.port is None else url.port
