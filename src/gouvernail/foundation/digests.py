"""Canonical JSON (RFC 8785) and the digests built on it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from uuid import UUID

import rfc8785


def instant(value: datetime) -> str:
    """Return an aware instant as `YYYY-MM-DDTHH:MM:SS.ffffffZ`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: object) -> object:
    """Return `value` in the JSON subset of the ledger: no floats, instants and ids as text.

    Raises:
        TypeError: a float or a type with no agreed form.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 53 else str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return _plain_object(value)


def _plain_object(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError("no canonical form: " + type(value).__name__)


def canonical(value: object) -> bytes:
    """Return the RFC 8785 bytes of `value` after `plain`."""
    return rfc8785.dumps(plain(value))  # type: ignore[arg-type]  # plain() returns that subset


def sha256_hex(*parts: bytes) -> str:
    """Return the SHA-256 of the concatenated parts, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
