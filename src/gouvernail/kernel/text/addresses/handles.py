"""Handles whose validity a pattern alone does not decide."""

import re
from typing import Final

_LONGEST: Final = 253
_BLUESKY: Final = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


def is_bluesky_handle(handle: str) -> bool:
    """Tell whether `handle` is a syntactically valid AT Protocol handle (a host name).

    Source: atproto.com/specs/handle; the interoperability files of the protocol judge it.
    """
    return len(handle) <= _LONGEST and _BLUESKY.fullmatch(handle) is not None
