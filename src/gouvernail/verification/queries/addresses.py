"""What somebody pasted, read with suspicion: it must lead where its account is."""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gouvernail.kernel.text import Address, AddressError, fold, follow_address, skeleton
from gouvernail.kernel.text.addresses import NETWORKS

LONGEST: Final = 500
PLAIN: Final = re.compile(
    r"(?:https://)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:/[a-z0-9/._~-]*)?",
    re.ASCII | re.IGNORECASE,
)
NAME: Final = re.compile(r"@?[\w’'&()-]+(?: [\w’'&()-]+)+")  # words, and nothing of an address
MAIL: Final = re.compile(r"(?:mailto:)?[^@\s/:]+@[^@\s/:]+\.[^@\s/:.]+", re.IGNORECASE)
HOST: Final = re.compile(
    r"(?:https?://)?(?P<host>[^/?#\s:@]+\.[^/?#\s:@]+)(?:[/?#:].*)?", re.DOTALL
)
SHORTENERS: Final = frozenset(
    (
        *("bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy"),
        *("rebrand.ly", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "urlr.me", "v.gd"),
    )
)
ON_NO_NETWORK: Final = frozenset(("unknown_host", "imitates", "short_link"))
SEPARATORS: Final = str.maketrans("", "", "._-@ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was pasted, as far as it could be read.

    `problem` is empty, or a code of `AddressError`; `leads_elsewhere` among them: the text shows
    one account and a browser would go to another place. Ours are `imitates` (the host is drawn as
    that of a network is), `short_link` (it hides where it leads) and `mail` (an address to write
    letters to). `handle` is what was typed alone, a name or a handle, without a network. `host` is
    that of an address on no network, and `site` that of a plain one.
    """

    address: Address | None = None
    problem: str = ""
    handle: str = ""
    host: str = ""
    site: str = ""


def site_of(text: str) -> str:
    """Return the host of a plain address of a website, without `www.`; empty for any other. Pure.

    Plain: `https` or nothing before it, and after it a path at most: no name, port, question or
    sign that a browser would read otherwise.
    """
    found = PLAIN.fullmatch(text.strip())
    return found["host"].lower().removeprefix("www.") if found else ""


def read_address(raw: str, *, network: str = "") -> Read:
    """Return what `raw` names. Nothing is guessed in favour of whoever made the address. Pure."""
    text, network = raw.strip(), network_named(network)
    if len(text) > LONGEST:
        return Read(problem="too_long")
    if "\0" in text:  # no address, and nothing a database keeps
        return Read(problem="bad_handle")
    try:
        return Read(address=follow_address(text, network=network or None))
    except AddressError as error:
        return _unread(text, error.code)


def _unread(text: str, code: str) -> Read:
    if code == "ambiguous_network" or NAME.fullmatch(text):
        mail = MAIL.fullmatch(text) is not None
        return Read(problem="mail" if mail else "ambiguous_network", handle=_typed(text))
    if code != "unknown_host":
        return Read(problem=code)
    found = HOST.fullmatch(text.lower())  # `ß` is not `ss` in a host
    host = found["host"] if found else ""
    problem = "imitates" if _is_drawn_as_a_network(host) else code
    if host.removeprefix("www.") in SHORTENERS:
        problem = "short_link"
    return Read(problem=problem, host=host, site=site_of(text))


def _typed(text: str) -> str:
    return text.removeprefix("mailto:").removeprefix("@")[:200]


def shown_host(host: str) -> str:
    """Return a host as a browser shows it, punycode read, without `www.`. Pure."""
    labels = []
    for label in host.lower().removeprefix("www.").split("."):
        shown = label
        if label.startswith("xn--"):
            with suppress(UnicodeError):
                shown = label.removeprefix("xn--").encode("ascii").decode("punycode")
        labels.append(shown)
    return ".".join(labels)


def look_of(host: str) -> str:
    """Return what a host is drawn like, in any script, without `www.`. Pure."""
    labels = shown_host(host).split(".")
    return ".".join(fold(skeleton(fold(label).text)).text for label in labels)


def _is_drawn_as_a_network(host: str) -> bool:
    labels = look_of(host).split(".")
    return any(".".join(labels[cut:]) in _drawn_networks() for cut in range(len(labels) - 1))


@lru_cache(maxsize=1)
def _drawn_networks() -> frozenset[str]:
    return frozenset(look_of(host) for info in NETWORKS.values() for host in info.hosts)


@lru_cache(maxsize=1)
def _names_of_networks() -> dict[str, str]:
    """Return networks by the words people have for them: their name, their hosts. Pure."""
    named = {host.partition(".")[0]: slug for slug, info in NETWORKS.items() for host in info.hosts}
    named |= {info.name.casefold(): slug for slug, info in NETWORKS.items()}
    return named | {slug: slug for slug in NETWORKS}


def network_named(name: str) -> str:
    """Return the network that a word names: `twitter` is `x`; an unknown word as it is. Pure."""
    return _names_of_networks().get(name.strip().casefold(), name)


@lru_cache(maxsize=4096)
def shape_of(handle: str) -> str:
    """Return what a handle looks like: two that readers confuse have the same. Pure.

    Case, accents, look-alike characters of any script, `0` for `o`, `rn` for `m`, dots, dashes
    and underscores go; of `name@server` only the name counts.
    """
    name = handle.partition("@")[0] or handle
    return fold(skeleton(fold(name).text)).text.translate(SEPARATORS)[:400]
