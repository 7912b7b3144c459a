"""Whether a pasted address is one of a network."""

from urllib.parse import urlsplit

from gouvernail.kernel.text.addresses import NETWORKS

MAX_LENGTH = 500


def web_address(url: str) -> str:
    """Return an address a server gave if a browser may follow it, else nothing.

    A path is one of this site: the practice network lives here.
    """
    ours = url.startswith("/") and not url.startswith("//")
    known = ours or url.partition("://")[0].lower() in {"http", "https"}
    return url if known and len(url) <= MAX_LENGTH and url.isprintable() else ""


def is_link_of(url: str, network: str) -> bool:
    """Return whether `url` is an http(s) address on one of the network's hosts.

    Networks without hosts of their own (servers that anyone may run) accept any host.
    """
    if len(url) > MAX_LENGTH:
        return False
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or "." not in host:
        return False
    known = NETWORKS.get(network)
    if known is None or not known.hosts:
        return True
    return any(host == name or host.endswith("." + name) for name in known.hosts)
