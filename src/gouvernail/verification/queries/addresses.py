"""What somebody pasted, read with suspicion: it must lead where its account is."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gouvernail.kernel.text import Address, AddressError, fold, follow_address, skeleton

LONGEST: Final = 500
PLAIN: Final = re.compile(
    r"(?:https://)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:/[a-z0-9/._~-]*)?",
    re.ASCII | re.IGNORECASE,
)
SEPARATORS: Final = str.maketrans("", "", "._-@ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was pasted, as far as it could be read.

    `problem` is empty, or a code of `AddressError`; `leads_elsewhere` among them: the text shows
    one account and a browser would go to another place. `handle` is what was typed alone, without
    a network. `site` is the host of a plain address that is on no network.
    """

    address: Address | None = None
    problem: str = ""
    handle: str = ""
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
    text = raw.strip()
    if len(text) > LONGEST:
        return Read(problem="too_long")
    if "\0" in text:  # no address, and nothing a database keeps
        return Read(problem="bad_handle")
    try:
        return Read(address=follow_address(text, network=network or None))
    except AddressError as error:
        alone = error.code == "ambiguous_network"
        return Read(
            problem=error.code,
            handle=text.removeprefix("@")[:200] if alone else "",
            site=site_of(text) if error.code == "unknown_host" else "",
        )


@lru_cache(maxsize=4096)
def shape_of(handle: str) -> str:
    """Return what a handle looks like: two that readers confuse have the same. Pure.

    Case, accents, look-alike characters of any script, `0` for `o`, `rn` for `m`, dots, dashes
    and underscores go; of `name@server` only the name counts.
    """
    name = handle.partition("@")[0] or handle
    return fold(skeleton(fold(name).text)).text.translate(SEPARATORS)[:400]
