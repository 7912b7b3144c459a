"""One sealed value as bytes: an AES-256-GCM envelope whose key is wrapped with HPKE (RFC 9180).

    GVB1 | 32 bytes of HPKE encapsulation + wrapped key + tag | 12 bytes nonce | ciphertext + tag

Both layers are bound to the same associated data: who owns the value, under which name, in which
version. A box moved to another row opens for nobody. Pure: randomness comes from the libraries.
"""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MAGIC: Final = b"GVB1"
DATA_KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = 32 + DATA_KEY_BYTES + 16
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class BoxError(ValueError):
    """These bytes are no box, or not one that this key and these facts open."""


def seal(value: bytes, *, to: X25519PublicKey, facts: bytes) -> bytes:
    """Return a box that only the owner of `to` opens, and only beside the same `facts`."""
    data_key, nonce = secrets.token_bytes(DATA_KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    wrapped = _SUITE.encrypt(data_key, to, facts)
    return MAGIC + wrapped + nonce + AESGCM(data_key).encrypt(nonce, value, facts)


def open_box(box: bytes, *, key: X25519PrivateKey, facts: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        BoxError: wrong key, wrong facts, altered or not a box; the three look alike.
    """
    start = len(MAGIC) + WRAPPED_BYTES
    wrapped, nonce = box[len(MAGIC) : start], box[start : start + NONCE_BYTES]
    if not box.startswith(MAGIC) or len(nonce) != NONCE_BYTES:
        raise BoxError("not a box")
    try:
        data_key = _SUITE.decrypt(wrapped, key, facts)
        return AESGCM(data_key).decrypt(nonce, box[start + NONCE_BYTES :], facts)
    except (InvalidTag, ValueError):
        raise BoxError("this box does not open here") from None
