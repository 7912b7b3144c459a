"""Parse what people paste into the account that it names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from gouvernail.kernel.text.addresses.handles import is_bluesky_handle
from gouvernail.kernel.text.addresses.networks import NETWORKS, NetworkInfo, Route
from gouvernail.kernel.text.addresses.pages import LOOSE, leads_to
from gouvernail.kernel.text.addresses.paths import host_as_written, resolved
from gouvernail.kernel.text.characters import is_ignorable
from gouvernail.kernel.text.entities.domains import is_top_level

_LONGEST: Final = 2048
_SCHEME: Final = re.compile(r"(?:(?:https?|feed)(?::/+|://))+", re.IGNORECASE)
_DOUBLED: Final = re.compile(r"\A[^?#]+/(?=https?:/)", re.IGNORECASE)
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_WRAPPING: Final = " \t\r\n<>\"'“”«»()[],;"
_SERVICE_SUBDOMAINS: Final = frozenset(
    (
        *("about", "ads", "blog", "business", "careers", "developer", "developers", "docs"),
        *("help", "investors", "legal", "newsroom", "policies", "press", "safety", "status"),
        *("studio", "support"),
    )
)
_PLAIN_SUBDOMAINS: Final = frozenset(("www", "m", "mobile", "old", "new", "web"))
_LEGACY_PAGE: Final = re.compile(r".*-(\d{8,})")
_FEED_PATH: Final = re.compile(
    r"(?:^|/)(?:feed|rss|atom)(?:/|$)|\.(?:rss|atom|xml)$", re.IGNORECASE
)
_SOFTWARE: Final = ("pixelfed", "peertube", "lemmy", "mastodon")
_ANY_HOST: Final = frozenset(("rss", "website"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One account on one network.

    `handle` has no `@` in front, `url` is canonical, `kind` says what is named: profile, page,
    channel, group, post (then the account is the one it is shown under)…

    `exact` is false where what was pasted says more than its account, and that is neither a page
    of the account nor a post: it may open something else.
    """

    network: str
    handle: str
    url: str
    kind: str
    exact: bool = field(default=True, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Equal for two ways of writing the same account."""
        return self.network, self.url.casefold()


class AddressError(ValueError):
    """What was pasted names no account that can be told.

    `code`: empty, too_long, not_an_address, unknown_network, unknown_host, ambiguous_network,
    wrong_network (`network` is then the one found), no_account, bad_handle.
    """

    def __init__(self, code: str, raw: str, *, network: str | None = None) -> None:
        super().__init__(f"{code}: {raw[:200]!r}")
        self.code = code
        self.raw = raw
        self.network = network


@cache
def _network_of_host() -> dict[str, str]:
    return {host: slug for slug, info in NETWORKS.items() for host in info.hosts}


def _known(host: str) -> tuple[NetworkInfo, str] | None:
    """Return the network that owns `host`, and the labels before its registered name."""
    labels = host.split(".")
    for cut in range(len(labels) - 1):
        slug = _network_of_host().get(".".join(labels[cut:]))
        if slug is not None:
            return NETWORKS[slug], ".".join(labels[:cut])
    return None


def _cleaned(raw: str) -> str:
    text = "".join(char for char in raw if not is_ignorable(ord(char)))
    text = unicodedata.normalize("NFC", text).strip(_WRAPPING)
    return _DOUBLED.sub("", text, count=1)


def _split(text: str, raw: str) -> SplitResult:
    try:
        parts = urlsplit("https://" + _SCHEME.sub("", text, count=1))
        if parts.hostname and parts.port != 0:
            return parts._replace(path=resolved(parts.path))
    except ValueError as error:
        raise AddressError("not_an_address", raw) from error
    raise AddressError("not_an_address", raw)


def is_url(text: str, network: str | None) -> bool:
    """Tell whether `text` is the address of a page, and no handle."""
    if _SCHEME.match(text) or network in _ANY_HOST:
        return True
    host, slash, _rest = text.partition("/")
    host = host.partition("?")[0].lower()
    if not _HOST.fullmatch(host):
        return False
    known = _known(host)
    if slash or (known is not None and not (known[0].slug == "bluesky" and known[1])):
        return True
    return network is None and is_top_level(host.rpartition(".")[2])


def _capture(pattern: list[str], segments: list[str]) -> str | None:
    """Return what stands at `{handle}` when `segments` start with `pattern`."""
    found = ""
    if len(segments) < len(pattern):
        return None
    for wanted, given in zip(pattern, segments, strict=False):
        before, slot, _after = wanted.partition("{handle}")
        if slot and given.lower().startswith(before):
            found = given[len(before) :]
        elif slot or wanted not in ("*", given.lower()):
            return None
    return found or None


class _Found(NamedTuple):
    """A route that fits, what it captures, and what the path says after that."""

    route: Route
    handle: str
    rest: list[str]


def _candidates(info: NetworkInfo, parts: SplitResult) -> Iterator[_Found]:
    """Yield each route that fits the URL. A key of the query that is said twice says nothing."""
    path = parts.path
    if parts.fragment.startswith("!/") and not path.strip("/"):
        path = f"#!/{parts.fragment[2:]}"
    segments = [unquote(segment) for segment in path.split("/") if segment]
    query = parse_qs(parts.query, keep_blank_values=True)
    for route in info.routes:
        route_path, _mark, route_query = route.path.partition("?")
        if route_query:
            values = query.get(route_query.partition("=")[0], [])
            if segments[:1] == [route_path] and len(values) == 1:
                yield _Found(route, values[0].strip(), segments[1:])
            continue
        pattern = route_path.split("/")
        handle = _capture(pattern, segments)
        if handle is not None:
            after = next(at for at, wanted in enumerate(pattern, 1) if "{handle}" in wanted)
            yield _Found(route, handle.strip(), segments[after:])


def _normal(info: NetworkInfo, handle: str) -> str:
    """Return a handle as its network identifies it."""
    if info.slug == "facebook" and (legacy := _LEGACY_PAGE.fullmatch(handle)):
        return legacy[1]
    if info.slug == "bluesky" and not handle.startswith("did:"):
        return handle.lower()
    return handle


def _address(info: NetworkInfo, handle: str, *, kind: str, url: str) -> Address:
    quoted = quote(handle, safe="@:.~+%·")
    return Address(network=info.slug, handle=handle, kind=kind, url=url.replace("{handle}", quoted))


def _with_rest(address: Address, rest: list[str], *, loose: bool = False) -> Address:
    """Return an address with what the path says after its account."""
    leads = leads_to(address.network, rest)
    if address.kind == "post":
        return replace(address, exact=not rest or leads != "beyond")
    return replace(
        address,
        kind="post" if leads == "post" else address.kind,
        exact=leads != "beyond" and not loose,
    )


def _is_loose(found: _Found, info: NetworkInfo) -> bool:
    way = found.route.path.removesuffix("{handle}")
    return (info.slug, way) in LOOSE and not _normal(info, found.handle).isdecimal()


def _fits(info: NetworkInfo, handle: str, shape: str = "") -> bool:
    if info.slug == "bluesky" and not handle.startswith("did:"):
        return is_bluesky_handle(handle)
    return re.fullmatch(shape or info.handle, handle) is not None


def _from_route(info: NetworkInfo, parts: SplitResult, raw: str) -> Address:
    seen = False
    for found in _candidates(info, parts):
        route, handle = found.route, _normal(info, found.handle)
        if route.path == "{handle}" and handle.lower() in info.reserved:
            break
        seen = True
        if _fits(info, handle, route.shape):
            address = _address(info, handle, kind=route.kind, url=route.url)
            return _with_rest(address, found.rest, loose=_is_loose(found, info))
    raise AddressError("bad_handle" if seen else "no_account", raw, network=info.slug)


def _from_known_host(info: NetworkInfo, before: str, parts: SplitResult, raw: str) -> Address:
    first = before.partition(".")[0]
    path = [unquote(segment) for segment in parts.path.split("/") if segment]
    if first in _SERVICE_SUBDOMAINS:
        raise AddressError("no_account", raw, network=info.slug)
    host = (parts.hostname or "").lower()
    if info.slug == "bluesky" and host.endswith(".bsky.social") and before != "www":
        return _with_rest(_handle_address(info, host, raw), path)
    if info.by_subdomain and before and first not in _PLAIN_SUBDOMAINS:
        return _with_rest(_handle_address(info, first, raw), path, loose=first != before)
    if info.by_subdomain:
        return _from_subdomain_service(info, parts, raw)
    return _from_route(info, parts, raw)


def _from_subdomain_service(info: NetworkInfo, parts: SplitResult, raw: str) -> Address:
    """Read `tumblr.com/name` and `substack.com/@name`, where the host itself names nobody."""
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments[:2] == ["blog", "view"]:
        segments = segments[2:]
    handle = segments[0].removeprefix("@") if segments else ""
    if not handle or handle.lower() in info.reserved:
        raise AddressError("no_account", raw, network=info.slug)
    # elsewhere than on Tumblr, who has a page under a name need not have the site of that name
    return _with_rest(_handle_address(info, handle, raw), segments[1:], loose=info.slug != "tumblr")


def _federated_network(host: str, parts: SplitResult) -> NetworkInfo | None:
    """Tell the software of a host that no list knows, by its name or by a path with `@`."""
    label = host.partition(".")[0]
    if label not in _SOFTWARE and "/@" not in parts.path:
        return None
    for slug in _SOFTWARE:
        info = NETWORKS[slug]
        if slug in ("mastodon", label) and any(_candidates(info, parts)):
            return info
    return None


def _from_federated(info: NetworkInfo, parts: SplitResult, raw: str) -> Address:
    host = host_as_written(parts.hostname or "").removeprefix("www.")
    for found in _candidates(info, parts):
        route = found.route
        user, at, server = found.handle.partition("@")
        if route.path == "{handle}" and user.lower() in info.reserved:
            break
        home = server.lower() if at else host
        handle = f"{user}@{home}"
        if not _fits(info, handle):
            raise AddressError("bad_handle", raw, network=info.slug)
        path = route.path if info.slug != "mastodon" else "@{handle}"
        address = Address(
            network=info.slug,
            handle=handle,
            kind=route.kind,
            url=f"https://{home}/{path.replace('{handle}', user)}",
        )
        return _with_rest(address, found.rest, loose=_is_loose(found, info))
    raise AddressError("no_account", raw, network=info.slug)


def _from_url(text: str, network: str | None, raw: str) -> Address:
    parts = _split(text, raw)
    host = host_as_written((parts.hostname or "").lower().rstrip("."))
    if not _HOST.fullmatch(host):
        raise AddressError("not_an_address", raw)
    if network in _ANY_HOST:
        return _anywhere(NETWORKS[network or ""], host, parts)
    known = _known(host)
    if known is not None and not known[0].federated:
        return _from_known_host(known[0], known[1], parts, raw)
    info = known[0] if known else _federated_network(host, parts)
    if network is not None and NETWORKS[network].federated:
        info = NETWORKS[network]
    if info is not None:
        return _from_federated(info, parts, raw)
    if _FEED_PATH.search(parts.path):
        return _anywhere(NETWORKS["rss"], host, parts)
    raise AddressError("unknown_host", raw)


def _anywhere(info: NetworkInfo, host: str, parts: SplitResult) -> Address:
    query = f"?{parts.query}" if parts.query else ""
    handle = f"{host}{parts.path.rstrip('/')}{query}"
    kind = "feed" if info.slug == "rss" else "site"
    return Address(network=info.slug, handle=handle, kind=kind, url=f"https://{handle}")


def _handle_address(info: NetworkInfo, handle: str, raw: str) -> Address:
    """Build an address from a handle alone, on a known network."""
    handle = _normal(info, handle)
    for route in info.routes:
        if route.shape and route.kind == "channel" and re.fullmatch(route.shape, handle):
            return _address(info, handle, kind=route.kind, url=route.url)
    if not _fits(info, handle):
        raise AddressError("bad_handle", raw, network=info.slug)
    kinds = (route.kind for route in info.routes if route.url == info.profile)
    kind = next((kind for kind in kinds if kind != "post"), "profile")
    return _address(info, handle, kind=kind, url=info.profile)


def _from_handle(text: str, network: str | None, raw: str) -> Address:
    handle = text.removeprefix("acct:").removeprefix("at://")
    user, at, server = handle.removeprefix("@").partition("@")
    if network is None:
        if at and user and text.startswith(("@", "acct:")):
            network = "mastodon"
        elif text.startswith(("did:", "at://")) or handle.lower().endswith(".bsky.social"):
            network = "bluesky"
        else:
            raise AddressError("ambiguous_network", raw)
    info = NETWORKS[network]
    if info.federated:
        full = f"{user}@{server.lower()}"
        if not server or not _fits(info, full):
            raise AddressError("bad_handle", raw, network=network)
        url = info.profile.replace("{host}", server.lower()).replace("{handle}", user)
        return Address(network=network, handle=full, kind="profile", url=url)
    if "/" in handle:
        if not info.hosts:  # a network without addresses outside has no routes either
            raise AddressError("bad_handle", raw, network=network)
        return _from_route(info, _split(f"{info.hosts[0]}/{handle}", raw), raw)
    return _handle_address(info, handle.removeprefix("@"), raw)


def parse_address(raw: str, *, network: str | None = None) -> Address:
    """Return the account that `raw` names, in whatever form it was pasted.

    With or without scheme, `@handle`, `@user@server`, mobile and language hosts, tracking
    parameters, trailing slashes. `network` (a slug of `NETWORKS`) settles bare handles, and is
    held against what a URL says.

    Raises:
        AddressError: with its `code`. Nothing is guessed, save that `/@user` on a host that no
            list knows is read as Mastodon's.
    """
    if network is not None and network not in NETWORKS:
        raise AddressError("unknown_network", raw)
    if len(raw) > _LONGEST:
        raise AddressError("too_long", raw)
    text = _cleaned(raw)
    if not text:
        raise AddressError("empty", raw)
    read = _from_url if is_url(text, network) else _from_handle
    address = read(text, network, raw)
    if network is not None and address.network != network:
        raise AddressError("wrong_network", raw, network=address.network)
    return address
