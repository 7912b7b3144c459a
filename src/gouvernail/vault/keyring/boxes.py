"""One sealed value as bytes: an AES-256-GCM envelope whose key is wrapped with HPKE (RFC 9180).

    GVB2 | 8 bytes: which key | 80 bytes: wrapped data key | 12 bytes nonce | ciphertext + tag

Both layers are bound to the same associated data: who owns the value, under which name, in which
version. The wrap is bound to the id of its key besides. A box moved to another row opens for
nobody; a box given another wrap keeps its ciphertext as it was. Boxes of the first format (GVB1,
without the key's id) still open. Pure: randomness comes from the libraries.
"""

import secrets
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MAGIC: Final = b"GVB2"
FIRST: Final = b"GVB1"
ID_BYTES: Final = 8
DATA_KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = 32 + DATA_KEY_BYTES + 16
HEADER_BYTES: Final = len(MAGIC) + ID_BYTES
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class BoxError(ValueError):
    """These bytes are no box, or not one that this key and these facts open."""


def short_id(key: X25519PublicKey) -> bytes:
    """Return the eight bytes that name a public key."""
    return sha256(key.public_bytes_raw()).digest()[:ID_BYTES]


def wrap(data_key: bytes, *, to: X25519PublicKey, facts: bytes) -> bytes:
    """Return a data key that only the owner of `to` unwraps, and only beside the same `facts`."""
    return _SUITE.encrypt(data_key, to, facts + short_id(to))


def unwrap(wrapped: bytes, *, key: X25519PrivateKey, facts: bytes) -> bytes:
    """Return the data key.

    Raises:
        BoxError: wrong key, wrong facts or altered; the three look alike.
    """
    try:
        return _SUITE.decrypt(wrapped, key, facts + short_id(key.public_key()))
    except (InvalidTag, ValueError):
        raise BoxError("this key does not unwrap here") from None


def seal(value: bytes, *, to: X25519PublicKey, facts: bytes) -> bytes:
    """Return a box that only the owner of `to` opens, and only beside the same `facts`."""
    data_key, nonce = secrets.token_bytes(DATA_KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    wrapped = wrap(data_key, to=to, facts=facts)
    ciphertext = AESGCM(data_key).encrypt(nonce, value, facts)
    return MAGIC + short_id(to) + wrapped + nonce + ciphertext


def open_box(box: bytes, *, key: X25519PrivateKey, facts: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        BoxError: wrong key, wrong facts, altered or not a box; they look alike.
    """
    if box.startswith(FIRST):
        return _open_first(box, key=key, facts=facts)
    wrapped, rest = _parts(box, key)
    data_key = unwrap(wrapped, key=key, facts=facts)
    return _opened(data_key, rest, facts)


def rewrap(box: bytes, *, key: X25519PrivateKey, to: X25519PublicKey, facts: bytes) -> bytes:
    """Return the box under another key; its value is neither read nor encrypted again.

    Raises:
        BoxError: as `open_box`; a box of the first format must be opened and sealed anew.
    """
    wrapped, rest = _parts(box, key)
    data_key = unwrap(wrapped, key=key, facts=facts)
    return MAGIC + short_id(to) + wrap(data_key, to=to, facts=facts) + rest


def _parts(box: bytes, key: X25519PrivateKey) -> tuple[bytes, bytes]:
    """Return the wrapped data key, and nonce and ciphertext."""
    end = HEADER_BYTES + WRAPPED_BYTES
    named = box[len(MAGIC) : HEADER_BYTES]
    if not box.startswith(MAGIC) or named != short_id(key.public_key()):
        raise BoxError("not a box of this key")
    return box[HEADER_BYTES:end], box[end:]


def _opened(data_key: bytes, rest: bytes, facts: bytes) -> bytes:
    try:
        return AESGCM(data_key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], facts)
    except (InvalidTag, ValueError):
        raise BoxError("this box does not open here") from None


def _open_first(box: bytes, *, key: X25519PrivateKey, facts: bytes) -> bytes:
    start = len(FIRST) + WRAPPED_BYTES
    try:
        data_key = _SUITE.decrypt(box[len(FIRST) : start], key, facts)
    except (InvalidTag, ValueError):
        raise BoxError("this box does not open here") from None
    return _opened(data_key, box[start:], facts)
