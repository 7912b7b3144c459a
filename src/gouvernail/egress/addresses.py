"""Which addresses an outbound call may reach.

The lists are those of the IANA special-purpose registries for IPv4 and IPv6; what is not
plainly public unicast is refused, and an address that hides another is judged by the one
it hides.
"""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Only 2000::/3 is handed out as public unicast; these parts of it are special.
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER = tuple(
    ipaddress.ip_network(block)
    for block in ("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8")
)


def _unwrapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_address(host: str) -> bool:
    """Whether a host is written as an address, so that nobody need be asked for it."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(text: str) -> bool:
    """Whether the address is public unicast; anything unreadable is not."""
    try:
        address = _unwrapped(ipaddress.ip_address(text))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in block for block in _REFUSED_V4)
    if address.scope_id is not None or address not in _PUBLIC_V6:
        return False
    return not any(address in block for block in _REFUSED_V6)


def is_private_host(text: str) -> bool:
    """Whether the address may serve an explicitly allowed host: public, loopback, private.

    Never link-local (cloud metadata live there), multicast, reserved or unspecified, even
    for a name that was allowed: a name server must not be able to choose those.
    """
    try:
        address = _unwrapped(ipaddress.ip_address(text))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and (
        address.scope_id is not None or address.is_link_local or address.is_unspecified
    ):
        return False
    return not any(address in block for block in _NEVER)


def is_legacy_number(host: str) -> bool:
    """Whether a host name would be read as a number by old resolvers (`0x7f.1`, `2130706433`).

    The proper dotted form is not one of them.
    """
    last = host.rstrip(".").rpartition(".")[2].lower()
    return (last.isdigit() or last.startswith("0x")) and not is_address(host)
