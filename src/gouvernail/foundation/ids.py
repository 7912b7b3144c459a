"""Random, time-ordered identifiers (UUID version 7, RFC 9562 section 5.7)."""

import secrets
import threading
import time
from uuid import UUID

_TICKS = 4096  # of a millisecond: 12 bits of finer time (RFC 9562 section 6.2, method 3)
_SET_BACK = 1000 * _TICKS  # a clock set back by more than a second is believed
_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """Return a fresh UUIDv7: 48 bits of milliseconds, 12 of their fractions, then 62 random bits.

    What one process makes sorts in the order it was made, even in one moment of a clock that
    stands still.
    """
    ticks = _next_tick(time.time_ns() * _TICKS // 1_000_000)
    value = (ticks // _TICKS & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= ticks % _TICKS << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def _next_tick(now: int) -> int:
    global _last  # noqa: PLW0603 - one order for the whole process
    with _lock:
        if _last - _SET_BACK < now <= _last:
            now = _last + 1
        _last = now
    return now


def is_uuid(text: str) -> bool:
    """Return whether a text names a UUID: what an address or a form gives may be anything."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
