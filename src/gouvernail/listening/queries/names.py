"""What posts and authors are called here, and what is left of a name that was forgotten.

A forgotten name is kept as HMAC-SHA-256 (RFC 2104) under the key of the site, so that what was
forgotten is known when it comes again: whoever holds a copy of the tables cannot try names on it.
After a change of that key, `SECRET_KEY_FALLBACKS` holds the former one.
"""

import hmac
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final

from django.conf import settings

from gouvernail.networks.contract.heard import Heard, What

MOST_KEY: Final = 500
GONE: Final = "gone:"
_DID: Final = "at://"
Name = tuple[str, str]


def key_of(name: str) -> str:
    """Return the name of a post as the table holds it: a longer one by its digest. Pure."""
    if len(name) <= MOST_KEY:
        return name
    return f"sha256:{sha256(name.encode('utf-8', 'replace')).hexdigest()}"


def author_of(heard: Heard) -> str:
    """Return the unchanging name of an author within the network; empty when none was told.

    Where numbers are good on one server only, it is the handle, which is good on all of them.
    """
    if heard.origin and heard.author_handle:
        return heard.author_handle.lower()[:400]
    if heard.author_id:
        return heard.key_of(heard.author_id)[:400]
    return heard.author_handle[:400]


def first_author_of(heard: Heard) -> str:
    """Return the unchanging name of who wrote what a repost passes on; empty when not told."""
    if heard.what is not What.REPOST:
        return ""
    if heard.quoted_author:
        return heard.quoted_author.lower()[:400]
    if heard.quoted_id.startswith(_DID):
        return heard.quoted_id.removeprefix(_DID).partition("/")[0][:400]
    return ""


def author_digest(network: str, author_key: str) -> str:
    """Return what is kept of an author who is forgotten."""
    return _digest(settings.SECRET_KEY, network, author_key)


def author_digests(names: Iterable[Name]) -> dict[str, Name]:
    """Return every digest that authors may be known by once forgotten, to the author.

    The plain one, which was kept before there was a key, still holds.
    """
    known = [name for name in names if name[1] != ""]
    keyed = {_digest(secret, *name): name for name in known for secret in _secrets()}
    return {_plain_digest(*name): name for name in known} | keyed


def former_digests(posts: Iterable[Heard]) -> dict[str, Name]:
    """Return what authors numbered by their server were kept under before, to the author. Pure."""
    return {
        _plain_digest(one.network, one.key_of(one.author_id)[:400]): (one.network, author_of(one))
        for one in posts
        if one.origin and one.author_id and one.author_handle
    }


def gone(network: str, name: str) -> str:
    """Return what stands in a table for a name that is forgotten; itself for one that is."""
    return name if not name or name.startswith(GONE) else f"{GONE}{author_digest(network, name)}"


def forgotten(names: Iterable[Name]) -> dict[Name, Name]:
    """Return what names may have become once forgotten, to the names."""
    return {
        (name[0], f"{GONE}{_digest(secret, *name)}"): name
        for name in names
        for secret in _secrets()
    }


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return sha256(f"listening.forgotten:{secret}".encode()).digest()


def _plain_digest(network: str, name: str) -> str:
    return sha256(f"{network}\n{name}".encode("utf-8", "replace")).hexdigest()


def _digest(secret: str, network: str, name: str) -> str:
    return hmac.digest(
        _key(secret), f"{network}\n{name}".encode("utf-8", "replace"), "sha256"
    ).hex()
