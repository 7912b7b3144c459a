"""From anything people paste to the account that it names."""

from gouvernail.kernel.text.addresses.following import follow_address
from gouvernail.kernel.text.addresses.handles import is_bluesky_handle
from gouvernail.kernel.text.addresses.networks import NETWORKS, NetworkInfo, Route
from gouvernail.kernel.text.addresses.parsing import Address, AddressError, parse_address

__all__ = [
    "NETWORKS",
    "Address",
    "AddressError",
    "NetworkInfo",
    "Route",
    "follow_address",
    "is_bluesky_handle",
    "parse_address",
]
