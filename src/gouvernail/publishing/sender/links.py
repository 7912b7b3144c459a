"""Whether a pasted address is one of a network."""

import re
from typing import Final
from urllib.parse import urlsplit

from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.networks.bluesky.names import post_uri
from gouvernail.publishing.models import Delivery

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


_LAST: Final = re.compile(r"/([A-Za-z0-9-]{1,100})/?$")


def remote_id_at(url: str, delivery: Delivery) -> str:
    """Return the network's name for the post at an address; empty when nothing can be told."""
    found = _LAST.search(urlsplit(url).path)
    last = found[1] if found else ""
    network, author = delivery.account.network, delivery.intent_facts.get("author", "")
    if network == "bluesky":
        return post_uri(author, last) if author and last == delivery.intent_key else ""
    if network == "mastodon":
        return last if last.isdecimal() else ""
    return last if network == "practice" else ""
