"""What somebody pasted, read with suspicion: it must lead where its account is."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from gouvernail.kernel.text import NETWORKS, Address, AddressError, fold, parse_address, skeleton

LONGEST: Final = 500
ANYWHERE: Final = frozenset({"rss", "website"})
SEPARATORS: Final = str.maketrans("", "", "._-@ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was pasted, as far as it could be read.

    `problem` is empty, a code of `AddressError`, or `leads_elsewhere`: the text shows one account
    and a browser would go to another place. `handle` is what was typed alone, without a network.
    """

    address: Address | None = None
    problem: str = ""
    handle: str = ""


def read_address(raw: str, *, network: str = "") -> Read:
    """Return what `raw` names. Nothing is guessed in favour of whoever made the address. Pure."""
    text = raw.strip()
    if len(text) > LONGEST:
        return Read(problem="too_long")
    if "\0" in text:  # no address, and nothing a database keeps
        return Read(problem="bad_handle")
    try:
        address = parse_address(text, network=network or None)
    except AddressError as error:
        alone = error.code == "ambiguous_network"
        return Read(problem=error.code, handle=text.removeprefix("@")[:200] if alone else "")
    if not leads_there(text, address):
        return Read(problem="leads_elsewhere")
    return Read(address=address)


def leads_there(text: str, address: Address) -> bool:
    r"""Return whether a browser that follows `text` comes to the place of `address`.

    Readers are shown `https://evil.example/https://x.com/name`, `https://evil.example\@x.com/name`,
    or an account of one server through another: the parser, which is made for colleagues who mean
    well, finds the name in all of them. A handle leads nowhere by itself.
    """
    if any(_is_treacherous(char) for char in text):
        return False
    scheme, mark, rest = text.partition("://")
    if not mark:
        place = text.partition("/")[0].partition("?")[0]
        return "/" not in text or "@" in place or _is_place(place, address)
    if scheme.lower() not in {"http", "https"} or "://" in rest.partition("?")[0].partition("#")[0]:
        return False
    try:
        parts = urlsplit(text)
        usual = parts.port in {None, 80, 443}
    except ValueError:
        return False
    return usual and "@" not in parts.netloc and _is_place(parts.hostname or "", address)


def _is_treacherous(char: str) -> bool:
    """Return whether a browser and a reader may disagree about what this character does."""
    return char == "\\" or char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cn", "Co"}


def _is_place(host: str, address: Address) -> bool:
    host = host.lower().rstrip(".").removeprefix("www.")
    network = NETWORKS[address.network]
    if address.network in ANYWHERE or network.federated:
        return host == (urlsplit(address.url).hostname or "").removeprefix("www.")
    return any(host == one or host.endswith(f".{one}") for one in network.hosts)


@lru_cache(maxsize=4096)
def shape_of(handle: str) -> str:
    """Return what a handle looks like: two that readers confuse have the same. Pure.

    Case, accents, look-alike characters of any script, `0` for `o`, `rn` for `m`, dots, dashes
    and underscores go; of `name@server` only the name counts.
    """
    name = handle.partition("@")[0] or handle
    return fold(skeleton(fold(name).text)).text.translate(SEPARATORS)[:400]
