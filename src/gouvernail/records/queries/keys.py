"""Naming a publication the same way however it came to us: by API, by hand or in an archive.

A key is unique for one account only; it is empty where nothing names the publication.
"""

import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from gouvernail.kernel.text.addresses import NETWORKS, AddressError, parse_address
from gouvernail.registry.models import Account

MAX_KEY: Final = 300
_X_POST: Final = re.compile(r"/status(?:es)?/(\d+)")
_NAMING: Final = ("story_fbid", "fbid", "v", "id")
_SHARE: Final = re.compile(r"urn:li:\w+:[\w-]+")


def publication_key(account: Account, *, remote_id: str = "", url: str = "") -> str:
    """Return the key of a publication of one account; empty when neither names it. Pure.

    An address names a publication only on the account's own network: in a table, it may as well be
    a link that many publications share.
    """
    try:
        return _key(account.network, remote_id, url if _is_at_home(account, url) else "")
    except ValueError:  # an address that is none, such as https://[a
        return ""


def _key(network: str, remote_id: str, url: str) -> str:
    if network == "x":
        found = _X_POST.search(url)
        return found[1] if found else remote_id if remote_id.isdecimal() else ""
    if network == "bluesky":
        return _last(remote_id or (url if "/post/" in url else ""))
    if network == "mastodon":
        named = _last(url)
        return remote_id[:MAX_KEY] if named.startswith("@") or not named else named
    return (remote_id or _of_page(url))[:MAX_KEY]


def _is_at_home(account: Account, url: str) -> bool:
    host = _host(url)
    if not host:
        return False
    info = NETWORKS.get(account.network)
    if info is None or info.federated or not info.hosts:
        return host in {account.handle.rpartition("@")[2].casefold(), _host(account.url)}
    return any(host == one or host.endswith(f".{one}") for one in info.hosts)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _last(address: str) -> str:
    path = urlsplit(address).path if "//" in address else address
    return unquote(path.rstrip("/").rpartition("/")[2])[:MAX_KEY]


def _of_page(url: str) -> str:
    """Return what an address of a page says of the publication; its last part that names."""
    parts = urlsplit(url)
    share = _SHARE.search(unquote(parts.path))
    if share:
        return share[0]
    asked = parse_qs(parts.query)
    named = next((asked[name][0] for name in _NAMING if name in asked), "")
    return named or ("" if _is_of_account(url) else _last(url))


def _is_of_account(url: str) -> bool:
    """Return whether an address opens an account, and none of its publications."""
    try:
        return parse_address(url).kind != "post"
    except AddressError:
        return False
