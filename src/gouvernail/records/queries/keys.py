"""Naming a publication the same way however it came to us: by API, by hand or in an archive.

A key is unique for one account only; it is empty where nothing names the publication.
"""

import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

MAX_KEY: Final = 300
_X_POST: Final = re.compile(r"/status(?:es)?/(\d+)")
_NAMING: Final = ("story_fbid", "fbid", "v", "id")
_SHARE: Final = re.compile(r"urn:li:\w+:[\w-]+")


def publication_key(network: str, *, remote_id: str = "", url: str = "") -> str:
    """Return the key of a publication of one account; empty when neither names it. Pure."""
    try:
        return _key(network, remote_id, url)
    except ValueError:  # an address that is none, such as https://[a
        return ""


def _key(network: str, remote_id: str, url: str) -> str:
    if network == "x":
        found = _X_POST.search(url)
        return found[1] if found else remote_id if remote_id.isdecimal() else ""
    if network == "bluesky":
        return _last(remote_id or url)
    if network == "mastodon":
        return _last(url) or remote_id[:MAX_KEY]
    return (remote_id or _of_page(url))[:MAX_KEY]


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
    return named or _last(url)
