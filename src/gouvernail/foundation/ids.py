"""Random, time-ordered identifiers (UUID version 7, RFC 9562 section 5.7)."""

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a fresh UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def is_uuid(text: str) -> bool:
    """Return whether a text names a UUID: what an address or a form gives may be anything."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
