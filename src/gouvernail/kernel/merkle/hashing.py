"""The hashes of RFC 6962 section 2.1: one prefix byte keeps leaves and nodes apart."""

from hashlib import sha256
from typing import Final

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the 32-byte hash of one leaf: SHA-256 of 0x00 and the leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of a node: SHA-256 of 0x01 and its two children."""
    return sha256(b"\x01" + left + right).digest()
