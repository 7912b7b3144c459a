"""Read an address as the browser of whoever follows it, not as a colleague who means well."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from gouvernail.kernel.text.addresses.networks import NETWORKS, NetworkInfo
from gouvernail.kernel.text.addresses.parsing import Address, AddressError, is_url, parse_address
from gouvernail.kernel.text.addresses.paths import host_as_written, is_plain_label, resolved
from gouvernail.kernel.text.characters import is_ignorable

_SCHEME: Final = re.compile(r"\A([A-Za-z][A-Za-z0-9+.-]*)://")
_NESTED: Final = re.compile(r"https?:/", re.IGNORECASE)
_PLAIN_FRAGMENT: Final = re.compile(r"[\w.:~-]*")
_PORTS: Final = {"http": 80, "https": 443}
_ANYWHERE: Final = frozenset({"rss", "website"})
_KEY: Final = re.compile(r"[\w.-]+")

# Labels before a network’s name that show the same pages; those of anybody are not among them.
_SAME: Final = frozenset({"", "m", "mobile", "www"})
_ALSO: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "facebook": re.compile(r"[a-z]{2}-[a-z]{2}|mbasic|touch|web"),
        "linkedin": re.compile(r"[a-z]{2}"),
        "pinterest": re.compile(r"[a-z]{2}"),
        "reddit": re.compile(r"new|np|old"),
        "spotify": re.compile(r"open"),
        "whatsapp": re.compile(r"api|chat|web"),
    }
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMING: Final = _names(
    "account channel_id comment_id domain fbid id lb multi_permalinks next p page_id permalink"
    " phone post profile redirect redirect_uri redirect_url return return_to screen_name set"
    " status story_fbid u uri url user user_id userid username v"
)
_BESIDE_A_NAME: Final = _names("__tn__ _rdc _rdr eav fref locale mibextid paipv ref sk text type")


def follow_address(raw: str, *, network: str | None = None) -> Address:
    """Return the account that opens when `raw` is followed; a handle leads nowhere by itself.

    Dots are resolved; whatever readers and browsers may understand differently is refused. The
    answer is `exact` only where nothing in the address can change what opens: `kind` tells a post.

    Raises:
        AddressError: as `parse_address`, and `leads_elsewhere`: what is read is not what opens.
    """
    text = raw.strip().strip("<>()[]\"'«»“”,;").strip()
    if any(_is_treacherous(char) for char in text) or unicodedata.normalize("NFC", text) != text:
        raise AddressError("leads_elsewhere", raw)
    if not (set(text) & set("/?#") or is_url(text, network)):
        return parse_address(text, network=network)
    parts = _followed(text, raw)
    address = parse_address(parts.geturl(), network=network)
    if not _is_place(parts.hostname or "", address):
        raise AddressError("leads_elsewhere", raw, network=address.network)
    if address.network in _ANYWHERE:  # their whole path and query are the account
        return address
    return replace(address, exact=address.exact and _says_no_more(parts, address))


def _is_treacherous(char: str) -> bool:
    """Return whether a browser and a reader may disagree about what this character does."""
    odd = {"Cc", "Cf", "Cn", "Co", "Cs"}
    return (
        char == "\\"
        or char.isspace()
        or unicodedata.category(char) in odd
        or is_ignorable(ord(char))
    )


def _followed(text: str, raw: str) -> SplitResult:
    """Return where a browser goes, its path resolved."""
    said = _SCHEME.match(text)
    try:
        parts = urlsplit(text if said else f"https://{text}")
        usual = parts.port in {None, _PORTS.get(parts.scheme)}
    except ValueError as error:
        raise AddressError("leads_elsewhere", raw) from error
    host = parts.hostname or ""
    plain = all(is_plain_label(label) for label in host.removesuffix(".").split("."))
    if (
        parts.scheme not in _PORTS
        or not usual
        or not plain
        or "@" in parts.netloc
        or _NESTED.search(parts.netloc + parts.path)
    ):
        raise AddressError("leads_elsewhere", raw)
    if not said and ":" in parts.netloc:  # what stands before it would be a scheme
        raise AddressError("leads_elsewhere", raw)
    host = host_as_written(host.removesuffix("."))
    return parts._replace(scheme="https", netloc=host, path=resolved(parts.path))


def _is_place(host: str, address: Address) -> bool:
    """Return whether this host shows the pages of the account’s network, or is its own."""
    info = NETWORKS[address.network]
    if address.network in _ANYWHERE or info.federated:
        own = (urlsplit(address.url).hostname or "").casefold()
        return host.removeprefix("www.") == own.removeprefix("www.")
    return any(_shows(host, one, address, info) for one in info.hosts)


def _shows(host: str, name: str, address: Address, info: NetworkInfo) -> bool:
    if host != name and not host.endswith(f".{name}"):
        return False
    before = host.removesuffix(name).removesuffix(".")
    also = _ALSO.get(info.slug)
    if before in _SAME or (also is not None and also.fullmatch(before)):
        return True
    handle = address.handle.lower()
    return handle == (host if info.slug == "bluesky" else before if info.by_subdomain else "")


def _says_no_more(parts: SplitResult, address: Address) -> bool:
    """Return whether neither slashes, nor the query, nor the fragment can open something else."""
    if "//" in parts.path.rstrip("/") or not _PLAIN_FRAGMENT.fullmatch(parts.fragment):
        return False
    info = NETWORKS[address.network]
    first = parts.path.strip("/").partition("/")[0]
    naming = [route.path for route in info.routes if route.path.startswith(f"{first}?")]
    name = naming[0].partition("?")[2].partition("=")[0] if naming else ""
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        lower = key.lower()
        if key == name and name:
            continue
        if name and lower not in _BESIDE_A_NAME and not lower.startswith("utm_"):
            return False
        if not _KEY.fullmatch(key) or lower in _NAMING or "//" in value or "\\" in value:
            return False
    return True
