"""Names the AT Protocol computes: record keys from time, blob names from bytes."""

import base64
from datetime import UTC, datetime

POSTS = "app.bsky.feed.post"

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_CLOCK_BITS = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# CID version 1, raw bytes, SHA-256 of 32 bytes.
_RAW_SHA256 = bytes((0x01, 0x55, 0x12, 0x20))


def new_tid(created_at: datetime, entropy: bytes) -> str:
    """Return a timestamp identifier: 53 bits of microseconds, then 10 of chance.

    Source: https://atproto.com/specs/tid
    """
    age = created_at - _EPOCH
    microseconds = (age.days * 86_400 + age.seconds) * 1_000_000 + age.microseconds
    chance = int.from_bytes(entropy[:2], "big") & ((1 << _CLOCK_BITS) - 1)
    number = ((microseconds & ((1 << 53) - 1)) << _CLOCK_BITS) | chance
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))


def blob_cid(sha256_hex: str) -> str:
    """Return the name a server gives to bytes with this digest, so that we can check it.

    Source: https://atproto.com/specs/data-model (blobs are named by the digest of raw bytes)
    """
    encoded = base64.b32encode(_RAW_SHA256 + bytes.fromhex(sha256_hex)).decode().lower()
    return "b" + encoded.rstrip("=")


def post_uri(author: str, key: str) -> str:
    """Return the AT URI of a post."""
    return f"at://{author}/{POSTS}/{key}"


def split_uri(uri: str) -> tuple[str, str]:
    """Return the author and the key of a post's AT URI.

    Raises:
        ValueError: it is not one.
    """
    scheme, _, rest = uri.partition("://")
    author, _, path = rest.partition("/")
    collection, _, key = path.partition("/")
    if scheme != "at" or not author or collection != POSTS or not key or "/" in key:
        raise ValueError("This is not the address of a Bluesky post.")
    return author, key


def timestamp(at: datetime) -> str:
    """Return an instant as the records write it, to the millisecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
