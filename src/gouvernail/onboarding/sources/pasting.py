"""What somebody pasted: addresses in any order and with any separator between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gouvernail.kernel.text import fold
from gouvernail.kernel.text.addresses import NETWORKS, Address, AddressError, parse_address
from gouvernail.onboarding.sources.recognising import is_share

MAX_LINKS: Final = 500
MAX_LENGTH: Final = 100_000
_BETWEEN: Final = re.compile(r"[\s,;|]+")
_NAMED: Final = re.compile(r"^\W*([\w. -]{1,30}?)\s*(?::(?!/)|=|\t|→|->)\s*(@?[\w.@-]{2,200})\s*$")
_BY_NAME: Final = {
    **{fold(info.name).text: slug for slug, info in NETWORKS.items()},
    **{slug: slug for slug in NETWORKS},
    "twitter": "x",
    "insta": "instagram",
    "fb": "facebook",
}


@dataclass(slots=True, kw_only=True)
class Pasted:
    """What a pasted text names: each account once, what was repeated, what names none and why."""

    addresses: list[Address] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    refused: list[tuple[str, AddressError]] = field(default_factory=list)
    cut: bool = False


def read_pasted(text: str) -> Pasted:
    """Return what a text names: at most 500 addresses.

    Lines such as `Instagram: @handle` name the network; everything else is told by its shape.
    """
    pasted, known = Pasted(), set()
    for number, (piece, network) in enumerate(_pieces(text[:MAX_LENGTH])):
        if number >= MAX_LINKS:
            pasted.cut = True
            break
        try:
            address = _read(piece, network)
        except AddressError as error:
            pasted.refused.append((piece[:200], error))
            continue
        if address.key in known:
            pasted.repeated.append(piece[:200])
        else:
            known.add(address.key)
            pasted.addresses.append(address)
    return pasted


def _pieces(text: str) -> Iterator[tuple[str, str | None]]:
    for line in text.splitlines():
        named = _NAMED.match(line)
        network = _BY_NAME.get(fold(named[1].strip()).text) if named else None
        if named and network:
            yield named[2], network
            continue
        for piece in _BETWEEN.split(line):
            if any(char.isalnum() for char in piece):
                yield piece, None


def _read(piece: str, network: str | None) -> Address:
    address = parse_address(piece, network=network)
    if is_share(piece) and "://" in piece:
        raise AddressError("no_account", piece, network=address.network)
    return address
