"""Digests that do not depend on layout: canonical JSON (RFC 8785), then SHA-256."""

import hashlib
from collections.abc import Mapping, Sequence

import rfc8785

Scalar = str | int | bool | None
Plain = Scalar | Sequence["Plain"] | Mapping[str, "Plain"]
Canonical = Scalar | list["Canonical"] | dict[str, "Canonical"]


def digest_of(value: Plain) -> str:
    """Return the SHA-256, in hexadecimal, of the canonical JSON of `value`."""
    return hashlib.sha256(rfc8785.dumps(_canonical(value))).hexdigest()


def digest_of_digests(*digests: str) -> str:
    """Return one digest, in hexadecimal, for several, in this order."""
    return hashlib.sha256(b"".join(bytes.fromhex(each) for each in digests)).hexdigest()


def _canonical(value: Plain) -> Canonical:
    """Return what RFC 8785 can write: a lone surrogate, which UTF-8 cannot hold, becomes `?`."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {key: _canonical(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_canonical(each) for each in value]
    return value
