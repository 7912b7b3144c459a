"""Cashtags of a text as written: `$ACME`, a share by its sign, as X reads them."""

import re
from dataclasses import dataclass
from typing import Final

_SPACES: Final = (
    "\u0009-\u000d\u0020\u0085\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)
_MARKERS: Final = "\u202a-\u202e\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
_CASHTAG: Final = re.compile(
    rf"(?:^|(?<=[{_SPACES}{_MARKERS}]))\$([a-z]{{1,6}}(?:[._][a-z]{{1,2}})?)"
    rf"(?=$|[{_SPACES}]|[!'#%&()*+,\\\-./:;<=>?@\[\]^_{{|}}~$])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cashtag:
    """One cashtag; `tag` without its sign, offsets with it, half-open code points."""

    tag: str
    start: int
    end: int


def find_cashtags(text: str) -> list[Cashtag]:
    """Return the cashtags of `text`, in order."""
    if "$" not in text:
        return []
    return [
        Cashtag(tag=found[1], start=found.start(), end=found.end())
        for found in _CASHTAG.finditer(text)
    ]
