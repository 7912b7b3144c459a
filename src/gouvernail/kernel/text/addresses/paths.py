"""Hosts and paths as a browser reads them (URL Standard of the WHATWG)."""

import re
import unicodedata
from typing import Final

_PUNYCODE: Final = "xn--"
_DOT: Final = re.compile("%2e", re.IGNORECASE)
_LABEL: Final = 63


def resolved(path: str) -> str:
    """Return a path without its segments `.` and `..`, `%2e` read as a dot. Pure."""
    if "." not in path and "%" not in path:
        return path
    kept: list[str] = []
    segments = path.removeprefix("/").split("/")
    for segment in segments:
        plain = _DOT.sub(".", segment)
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(segment)
    if _DOT.sub(".", segments[-1]) in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept) if path.startswith("/") else "/".join(kept)


def host_as_written(host: str) -> str:
    """Return a host with its encoded labels (`xn--`) in their own script, where they are valid."""
    if _PUNYCODE not in host:
        return host
    return ".".join(_native(label) for label in host.split("."))


def _native(label: str) -> str:
    if not label.startswith(_PUNYCODE) or len(label) > _LABEL:
        return label
    try:
        native = label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
        again = _PUNYCODE + native.encode("punycode").decode("ascii")
    except UnicodeError:
        return label
    return native if again == label and is_plain_label(native) and not native.isascii() else label


def is_plain_label(label: str) -> bool:
    """Tell whether a browser takes this label as it is written: it maps none of its letters.

    Wide letters, ligatures, `ß`, a final sigma: browsers, registries and folding disagree on them.
    """
    return unicodedata.normalize("NFKC", label).casefold() == label
